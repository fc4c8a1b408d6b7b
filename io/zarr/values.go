package zarr

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/io/zarr/meta"
)

// read gives a region as a slice of Go values: []float64, []string, … in C order.
func (g *grid) read(ctx context.Context, offset, shape []int) (any, error) {
	t := g.meta.Type
	if t.IsText() {
		return g.readTexts(ctx, offset, shape)
	}
	if t.Kind == meta.Record {
		return g.readRecords(ctx, offset, shape)
	}
	switch size := plainSize(t); {
	case t.Kind == meta.Bool:
		return readAs[bool](ctx, g, offset, shape)
	case t.Kind == meta.Int && size == 1:
		return readAs[int8](ctx, g, offset, shape)
	case t.Kind == meta.Int && size == 2:
		return readAs[int16](ctx, g, offset, shape)
	case t.Kind == meta.Int && size == 4:
		return readAs[int32](ctx, g, offset, shape)
	case t.Kind == meta.Int:
		return readAs[int64](ctx, g, offset, shape)
	case t.Kind == meta.Uint && size == 1:
		return readAs[uint8](ctx, g, offset, shape)
	case t.Kind == meta.Uint && size == 2:
		return readAs[uint16](ctx, g, offset, shape)
	case t.Kind == meta.Uint && size == 4:
		return readAs[uint32](ctx, g, offset, shape)
	case t.Kind == meta.Uint:
		return readAs[uint64](ctx, g, offset, shape)
	case t.Kind == meta.Float && size == 4:
		return readAs[float32](ctx, g, offset, shape)
	case t.Kind == meta.Float:
		return readAs[float64](ctx, g, offset, shape)
	case t.Kind == meta.Complex:
		return readAs[complex128](ctx, g, offset, shape)
	}
	return nil, fmt.Errorf("elements of type %s: %w", t.Name, meta.ErrUnsupported)
}

func readAs[T any](ctx context.Context, g *grid, offset, shape []int) (any, error) {
	if _, err := g.region(offset, shape); err != nil {
		return nil, err
	}
	if err := checkMemory(shape, plainSize(g.meta.Type)); err != nil {
		return nil, err
	}
	out := make([]T, product(shape))
	if err := g.readNumbers(ctx, offset, shape, bytesOf(out)); err != nil {
		return nil, err
	}
	return out, nil
}

// write stores a region given as a slice of the array's own type of values.
func (g *grid) write(ctx context.Context, offset, shape []int, data any) error {
	t := g.meta.Type
	if columns, ok := data.(store.Columns); ok && t.Kind == meta.Record {
		return g.writeRecords(ctx, offset, shape, columns)
	}
	raw, kind, ok := memoryOf(data)
	if texts, isText := data.([]string); isText && t.IsText() {
		return g.writeTexts(ctx, offset, shape, texts)
	}
	if !ok || kind.Kind != t.Kind || kind.Size != plainSize(t) {
		return fmt.Errorf("the values are %T, the array's type is %s: convert them first", data, t.Name)
	}
	return g.writeNumbers(ctx, offset, shape, raw)
}

// memoryOf gives a slice's memory and the type of its elements.
func memoryOf(data any) ([]byte, meta.DataType, bool) {
	switch s := data.(type) {
	case []bool:
		return bytesOf(s), meta.DataType{Kind: meta.Bool, Size: 1}, true
	case []int8:
		return bytesOf(s), meta.DataType{Kind: meta.Int, Size: 1}, true
	case []int16:
		return bytesOf(s), meta.DataType{Kind: meta.Int, Size: 2}, true
	case []int32:
		return bytesOf(s), meta.DataType{Kind: meta.Int, Size: 4}, true
	case []int64:
		return bytesOf(s), meta.DataType{Kind: meta.Int, Size: 8}, true
	case []uint8:
		return bytesOf(s), meta.DataType{Kind: meta.Uint, Size: 1}, true
	case []uint16:
		return bytesOf(s), meta.DataType{Kind: meta.Uint, Size: 2}, true
	case []uint32:
		return bytesOf(s), meta.DataType{Kind: meta.Uint, Size: 4}, true
	case []uint64:
		return bytesOf(s), meta.DataType{Kind: meta.Uint, Size: 8}, true
	case []float32:
		return bytesOf(s), meta.DataType{Kind: meta.Float, Size: 4}, true
	case []float64:
		return bytesOf(s), meta.DataType{Kind: meta.Float, Size: 8}, true
	case []complex128:
		return bytesOf(s), meta.DataType{Kind: meta.Complex, Size: 16}, true
	}
	return nil, meta.DataType{}, false
}
