package lazy

import (
	"context"
	"fmt"
	"io"

	"github.com/lazycell/lazycell/lazy/codec"
	"github.com/lazycell/lazycell/lazy/op"
)

// Encode writes the graphs of arrays, from which Decode makes arrays of the same values in this process or another one. Layers that the arrays share are written
// once. Values in memory are part of what is written, those in files are not: their place is. What can't be written is an error that names the layer: closures
// (use RegisterFunc), and sources that don't say where they are (LocatedSource). The format is described in package codec.
func Encode(w io.Writer, arrays ...*Array) error {
	for i, a := range arrays {
		if a == nil {
			return errorf("encode: array %d is nil", i)
		}
		if a.err != nil {
			return a.err
		}
	}
	var g codec.Graph
	at, passes := map[*Array]int{}, map[uint64]int{0: 0}
	for n, x := range Layers(arrays...) {
		at[x] = n
		if _, ok := passes[x.pass]; !ok {
			passes[x.pass] = len(passes)
		}
		l := codec.Layer{Op: x.op, DType: x.dtype, Grid: x.grid, Pass: passes[x.pass]}
		for _, in := range x.inputs {
			l.Inputs = append(l.Inputs, at[in])
		}
		g.Layers = append(g.Layers, l)
	}
	for _, a := range arrays {
		g.Roots = append(g.Roots, at[a])
	}
	if err := codec.Write(w, &g); err != nil {
		return errorf("encode: %w", err)
	}
	return nil
}

// Decode reads what Encode wrote, and nothing behind it. Every layer is checked against those that it reads, so that bytes that are no graph, or a damaged one, are
// an error here; it takes memory in proportion to them. Functions must be registered in this program under the names they have
// there. Files are opened when their values are wanted, by what RegisterOpener was told: a graph of somebody else reads whatever file it names.
func Decode(r io.Reader) ([]*Array, error) {
	g, err := codec.Read(r)
	if err != nil {
		return nil, errorf("decode: %w", err)
	}
	arrays, anew := make([]*Array, len(g.Layers)), map[int]uint64{0: 0}
	for n, l := range g.Layers {
		inputs := make([]*Array, len(l.Inputs))
		for i, in := range l.Inputs {
			inputs[i] = arrays[in]
		}
		x, err := nodeOn(l.Op, l.DType, l.Grid, inputs)
		if err != nil {
			return nil, errorf("decode: layer %d: %w", n, err)
		}
		if _, ok := anew[l.Pass]; !ok {
			anew[l.Pass] = passes.Add(1)
		}
		x.pass, arrays[n] = anew[l.Pass], x
	}
	out := make([]*Array, len(g.Roots))
	for i, n := range g.Roots {
		out[i] = arrays[n]
	}
	return out, nil
}

// LocatedSource is a Source that says where it lies, so that graphs that read it can be written.
type LocatedSource interface {
	Source
	// Location is the scheme of an opener and where the source lies, which means something to that opener.
	Location() (scheme, at string, err error)
}

// RegisterOpener tells how to open sources again that a written graph reads; the last one of a scheme counts. What it opens is kept open as long as
// arrays read it.
func RegisterOpener(scheme string, open func(ctx context.Context, at string) (Source, error)) {
	op.RegisterOpener(scheme, func(ctx context.Context, at string) (op.Reader, error) {
		s, err := open(ctx, at)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", scheme, at, err)
		}
		return s, nil
	})
}
