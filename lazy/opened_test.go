package lazy_test

import (
	"context"
	"fmt"
	"strconv"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// squares is a source that another process can open: its location is the number of its columns.
type squares struct{ cols int }

func (s squares) Name() string { return fmt.Sprintf("squares:%d", s.cols) }

func (s squares) Location() (scheme, at string, err error) {
	return "test.squares", strconv.Itoa(s.cols), nil
}

func (s squares) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	d := block.NewDense(lazy.Int64, shape)
	v := block.Values[int64](d)
	for i := range v {
		at := (offset[0]+i/shape[1])*s.cols + offset[1] + i%shape[1]
		v[i] = int64(at * at)
	}
	return d, nil
}

// diagonals is a sparse one.
type diagonals struct{ squares }

func (d diagonals) Name() string { return fmt.Sprintf("diagonals:%d", d.cols) }

func (d diagonals) Kind() string { return lazy.CSR }

func (d diagonals) NNZ() int { return d.cols }

func (d diagonals) Location() (scheme, at string, err error) {
	return "test.diagonals", strconv.Itoa(d.cols), nil
}

func (d diagonals) ReadBlock(_ context.Context, offset, shape []int) (block.Block, error) {
	dense := block.NewDense(lazy.Int64, shape)
	for i := range shape[0] {
		if k := offset[0] + i - offset[1]; k >= 0 && k < shape[1] {
			block.Values[int64](dense)[i*shape[1]+k] = int64(offset[0] + i + 1)
		}
	}
	return block.ToKind(dense, lazy.CSR)
}

func init() {
	for scheme, open := range map[string]func(n int) lazy.Source{
		"test.squares":   func(n int) lazy.Source { return squares{n} },
		"test.diagonals": func(n int) lazy.Source { return diagonals{squares{n}} },
	} {
		lazy.RegisterOpener(scheme, func(_ context.Context, at string) (lazy.Source, error) {
			n, err := strconv.Atoi(at)
			return open(n), err
		})
	}
}
