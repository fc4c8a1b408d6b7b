package codec

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/lazycell/lazycell/lazy/block"
)

// atOnce is how many bytes are made room for before they are there. What is longer grows as it comes, so that a length that is made up costs nothing.
const atOnce = 1 << 20

// size reads the length of a section.
func (d *decoder) size() (uint64, error) {
	var size [8]byte
	if _, err := io.ReadFull(d.r, size[:]); err != nil {
		return 0, ended(err)
	}
	return binary.LittleEndian.Uint64(size[:]), nil
}

// section reads a section as bytes.
func (d *decoder) section() ([]byte, error) {
	n, err := d.size()
	if err != nil {
		return nil, err
	}
	if n > math.MaxInt64/2 {
		return nil, fmt.Errorf("a section of %d bytes", n)
	}
	var b bytes.Buffer
	b.Grow(int(min(n, atOnce)))
	if _, err := io.CopyN(&b, d.r, int64(n)); err != nil {
		return nil, ended(err)
	}
	return b.Bytes(), nil
}

// dense reads a section as a block.
func (d *decoder) dense(dtype block.DType, shape []int) (*block.Dense, error) {
	n, err := d.size()
	if err != nil {
		return nil, err
	}
	elements := block.Size(shape)
	if elements < 0 || elements > math.MaxInt/16 || n != uint64(elements)*uint64(dtype.Size()) {
		return nil, fmt.Errorf("a section of %d bytes for a block of shape %v of %v", n, shape, dtype)
	}
	return d.elements(dtype, shape)
}

// elements reads the elements of a block.
func (d *decoder) elements(dtype block.DType, shape []int) (*block.Dense, error) {
	n, most := block.Size(shape), atOnce/dtype.Size()
	if n <= most {
		out := block.NewDense(dtype, shape)
		return out, d.into(out)
	}
	// In parts, each twice as large as the one before, until all is there.
	var parts []*block.Dense
	for left := n; left > 0; most *= 2 {
		part := block.NewDense(dtype, []int{min(left, most)})
		if err := d.into(part); err != nil {
			return nil, err
		}
		parts, left = append(parts, part), left-part.Len()
	}
	out := block.NewDense(dtype, shape)
	at := 0
	for _, p := range parts {
		at += copy(out.Bytes()[at:], p.Bytes())
	}
	return out, nil
}

// into reads all of a block.
func (d *decoder) into(b *block.Dense) error {
	data := b.Bytes()
	if b.DType() == block.Bool { // whose memory must hold nothing but 0 and 1, so it is read elsewhere
		data = make([]byte, b.Len())
	}
	if _, err := io.ReadFull(d.r, data); err != nil {
		return ended(err)
	}
	if b.DType() == block.Bool {
		values := block.Values[bool](b)
		for i, v := range data {
			if v > 1 {
				return fmt.Errorf("boolean %d is %d", i, v)
			}
			values[i] = v == 1
		}
		return nil
	}
	if bigEndian {
		swap(data, b.DType())
	}
	return nil
}

// blocks reads the blocks of an array in memory, one for each chunk.
func (d *decoder) blocks(data json.RawMessage, l *Layer) ([]block.Block, error) {
	var kinds []string
	if err := json.Unmarshal(data, &kinds); err != nil {
		return nil, err
	}
	if len(kinds) != l.Grid.Len() {
		return nil, fmt.Errorf("%d blocks for %d chunks", len(kinds), l.Grid.Len())
	}
	out := make([]block.Block, len(kinds))
	for i, kind := range kinds {
		shape := l.Grid.ChunkShape(l.Grid.Index(i))
		var err error
		switch kind {
		case block.KindDense:
			var b *block.Dense
			b, err = d.dense(l.DType, shape)
			out[i] = b
		default:
			out[i], err = d.sparse(kind, l.DType, shape)
		}
		if err != nil {
			return nil, fmt.Errorf("block %d: %w", i, err)
		}
	}
	return out, nil
}

func (d *decoder) sparse(kind string, dtype block.DType, shape []int) (*block.Sparse, error) {
	if len(shape) != 2 || kind != block.KindCSR && kind != block.KindCSC {
		return nil, fmt.Errorf("a block of kind %q and shape %v", kind, shape)
	}
	lines := shape[0]
	if kind == block.KindCSC {
		lines = shape[1]
	}
	indptr, err := d.dense(block.Int64, []int{lines + 1})
	if err != nil {
		return nil, fmt.Errorf("indptr: %w", err)
	}
	n := block.Values[int64](indptr)[lines]
	if n < 0 || n > math.MaxInt/16 {
		return nil, fmt.Errorf("indptr ends with %d", n)
	}
	indices, err := d.dense(block.Int32, []int{int(n)})
	if err != nil {
		return nil, fmt.Errorf("indices: %w", err)
	}
	values, err := d.dense(dtype, []int{int(n)})
	if err != nil {
		return nil, fmt.Errorf("values: %w", err)
	}
	return block.NewSparse(kind, shape, block.Values[int64](indptr), block.Values[int32](indices), values)
}
