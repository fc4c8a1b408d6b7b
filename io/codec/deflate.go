package codec

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

type gzipCodec struct{ level int }

func (gzipCodec) Name() string { return "gzip" }

func (gzipCodec) Decode(src []byte, limit int) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(src))
	if err != nil {
		return nil, corrupt("%v", err)
	}
	return readBounded(r, len(src), limit)
}

func (c gzipCodec) Encode(src []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, c.level)
	if err != nil {
		return nil, err
	}
	return flush(w, &buf, src)
}

type zlibCodec struct{ level int }

func (zlibCodec) Name() string { return "zlib" }

func (zlibCodec) Decode(src []byte, limit int) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(src))
	if err != nil {
		return nil, corrupt("%v", err)
	}
	return readBounded(r, len(src), limit)
}

func (c zlibCodec) Encode(src []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := zlib.NewWriterLevel(&buf, c.level)
	if err != nil {
		return nil, err
	}
	return flush(w, &buf, src)
}

func flush(w io.WriteCloser, buf *bytes.Buffer, src []byte) ([]byte, error) {
	if _, err := w.Write(src); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// deflateRatio is above what deflate can expand to (1032).
const deflateRatio = 1100

// readBounded reads r to its end into memory sized by what encoded bytes can hold.
func readBounded(r io.Reader, encoded, limit int) ([]byte, error) {
	if limit < 0 {
		limit = MaxUnbounded
		out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
		if err != nil {
			return nil, corrupt("%v", err)
		}
		if len(out) > limit {
			return nil, corrupt("more than %d bytes", limit)
		}
		return out, nil
	}
	size := limit
	if encoded < limit/deflateRatio {
		size = encoded * deflateRatio
	}
	out := make([]byte, size+1)
	n, err := io.ReadFull(r, out)
	switch {
	case err == nil:
		return nil, corrupt("more than the %d bytes that belong", limit)
	case err == io.EOF, err == io.ErrUnexpectedEOF && n <= size && atEnd(r):
		return out[:n], nil
	}
	return nil, corrupt("%v after %d bytes", err, n)
}

// atEnd tells a clean end of r from a truncated one: io.ReadFull reports both as io.ErrUnexpectedEOF.
func atEnd(r io.Reader) bool {
	var one [1]byte
	n, err := r.Read(one[:])
	return n == 0 && err == io.EOF
}
