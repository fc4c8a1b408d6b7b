package filter

import (
	"bytes"
	"compress/bzip2"
	"io"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// unzippers are readers that were used before: their tables are large.
var unzippers sync.Pool

// Inflate fills dst from a zlib stream as unzip does, and gives how much of it that was; ok is false when it can't. There may be none.
var Inflate func(dst, src []byte) (n int, ok bool)

// unzip reads a zlib stream.
func unzip(src []byte, limit int) ([]byte, error) {
	if Inflate != nil && limit > 0 && limit <= len(src)*mostRatio {
		out := make([]byte, limit)
		if n, ok := Inflate(out, src); ok {
			return out[:n], nil
		} // else what follows says what is wrong
	}
	r, _ := unzippers.Get().(io.ReadCloser)
	var err error
	if r == nil {
		r, err = zlib.NewReader(bytes.NewReader(src))
	} else {
		err = r.(zlib.Resetter).Reset(bytes.NewReader(src), nil)
	}
	if err != nil {
		return nil, corrupt("%v", err)
	}
	out, err := readAll(r, len(src), limit) // to the end, which also checks the checksum
	if err == nil {
		unzippers.Put(r)
	}
	return out, err
}

func unbzip(src []byte, limit int) ([]byte, error) {
	return readAll(bzip2.NewReader(bytes.NewReader(src)), len(src), limit)
}

// mostRatio is above what deflate expands to; a first allocation is no larger.
const mostRatio = 1100

// readAll reads a stream to its end, which must come within limit bytes.
func readAll(r io.Reader, encoded, limit int) ([]byte, error) {
	size := limit
	if encoded < limit/mostRatio {
		size = encoded * mostRatio
	}
	out := make([]byte, 0, size+1)
	for {
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case len(out) > limit:
			return nil, corrupt("it is longer than its shape, %d bytes", limit)
		case err == io.EOF:
			return out, nil
		case err != nil:
			return nil, corrupt("%v after %d bytes", err, len(out))
		case len(out) == cap(out):
			out = append(out, 0)[:len(out)]
		}
	}
}
