package text

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/lazycell/lazycell/anndata"
)

// File is an AnnData whose matrix stays in the file, or in a temporary one that Close removes.
type File struct {
	*anndata.AnnData
	open []io.Closer
}

// Close closes what is open. What was not read until then can't be read any more.
func (f *File) Close() error {
	var errs []error
	for _, c := range f.open {
		errs = append(errs, c.Close())
	}
	f.open = nil
	return errors.Join(errs...)
}

// find is the first of some files that is in a folder, as it is or compressed.
func find(folder string, names ...string) (string, error) {
	for _, name := range names {
		for _, suffix := range []string{"", ".gz"} {
			path := filepath.Join(folder, name+suffix)
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return path, nil
			}
		}
	}
	return "", &fs.PathError{Op: "find", Path: names[0], Err: fs.ErrNotExist}
}

// reader reads a file, which may be compressed with gzip when its name says so.
type reader struct {
	*bufio.Reader
	closers []io.Closer
}

func open(path string) (*reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &reader{closers: []io.Closer{f}}
	if !strings.HasSuffix(path, ".gz") {
		r.Reader = bufio.NewReaderSize(f, bufferSize)
		return r, nil
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(f, bufferSize))
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	r.closers = append([]io.Closer{z}, r.closers...)
	r.Reader = bufio.NewReaderSize(z, bufferSize)
	return r, nil
}

const bufferSize = 1 << 20

func (r *reader) Close() error {
	var errs []error
	for _, c := range r.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// maxLine is the longest line that is taken for one.
const maxLine = 1 << 30

var errLine = errors.New("a line is longer than 1 GiB: it is no text file")

// line reads a line without its end, which stays valid until the next call; io.EOF after the last.
func (r *reader) line(long *[]byte) ([]byte, error) {
	b, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		*long = append((*long)[:0], b...)
		for errors.Is(err, bufio.ErrBufferFull) {
			if len(*long) > maxLine {
				return nil, errLine
			}
			b, err = r.ReadSlice('\n')
			*long = append(*long, b...)
		}
		b = *long
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(b) == 0) {
		return nil, err
	}
	for len(b) > 0 && (b[len(b)-1] == '\n' || b[len(b)-1] == '\r') {
		b = b[:len(b)-1]
	}
	return b, nil
}
