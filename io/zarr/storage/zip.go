package storage

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Zip is a store in a zip archive, for reading. Values that are packed as they are can be read in parts.
type Zip struct {
	archive *zip.ReadCloser
	files   map[string]*zip.File
}

// most is how many entries of an archive are looked at.
const most = 1 << 24

// OpenZip opens a store in an archive. Entries whose names would lead out of it are refused.
func OpenZip(path string) (*Zip, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("it is no zip archive, or damaged: %w", err)
	}
	z := &Zip{archive: archive, files: map[string]*zip.File{}}
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue // a folder
		}
		if err := CheckKey(f.Name); err != nil {
			return nil, fmt.Errorf("zip archive: %w", errorsWith(err, archive.Close()))
		}
		if len(z.files) >= most {
			return nil, fmt.Errorf("zip archive: more than %d entries: %w", most, errorsWith(ErrTooLarge, archive.Close()))
		}
		z.files[f.Name] = f // the last of a name counts, as it was written last
	}
	return z, nil
}

func errorsWith(err, other error) error {
	if other != nil {
		return fmt.Errorf("%w (%v)", err, other)
	}
	return err
}

func (z *Zip) file(key string) (*zip.File, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	if f, ok := z.files[key]; ok {
		return f, nil
	}
	return nil, absentKey(key)
}

// packRatio is above what deflate can expand to (1032).
const packRatio = 1100

// Get reads a key's value.
func (z *Zip) Get(key string, limit int64) ([]byte, error) {
	f, err := z.file(key)
	if err != nil {
		return nil, err
	}
	size := f.UncompressedSize64
	switch {
	case limit >= 0 && size > uint64(limit):
		return nil, fmt.Errorf("%s has %d bytes where at most %d belong: %w", key, size, limit, ErrTooLarge)
	case size/packRatio > f.CompressedSize64 || f.CompressedSize64 > 1<<62:
		return nil, fmt.Errorf("%s claims %d bytes, which %d packed ones can't hold: %w", key, size, f.CompressedSize64, zip.ErrFormat)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	defer r.Close()
	out, err := readSized(r, int64(size))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return out, nil
}

// readSized reads a stream that has size bytes, in growing pieces: it may be shorter than it claims.
func readSized(r io.Reader, size int64) ([]byte, error) {
	out := make([]byte, 0, min(size, 1<<20)+1)
	for {
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case int64(len(out)) > size:
			return nil, fmt.Errorf("more than the %d bytes it claims: %w", size, zip.ErrFormat)
		case err == io.EOF && int64(len(out)) == size:
			return out, nil
		case err == io.EOF:
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		case len(out) == cap(out):
			out = append(out, 0)[:len(out)]
		}
	}
}

// GetRange reads a part of a key's value: that of a packed one by unpacking it.
func (z *Zip) GetRange(key string, offset, n int64) ([]byte, error) {
	f, err := z.file(key)
	if err != nil {
		return nil, err
	}
	if f.Method != zip.Store {
		all, err := z.Get(key, -1)
		if err != nil {
			return nil, err
		}
		if offset, err = within(key, offset, n, int64(len(all))); err != nil {
			return nil, err
		}
		return all[offset : offset+n], nil
	}
	if offset, err = within(key, offset, n, int64(f.UncompressedSize64)); err != nil {
		return nil, err
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	at, ok := raw.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("read %s: it can't be read in parts", key)
	}
	out := make([]byte, n)
	if _, err := at.ReadAt(out, offset); err != nil && (err != io.EOF || n > 0) {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return out, nil
}

// Set is an error: archives are written anew.
func (z *Zip) Set(key string, _ []byte) error {
	return fmt.Errorf("%s: a zip archive can only be written as a whole: %w", key, fs.ErrPermission)
}

// Delete is an error, as Set is.
func (z *Zip) Delete(key string) error { return z.Set(key, nil) }

// Has says whether a key has a value.
func (z *Zip) Has(key string) (bool, error) {
	_, ok := z.files[key]
	return ok, nil
}

// Folders lists the folders directly under a prefix.
func (z *Zip) Folders(prefix string) ([]string, error) { return folders(z.files, prefix), nil }

// Keys lists the keys below a prefix.
func (z *Zip) Keys(prefix string) ([]string, error) { return below(z.files, prefix), nil }

// Size is how many bytes the values below a prefix take in the archive, without documents.
func (z *Zip) Size(prefix string) (total int64, err error) {
	for _, key := range below(z.files, prefix) {
		if !IsDocument(key) {
			total += int64(z.files[key].CompressedSize64)
		}
	}
	return total, nil
}

// Close closes the archive.
func (z *Zip) Close() error { return z.archive.Close() }
