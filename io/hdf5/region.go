package hdf5

// #include "shim.h"
import "C"

import (
	"context"
	"errors"
	"fmt"
	"iter"

	gonum "gonum.org/v1/hdf5"

	"github.com/lazycell/lazycell/io/store"
)

const (
	pieceBytes  = 32 << 20 // moved in one visit, so that it can be stopped and others get their turn
	textsAtOnce = 1 << 16
)

// box checks that a region lies within the array and counts its elements.
func (a *array) box(offset, shape []int) (int, error) {
	if a.null {
		return 0, errors.New("the array has no elements (its shape is empty)")
	}
	if len(offset) != len(a.shape) || len(shape) != len(a.shape) {
		return 0, fmt.Errorf("a region at %v of shape %v doesn't fit the shape %v", offset, shape, a.shape)
	}
	for i := range shape {
		if offset[i] < 0 || shape[i] < 0 || offset[i] > a.shape[i] || shape[i] > a.shape[i]-offset[i] {
			return 0, fmt.Errorf("a region at %v of shape %v is not within the shape %v", offset, shape, a.shape)
		}
	}
	return store.Elements(shape)
}

// piece is a part of a region, and where its elements are among the region's.
type piece struct {
	offset, shape []int
	at, n         int
}

// pieces cuts a region along the first axis into pieces of about so many elements, on the borders of chunks.
func (a *array) pieces(offset, shape []int, elements int) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		if len(shape) == 0 {
			yield(piece{n: 1})
			return
		}
		row := 1
		for _, s := range shape[1:] {
			row *= s
		}
		if row == 0 || shape[0] == 0 {
			return
		}
		step := max(elements/row, 1)
		if a.chunks != nil {
			step = (step + a.chunks[0] - 1) / a.chunks[0] * a.chunks[0]
		}
		for done := 0; done < shape[0]; {
			p := piece{offset: append([]int{}, offset...), shape: append([]int{}, shape...), at: done * row}
			p.offset[0] += done
			n := step
			if a.chunks != nil {
				n -= p.offset[0] % a.chunks[0]
			}
			p.shape[0] = min(n, shape[0]-done)
			p.n = p.shape[0] * row
			done += p.shape[0]
			if !yield(p) {
				return
			}
		}
	}
}

// transfer visits the dataset with a piece selected. mem and file are the shapes of its elements in memory and in the file.
func (a *array) transfer(ctx context.Context, p piece, f func(set *gonum.Dataset, mem, file C.hid_t) error) error {
	if err := ctx.Err(); err != nil {
		return a.root.wrap(a.path, err)
	}
	return a.visit(func(set *gonum.Dataset) error {
		file := set.Space()
		if file == nil {
			return failure("read the shape")
		}
		defer file.Close()
		if len(p.shape) == 0 {
			return f(set, C.hid_t(file.ID()), C.hid_t(file.ID()))
		}
		if err := file.SelectHyperslab(sizes(p.offset), nil, sizes(p.shape), nil); err != nil {
			return failure("select the region")
		}
		mem, err := gonum.CreateSimpleDataspace(sizes(p.shape), nil)
		if err != nil {
			return failure("make the region's shape")
		}
		defer mem.Close()
		return f(set, C.hid_t(mem.ID()), C.hid_t(file.ID()))
	})
}
