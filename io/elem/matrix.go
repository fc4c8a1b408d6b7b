package elem

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// matrixOf reads a matrix that may be missing.
func (r *reading) matrixOf(ctx context.Context, g store.Group, name string) (*lazy.Array, error) {
	m, err := r.find(g, name)
	if err != nil || m == nil || m.encoding == encNull {
		return nil, err
	}
	return r.matrix(ctx, m)
}

// matrix reads an array of numbers, dense or sparse.
func (r *reading) matrix(ctx context.Context, m *member) (*lazy.Array, error) {
	switch kind := m.sparseKind(); {
	case kind != "":
		return r.sparse(ctx, m, kind)
	case m.isMatrix():
		return r.dense(ctx, m)
	}
	return nil, m.unsupported()
}

// isMatrix reports whether the element is an array of numbers, dense or sparse, or claims to be.
func (m *member) isMatrix() bool {
	return m.sparseKind() != "" || m.problem == nil && (m.encoding == encArray || m.encoding == encNone && m.array != nil)
}

// sparseKind is "csr" or "csc", and "" for what isn't sparse. Before there were encodings an attribute said so.
func (m *member) sparseKind() string {
	switch m.encoding {
	case encCSR:
		return block.KindCSR
	case encCSC:
		return block.KindCSC
	case encNone:
		if format, _ := m.attributes[oldFormatAttr].(string); m.group != nil && (format == block.KindCSR || format == block.KindCSC) {
			return format
		}
	}
	return ""
}

func (r *reading) dense(ctx context.Context, m *member) (*lazy.Array, error) {
	if err := m.isArray(); err != nil {
		return nil, err
	}
	d, ok := m.array.Type().DType()
	if !ok {
		return nil, at(m.path, errors.New("an array of strings where numbers were expected"))
	}
	shape := m.array.Shape()
	return r.array(ctx, m.path, denseSource{m.array}, d, shape, readChunks(shape, m.array.Chunks(), d.Size()))
}

// denseSource reads the regions of an array of numbers.
type denseSource struct{ array store.Array }

func (s denseSource) region(ctx context.Context, offset, shape []int) (block.Block, error) {
	data, err := s.array.ReadRegion(ctx, offset, shape)
	if err != nil {
		return nil, err
	}
	b, err := block.FromData(shape, data)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// regions is what a matrix is read from.
type regions interface {
	region(ctx context.Context, offset, shape []int) (block.Block, error)
}

// array is a lazy array over regions, or the same in memory.
func (r *reading) array(ctx context.Context, path string, from regions, d block.DType, shape []int, chunks [][]int) (*lazy.Array, error) {
	s := &source{from: from, name: r.sourceName(path)}
	if r.lazy {
		s.store, s.path, s.place = r.store, path, r.place
		return lazy.FromSource(s, d, shape, chunks), nil
	}
	if isSmall(shape, d.Size()) {
		b, err := from.region(ctx, make([]int, len(shape)), shape)
		if err != nil {
			return nil, err
		}
		return lazy.FromBlock(b), nil
	}
	if err := store.CheckMemory(shape, d.Size()); err != nil {
		return nil, at(path, err)
	}
	x, err := lazy.FromSource(s, d, shape, chunks).Compute(lazy.WithContext(ctx))
	if err := s.failed.get(); err != nil { // the store's own error says where
		return nil, err
	}
	return x, at(path, err)
}

// sourceName tells what is read from every other source.
func (r *reading) sourceName(path string) string {
	return fmt.Sprintf("%s:%s#%d", r.store, path, sources.Add(1))
}

// sources counts the sources made: a file that is opened twice may have changed in between, so the arrays are not the same.
var sources atomic.Int64

// source is regions as a source of a lazy array.
type source struct {
	from        regions
	name        string
	store, path string // of a lazy array
	place       place  // of the store
	failed      firstError
}

// Name tells the source from every other.
func (s *source) Name() string { return s.name }

// ReadBlock reads a box.
func (s *source) ReadBlock(ctx context.Context, offset, shape []int) (block.Block, error) {
	b, err := s.from.region(ctx, offset, shape)
	if err == nil {
		return b, nil
	}
	_ = s.failed.keep(err)
	if s.store != "" {
		err = fmt.Errorf("read %s: %w", s.store, err)
	}
	return nil, err
}
