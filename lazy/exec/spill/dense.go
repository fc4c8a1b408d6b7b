package spill

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/op"
)

// Dense is an array of dense chunks on disk. Chunks are written by several goroutines at once, each chunk once; what was written is read in any boxes.
type Dense struct {
	file   *os.File
	name   string
	dtype  block.DType
	chunks *op.Grid
	tiles  *op.Grid
	first  [][]int // along each axis, the number of the first tile of each chunk, and at last how many tiles there are
	begins []int64 // of each chunk, in the file
	buffer sync.Pool
}

// NewDense is a place for the chunks of an array in a new file of a directory. cuts is where else along each axis, as sizes of pieces, boxes that will be
// read begin: chunks are cut there into tiles.
func NewDense(dir, name string, dtype block.DType, chunks *op.Grid, cuts [][]int) (*Dense, error) {
	d := &Dense{name: name, dtype: dtype, chunks: chunks, first: make([][]int, chunks.NDim())}
	pieces := make([][]int, chunks.NDim())
	for axis, sizes := range chunks.Chunks() {
		pieces[axis] = op.Refine(sizes, cuts[axis])
	}
	var err error
	if d.tiles, err = op.NewGrid(pieces); err != nil {
		return nil, err
	}
	for axis, sizes := range chunks.Chunks() {
		first := make([]int, 0, len(sizes)+1)
		for k := range sizes {
			first = append(first, d.tiles.Find(axis, min(chunks.Start(axis, k), max(chunks.Shape()[axis]-1, 0))))
		}
		d.first[axis] = append(first, len(d.tiles.Chunks()[axis]))
	}
	d.begins = make([]int64, chunks.Len())
	at := int64(0)
	for n := range d.begins {
		d.begins[n] = at
		at += int64(chunks.ChunkSize(n)) * int64(dtype.Size())
	}
	d.buffer.New = func() any { return new([]byte) }
	d.file, err = unnamed(dir)
	return d, err
}

// unnamed is a new file that goes when it is closed.
func unnamed(dir string) (*os.File, error) {
	f, err := os.CreateTemp(dir, "lazycell-chunks-*")
	if err != nil {
		return nil, fmt.Errorf("keep chunks on disk: %w; set LAZYCELL_SPILL to another directory", err)
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, fmt.Errorf("keep chunks on disk: %w", err)
	}
	return f, nil
}

// Close gives the room on disk back.
func (d *Dense) Close() error { return d.file.Close() }

// Name is that of the array.
func (d *Dense) Name() string { return d.name }

// Write keeps the chunk at an index.
func (d *Dense) Write(index []int, b block.Block) error {
	v := b.Dense()
	lo, n := make([]int, len(index)), make([]int, len(index))
	single := true
	for axis, k := range index {
		lo[axis], n[axis] = d.first[axis][k], d.first[axis][k+1]-d.first[axis][k]
		single = single && n[axis] == 1
	}
	at := d.begins[d.chunks.Linear(index)]
	if single {
		return d.write(v.Bytes(), at)
	}
	// All tiles of the chunk lie one after the other, in C order, so that many are written in one go.
	start := d.chunks.Offset(index)
	buffer := d.take(writeSize)
	defer d.buffer.Put(buffer)
	out := (*buffer)[:0]
	from := make([]int, len(index))
	var failed error
	flush := func() {
		if failed == nil && len(out) > 0 {
			failed = d.write(out, at)
		}
		at += int64(len(out))
		out = out[:0]
	}
	eachIndex(lo, n, func(tile []int) {
		shape := d.tiles.ChunkShape(tile)
		for axis, k := range tile {
			from[axis] = d.tiles.Start(axis, k) - start[axis]
		}
		size := block.Size(shape) * d.dtype.Size()
		if len(out)+size > cap(out) {
			flush()
			out = slices.Grow(out, size)
		}
		block.CopyBytes(out[len(out):len(out)+size], shape, make([]int, len(shape)), v.Bytes(), v.Shape(), from, shape, d.dtype.Size())
		out = out[:len(out)+size]
	})
	flush()
	*buffer = out
	return failed
}

// writeSize is how many bytes of tiles are written in one go.
const writeSize = 1 << 20

