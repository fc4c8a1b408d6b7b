package fuse

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/sparse"
	"github.com/lazycell/lazycell/lazy/op"
)

// chained says that an array's operation can be a step of a chain, and which operand is the sparse one.
func chained(x *lazy.Array) (operand int, ok bool) {
	if x.Kind() == lazy.Dense {
		return 0, false
	}
	switch x.Op().(type) {
	case *op.Unary, *op.Scalar, *op.Cast, *op.Replace:
		return 0, true
	case *op.Binary:
		kept := func(in *lazy.Array) bool { return in.Kind() != lazy.Dense && slices.Equal(in.Shape(), x.Shape()) }
		a, b := kept(x.Inputs()[0]), kept(x.Inputs()[1])
		if b && !a {
			return 1, true
		}
		return 0, a && !b
	}
	return 0, false
}

// chainUnit is the unit of the array x, whose steps end with last: x itself, or what x reduces.
func chainUnit(x, last *lazy.Array, fold *op.Reduce, readers map[*lazy.Array]int) Unit {
	c := &sparse.Chain{Fold: fold}
	at := last
	for len(c.Steps) < MaxSteps {
		k, ok := chained(at)
		if !ok || at != x && readers[at] > 1 {
			break
		}
		c.Steps = append(c.Steps, sparse.Link{Array: at, Sparse: k, Input: -1})
		at = at.Inputs()[k]
	}
	slices.Reverse(c.Steps)
	inputs := []*lazy.Array{at}
	var names []string
	for i := range c.Steps {
		s := &c.Steps[i]
		if in := s.Array.Inputs(); len(in) == 2 {
			s.Input = len(inputs)
			inputs = append(inputs, in[1-s.Sparse])
		}
		names = append(names, s.Array.Op().Name())
	}
	if fold != nil {
		names = append(names, fold.Name())
	}
	return Unit{Array: x, Sparse: c.Run, Inputs: inputs, Steps: names, Reads: func(index []int) []op.Read {
		index = index[:2]
		reads := make([]op.Read, len(inputs))
		reads[0].Index = index
		for _, s := range c.Steps {
			if s.Input >= 0 {
				a := s.Array
				reads[s.Input] = op.Read{Input: s.Input, Index: a.Op().Reads(a.Grid(), GridsOf(a.Inputs()), index)[1-s.Sparse].Index}
			}
		}
		return reads
	}}
}

// sparseUnit is the unit of an array that is sparse, or is made of one by a reduction that reads sparse chunks as they are; ok is false for others.
func sparseUnit(x *lazy.Array, readers map[*lazy.Array]int) (u Unit, ok bool, err error) {
	if r, is := x.Op().(*op.Reduce); is && r.Stage == op.Chunk && x.Inputs()[0].Kind() != lazy.Dense && sparse.Folds(r, x.Inputs()[0]) {
		return chainUnit(x, x.Inputs()[0], r, readers), true, nil
	}
	if u, ok := sparseProduct(x); ok {
		return u, true, nil
	}
	if x.Kind() == lazy.Dense {
		return Unit{}, false, nil
	}
	if _, is := chained(x); is {
		return chainUnit(x, x, nil, readers), true, nil
	}
	k, err := kernel.SparseOf(x.Op(), x.Kind())
	if err != nil {
		return Unit{}, false, err
	}
	grids := GridsOf(x.Inputs())
	return Unit{Array: x, Sparse: k, Inputs: x.Inputs(), Steps: []string{x.Op().Name()}, Reads: func(index []int) []op.Read {
		return x.Op().Reads(x.Grid(), grids, index)
	}}, true, nil
}

// sparseProduct is the unit of a product of matrices of which one at least is sparse, which is read as it is; of two sparse ones the second is made dense
// chunk by chunk. Zeros that aren't kept stay zeros, also beside a NaN, as in SciPy. ok is false for other products.
func sparseProduct(x *lazy.Array) (u Unit, ok bool) {
	o, is := x.Op().(*op.Contract)
	if !is || o.Batch != 0 || o.Inner != 1 || x.DType() != block.Float64 && x.DType() != block.Float32 {
		return Unit{}, false
	}
	in := x.Inputs()
	first := in[0].Kind() != lazy.Dense && o.Left == 1
	if second := in[1].Kind() != lazy.Dense && o.Right == 1; !first && !second {
		return Unit{}, false
	}
	grids := GridsOf(in)
	return Unit{
		Array: x, Inputs: in, Steps: []string{o.Name()},
		Sparse: func(c *kernel.Call) (block.Block, error) { return sparse.Product(c, o, first) },
		Reads:  func(index []int) []op.Read { return o.Reads(x.Grid(), grids, index) },
	}, true
}
