package anndata

import (
	"fmt"
	"math"
	"slices"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// joinNames is the names both have, in the order of the first, or the names either has: sorted as pandas' union does, unless
// they are the same.
func joinNames(join frame.Join, a, b []string) []string {
	if slices.Equal(a, b) {
		return a
	}
	in := make(map[string]bool, len(b))
	if join == Inner {
		for _, name := range b {
			in[name] = true
		}
		out := []string{}
		for _, name := range a {
			if in[name] {
				out = append(out, name)
				in[name] = false
			}
		}
		return out
	}
	if len(b) == 0 {
		return a
	}
	if len(a) == 0 {
		return b
	}
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// reindex is the way from the positions along an axis to those of another list of names: at[i] is the old position of the
// i-th new one, -1 where there is none. A nil reindex leaves everything as it is.
type reindex struct {
	at   []int
	gaps bool
}

func newReindex(from *frame.Frame, to []string) (*reindex, error) {
	if name, twice := from.Duplicate(); twice {
		return nil, fmt.Errorf("the name %q is not unique, so it can't be matched; make the names unique first", name)
	}
	if slices.Equal(from.Index(), to) {
		return nil, nil
	}
	old := make(map[string]int, from.NRows())
	for i, name := range from.Index() {
		old[name] = i
	}
	r := &reindex{at: make([]int, len(to))}
	for i, name := range to {
		at, ok := old[name]
		if !ok {
			at, r.gaps = -1, true
		}
		r.at[i] = at
	}
	return r, nil
}

// resized is the reindex of an unnamed axis from one length to another.
func resized(from, to int) *reindex {
	if from == to {
		return nil
	}
	r := &reindex{at: make([]int, to), gaps: to > from}
	for i := range r.at {
		r.at[i] = i
		if i >= from {
			r.at[i] = -1
		}
	}
	return r
}

// array applies the reindex to one axis of an array.
func (r *reindex) array(x *lazy.Array, along int, fill float64) *lazy.Array {
	if r == nil {
		return x
	}
	at := slices.Clone(r.at)
	if r.gaps {
		n := x.Shape()[along]
		pad := slices.Clone(x.Shape())
		pad[along] = 1
		x = lazy.Concat(along, x, likeKind(x, lazy.Full(x.DType(), fill, pad...)))
		for i, p := range at {
			if p < 0 {
				at[i] = n
			}
		}
	}
	index := make([]lazy.Index, x.NDim())
	for i := range index {
		index[i] = lazy.All
	}
	index[along] = pick(frame.List(at))
	return x.Slice(index...)
}

// likeKind is an array in chunks of the kind of x.
func likeKind(x, a *lazy.Array) *lazy.Array {
	switch x.Kind() {
	case lazy.CSR:
		return a.ToCSR()
	case lazy.CSC:
		return a.ToCSC()
	}
	return a
}

// frame applies the reindex to the rows of a frame, which are then named by names.
func (r *reindex) frame(f *frame.Frame, names []string) (*frame.Frame, error) {
	if r == nil {
		return f, nil
	}
	at := slices.Clone(r.at)
	if r.gaps {
		n := f.NRows()
		padded, err := frame.Concat(Outer, f, frame.Empty(1))
		if err != nil {
			return nil, err
		}
		f = padded
		for i, p := range at {
			if p < 0 {
				at[i] = n
			}
		}
	}
	out, err := f.Take(frame.List(at))
	if err != nil {
		return nil, err
	}
	return out.WithIndex(names)
}

// stack puts arrays together along an axis; the other axis of each goes through its reindex first and has then the given
// width. A nil array is filled. When any is sparse all become csr, as in Python.
func (c *concat) stack(els []*lazy.Array, along, width int, re []*reindex) (*lazy.Array, error) {
	gaps, sparse := false, false
	var dtypes []string
	var like *lazy.Array
	for i, x := range els {
		if x == nil || re[i] != nil && re[i].gaps {
			gaps = true
		}
		if x == nil {
			continue
		}
		if err := x.Err(); err != nil {
			return nil, fmt.Errorf("%s: %w", c.where(i), err)
		}
		if like == nil {
			like = x
		}
		if x.NDim() != like.NDim() {
			return nil, fmt.Errorf("%s: shape %v has not as many dimensions as %v", c.where(i), x.Shape(), like.Shape())
		}
		sparse = sparse || x.Kind() != "dense"
		dtypes = append(dtypes, x.DType().String())
	}
	dtype, fill, err := c.filling(dtypes, gaps, sparse)
	if err != nil {
		return nil, err
	}
	parts := make([]*lazy.Array, len(els))
	for i, x := range els {
		if x == nil {
			shape := slices.Clone(like.Shape())
			shape[along] = c.from[i].dims[c.axis]
			if len(shape) > 1 {
				shape[1-along] = width
			}
			parts[i] = lazy.Full(dtype, fill, shape...)
			if sparse {
				parts[i] = parts[i].ToCSR()
			}
			continue
		}
		if sparse && x.NDim() == 2 {
			x = x.ToCSR()
		}
		if x.DType() != dtype {
			x = x.AsType(dtype)
		}
		if x.NDim() > 1 {
			x = re[i].array(x, 1-along, fill)
		}
		parts[i] = x
	}
	out := parts[0]
	if len(parts) > 1 {
		out = lazy.Concat(along, parts...)
	}
	return out, out.Err()
}

// filling is the type of the result and the value of its gaps.
func (c *concat) filling(dtypes []string, gaps, sparse bool) (lazy.DType, float64, error) {
	fill := math.NaN()
	if sparse {
		fill = 0
	}
	if c.fill != nil {
		fill = *c.fill
	}
	if gaps && fill != math.Trunc(fill) { // NaN included
		narrow := !slices.ContainsFunc(dtypes, func(d string) bool { return d != "float32" })
		if !narrow {
			dtypes = append(dtypes, "float64")
		}
	}
	name, err := frame.Promote(dtypes...)
	if err != nil {
		return 0, 0, err
	}
	dtype, err := block.ParseDType(name)
	return dtype, fill, err
}

func arrays(values []any) ([]*lazy.Array, error) {
	out := make([]*lazy.Array, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case nil:
		case *lazy.Array:
			out[i] = v
		default:
			return nil, fmt.Errorf("some objects have a frame here and others an array")
		}
	}
	return out, nil
}