func (d *Dense) write(b []byte, at int64) error {
	if _, err := d.file.WriteAt(b, at); err != nil {
		return fmt.Errorf("keep chunks on disk: %w; make room, or set LAZYCELL_SPILL to another directory", err)
	}
	return nil
}

// ReadBlock reads the box of a shape that begins at an offset.
func (d *Dense) ReadBlock(ctx context.Context, offset, shape []int) (block.Block, error) {
	out := block.NewDense(d.dtype, shape)
	return out, d.ReadInto(ctx, offset, out)
}

// ReadInto is ReadBlock into memory that is there.
func (d *Dense) ReadInto(ctx context.Context, offset []int, out *block.Dense) error {
	if out.Len() == 0 {
		return nil
	}
	shape := out.Shape()
	lo, n := make([]int, len(shape)), make([]int, len(shape))
	for axis := range shape {
		lo[axis] = d.tiles.Find(axis, offset[axis])
		n[axis] = d.tiles.Find(axis, offset[axis]+shape[axis]-1) - lo[axis] + 1
	}
	var failed error
	eachIndex(lo, n, func(tile []int) {
		if failed == nil {
			if failed = ctx.Err(); failed == nil {
				failed = d.readTile(tile, offset, out)
			}
		}
	})
	return failed
}

// readTile reads what a tile has of the box.
func (d *Dense) readTile(tile, offset []int, out *block.Dense) error {
	nd := len(tile)
	shape := d.tiles.ChunkShape(tile)
	to, from, n := make([]int, nd), make([]int, nd), make([]int, nd)
	whole := true
	for axis, k := range tile {
		start := d.tiles.Start(axis, k)
		lo, hi := max(start, offset[axis]), min(start+shape[axis], offset[axis]+out.Shape()[axis])
		to[axis], from[axis], n[axis] = lo-offset[axis], lo-start, hi-lo
		whole = whole && n[axis] == shape[axis] && out.Shape()[axis] == shape[axis]
	}
	at := d.tileBegin(tile)
	if whole { // and it is all of the box
		return d.read(out.Bytes(), at)
	}
	row := d.dtype.Size()
	if nd > 0 {
		row *= block.Size(shape[1:])
		// Rows of the tile that the box doesn't have aren't read.
		at += int64(from[0] * row)
		shape[0], from[0] = n[0], 0
		row *= n[0]
	}
	buffer := d.take(row)
	defer d.buffer.Put(buffer)
	if err := d.read(*buffer, at); err != nil {
		return err
	}
	block.CopyBytes(out.Bytes(), out.Shape(), to, *buffer, shape, from, n, d.dtype.Size())
	return nil
}

// tileBegin is where a tile begins in the file.
func (d *Dense) tileBegin(tile []int) int64 {
	nd := len(tile)
	index := make([]int, nd)
	for axis, k := range tile {
		index[axis] = d.chunks.Find(axis, d.tiles.Start(axis, k))
	}
	chunk, shape := d.chunks.ChunkShape(index), d.tiles.ChunkShape(tile)
	before := 0 // elements of the chunk's tiles before this one
	for axis := range tile {
		before += (d.tiles.Start(axis, tile[axis]) - d.chunks.Start(axis, index[axis])) * block.Size(chunk[axis+1:]) * block.Size(shape[:axis])
	}
	return d.begins[d.chunks.Linear(index)] + int64(before)*int64(d.dtype.Size())
}

func (d *Dense) read(b []byte, at int64) error {
	if _, err := d.file.ReadAt(b, at); err != nil {
		return fmt.Errorf("read chunks kept on disk: %w", err)
	}
	return nil
}

// take is a buffer of n bytes.
func (d *Dense) take(n int) *[]byte {
	b := d.buffer.Get().(*[]byte)
	if cap(*b) < n {
		*b = make([]byte, n)
	}
	*b = (*b)[:n]
	return b
}

// eachIndex calls f for every index of a box that begins at lo, in C order. The slice is used again.
func eachIndex(lo, n []int, f func(index []int)) {
	index := append([]int(nil), lo...)
	for {
		f(index)
		axis := len(index) - 1
		for ; axis >= 0; axis-- {
			if index[axis]++; index[axis] < lo[axis]+n[axis] {
				break
			}
			index[axis] = lo[axis]
		}
		if axis < 0 {
			return
		}
	}
}
