package storage

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"
)

// Memory is a store in memory.
type Memory struct {
	mu     sync.RWMutex
	values map[string][]byte
}

// NewMemory is an empty store in memory.
func NewMemory() *Memory { return &Memory{values: map[string][]byte{}} }

func (m *Memory) value(key string) ([]byte, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	if v, ok := m.values[key]; ok {
		return v, nil
	}
	return nil, absentKey(key)
}

// Get reads a key's value.
func (m *Memory) Get(key string, limit int64) ([]byte, error) {
	v, err := m.value(key)
	if err != nil {
		return nil, err
	}
	if limit >= 0 && int64(len(v)) > limit {
		return nil, fmt.Errorf("%s has %d bytes where at most %d belong: %w", key, len(v), limit, ErrTooLarge)
	}
	return slices.Clone(v), nil // codecs may change what they are given
}

// GetRange reads a part of a key's value.
func (m *Memory) GetRange(key string, offset, n int64) ([]byte, error) {
	v, err := m.value(key)
	if err != nil {
		return nil, err
	}
	if offset, err = within(key, offset, n, int64(len(v))); err != nil {
		return nil, err
	}
	return slices.Clone(v[offset : offset+n]), nil
}

// within checks a range of a value's bytes, and counts an offset from the end from the beginning.
func within(key string, offset, n, size int64) (int64, error) {
	if offset < 0 {
		offset += size
	}
	if offset < 0 || n < 0 || offset > size || n > size-offset {
		return 0, fmt.Errorf("read %s: bytes %d to %d asked of %d: %w", key, offset, offset+n, size, io.ErrUnexpectedEOF)
	}
	return offset, nil
}

// Set stores a key's value.
func (m *Memory) Set(key string, value []byte) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.values == nil {
		return fs.ErrClosed
	}
	m.values[key] = slices.Clone(value)
	return nil
}

// Delete removes a key.
func (m *Memory) Delete(key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.values, key)
	return nil
}

// Has says whether a key has a value.
func (m *Memory) Has(key string) (bool, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	_, ok := m.values[key]
	return ok, nil
}

// Folders lists the folders directly under a prefix.
func (m *Memory) Folders(prefix string) ([]string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return folders(m.values, prefix), nil
}

// Keys lists the keys below a prefix.
func (m *Memory) Keys(prefix string) ([]string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return below(m.values, prefix), nil
}

// Size is how many bytes the values below a prefix take, without documents.
func (m *Memory) Size(prefix string) (total int64, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for _, key := range below(m.values, prefix) {
		if !IsDocument(key) {
			total += int64(len(m.values[key]))
		}
	}
	return total, nil
}

// Take makes the content of another store this one's.
func (m *Memory) Take(from *Memory) {
	from.mu.Lock()
	values := from.values
	from.mu.Unlock()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.values = values
}

// Close does nothing: the values are there for as long as somebody holds the store.
func (m *Memory) Close() error { return nil }
