package storage

import (
	"archive/zip"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"slices"
	"sync"

	"github.com/lazycell/lazycell/io/sibling"
)

// ZipWriter is a store in a new zip archive. Values are packed as they are: chunks are compressed already. An archive only grows, so metadata, which
// changes until the end, is kept back until Close.
type ZipWriter struct {
	mu      sync.Mutex
	file    *os.File
	archive *zip.Writer
	written map[string]place // in the file
	held    map[string][]byte
	closed  bool
}

// place is where a value lies.
type place struct{ offset, size int64 }

// CreateZip starts an archive in a file that exists and is empty.
func CreateZip(path string) (*ZipWriter, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return &ZipWriter{file: file, archive: zip.NewWriter(file), written: map[string]place{}, held: map[string][]byte{}}, nil
}

// Set stores a key's value. A chunk that is in the archive already can't change: write whole chunks.
func (z *ZipWriter) Set(key string, value []byte) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closed {
		return fs.ErrClosed
	}
	if IsDocument(key) {
		z.held[key] = slices.Clone(value)
		return nil
	}
	if _, twice := z.written[key]; twice {
		return fmt.Errorf("%s is in the archive already, which only grows: write a folder, or arrays in whole chunks: %w", key, fs.ErrExist)
	}
	return z.append(key, value)
}

func (z *ZipWriter) append(key string, value []byte) error {
	w, err := z.archive.CreateRaw(&zip.FileHeader{
		Name: key, Method: zip.Store, CRC32: crc32.ChecksumIEEE(value),
		CompressedSize64: uint64(len(value)), UncompressedSize64: uint64(len(value)),
	})
	if err != nil {
		return sibling.Cause(err)
	}
	if _, err := w.Write(value); err != nil {
		return sibling.Cause(err)
	}
	if err := z.archive.Flush(); err != nil {
		return sibling.Cause(err)
	}
	end, err := z.file.Seek(0, 1)
	if err != nil {
		return err
	}
	z.written[key] = place{end - int64(len(value)), int64(len(value))}
	return nil
}

// Get reads a key's value.
func (z *ZipWriter) Get(key string, limit int64) ([]byte, error) {
	size, err := z.size(key)
	if err != nil {
		return nil, err
	}
	if limit >= 0 && size > limit {
		return nil, fmt.Errorf("%s has %d bytes where at most %d belong: %w", key, size, limit, ErrTooLarge)
	}
	return z.GetRange(key, 0, size)
}

func (z *ZipWriter) size(key string) (int64, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if v, ok := z.held[key]; ok {
		return int64(len(v)), nil
	}
	if p, ok := z.written[key]; ok {
		return p.size, nil
	}
	return 0, absentKey(key)
}

// GetRange reads a part of a key's value.
func (z *ZipWriter) GetRange(key string, offset, n int64) ([]byte, error) {
	size, err := z.size(key)
	if err != nil {
		return nil, err
	}
	if offset, err = within(key, offset, n, size); err != nil {
		return nil, err
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	if v, ok := z.held[key]; ok {
		return slices.Clone(v[offset : offset+n]), nil
	}
	out := make([]byte, n)
	if _, err := z.file.ReadAt(out, z.written[key].offset+offset); err != nil {
		return nil, err
	}
	return out, nil
}

// Delete removes a key that isn't in the archive yet.
func (z *ZipWriter) Delete(key string) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	if _, ok := z.written[key]; ok {
		return fmt.Errorf("%s is in the archive already, which only grows: %w", key, fs.ErrExist)
	}
	delete(z.held, key)
	return nil
}

// Has says whether a key has a value.
func (z *ZipWriter) Has(key string) (bool, error) {
	_, err := z.size(key)
	return err == nil, nil
}

func (z *ZipWriter) all() map[string]place {
	z.mu.Lock()
	defer z.mu.Unlock()
	out := make(map[string]place, len(z.held)+len(z.written))
	for key, v := range z.held {
		out[key] = place{size: int64(len(v))}
	}
	for key, p := range z.written {
		out[key] = p
	}
	return out
}

// Folders lists the folders directly under a prefix.
func (z *ZipWriter) Folders(prefix string) ([]string, error) { return folders(z.all(), prefix), nil }

// Keys lists the keys below a prefix.
func (z *ZipWriter) Keys(prefix string) ([]string, error) { return below(z.all(), prefix), nil }

// Size is how many bytes the values below a prefix take, without documents.
func (z *ZipWriter) Size(prefix string) (total int64, err error) {
	all := z.all()
	for _, key := range below(all, prefix) {
		if !IsDocument(key) {
			total += all[key].size
		}
	}
	return total, nil
}

// Close writes what was kept back and ends the archive.
func (z *ZipWriter) Close() error {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closed {
		return nil
	}
	z.closed = true
	var err error
	for _, key := range below(z.held, "") {
		if err == nil {
			err = z.append(key, z.held[key])
		}
	}
	if err == nil {
		err = sibling.Cause(z.archive.Close())
	}
	return errors.Join(err, sibling.Cause(z.file.Close()))
}
