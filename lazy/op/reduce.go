package op

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
)

// Stage is a step of a reduction.
type Stage string

// The stages: every chunk is reduced alone, the results are put together in as many rounds as it takes, and the last round also
// makes the final values.
const (
	Chunk     Stage = ""
	Combine   Stage = "combine"
	Aggregate Stage = "aggregate"
)

// Reduce is one stage of a reduction along axes. Between the stages the reduced axes are kept, of size 1 in every chunk; where a partial
// result is several numbers there is one more axis at the end: see State.
type Reduce struct {
	Func     string // "sum", "prod", "min", "max", "any", "all", "mean", "var", "std", "argmin", "argmax", or "nan" and min, max, mean, var, std
	Stage    Stage
	Axes     []int // sorted
	Every    int   // chunks put together along each axis
	Count    int   // of elements behind each result
	Freedom  int   // what a variance takes off the count
	KeepDims bool
}

// Name is the function and the stage: "sum", "sum-aggregate".
func (r *Reduce) Name() string {
	if r.Stage == Chunk {
		return r.Func
	}
	return r.Func + "-" + string(r.Stage)
}

// State is how many numbers a partial result is, when it has one more axis for them: of a variance the count, the mean and the sum of squared
// deviations; of a mean without NaN the count and the sum; of the place of an extreme a number in the order of the values, and the place.
// It is 0 where there is no such axis.
func (r *Reduce) State() int {
	switch r.Func {
	case "var", "std", "nanvar", "nanstd":
		return 3
	case "nanmean", "argmin", "argmax":
		return 2
	}
	return 0
}

// Types is the types of the partial results and of the values of a reduction of an array of a type, as NumPy 2 has them. The error says that there is no
// such reduction of the type.
func (r *Reduce) Types(d block.DType) (state, result block.DType, err error) {
	float := d
	if float != block.Float32 && float != block.Complex128 {
		float = block.Float64
	}
	switch r.Func {
	case "sum", "prod":
		return wide(d), wide(d), nil
	case "mean":
		if d == block.Complex128 {
			return d, d, nil
		}
		return block.Float64, float, nil
	case "any", "all":
		return block.Bool, block.Bool, nil
	}
	if d == block.Complex128 {
		return 0, 0, fmt.Errorf("%s of complex numbers is not defined", r.Func)
	}
	switch r.Func {
	case "var", "std", "nanmean", "nanvar", "nanstd":
		return block.Float64, float, nil
	case "argmin", "argmax":
		return block.Int64, block.Int64, nil
	case "min", "max", "nanmin", "nanmax":
		return d, d, nil
	}
	return 0, 0, fmt.Errorf("there is no reduction %q", r.Func)
}

// Reads is the chunk in the same place, or the group of partial results.
func (r *Reduce) Reads(_ *Grid, in []*Grid, index []int) []Read {
	if r.Stage == Chunk {
		return []Read{{0, index[:in[0].NDim()]}}
	}
	g := in[0]
	lo, n := make([]int, g.NDim()), make([]int, g.NDim())
	next := 0
	for axis := range lo {
		reduced := slices.Contains(r.Axes, axis)
		k := 0
		if !reduced || r.Stage == Combine || r.KeepDims {
			if next < len(index) {
				k = index[next]
			}
			next++
		}
		lo[axis], n[axis] = k, 1
		if reduced {
			lo[axis] = k * r.Every
			n[axis] = min(r.Every, len(g.chunks[axis])-lo[axis])
		}
	}
	return box(lo, n)
}

// Check says whether the result is what is left of the input after this stage.
func (r *Reduce) Check(out Node, in []Node) error {
	if err := takes(in, 1); err != nil {
		return err
	}
	x := in[0]
	state, final, err := r.Types(x.DType)
	switch {
	case err != nil:
		return err
	case r.Count < 0:
		return fmt.Errorf("%d elements behind each result", r.Count)
	case r.Stage == Chunk:
		err = typed("the result", out.DType, state)
	case r.Stage == Combine:
		err = sameType(out, in)
	case state == block.Float64 && final == block.Float64 && out.DType == block.Float32: // made of float32 in float64
	default:
		err = typed("the result", out.DType, final)
	}
	if err != nil {
		return err
	}
	if n := r.State(); n > 0 {
		g := x.Grid
		if r.Stage == Chunk {
			g = out.Grid
		}
		if last := g.NDim() - 1; last < 0 || !sameSizes(g.chunks[last], []int{n}) {
			return fmt.Errorf("partial results are %d numbers along a last axis", n)
		}
	}
	return stageGrids(out, x, r.Stage, r.Axes, r.Every, r.KeepDims, r.State() > 0)
}

// stageGrids says whether a result is cut as a stage of a reduction leaves it: in chunks of size 1 along the reduced axes, which are few enough to be put together
// in the last stage, and without them then; with one more axis for the numbers of a partial result where there are several.
func stageGrids(out, in Node, stage Stage, reduced []int, every int, keep, several bool) error {
	x, y := in.Grid, out.Grid
	ndim := x.NDim()
	if several && stage != Chunk {
		ndim--
	}
	if err := ascendingAxes(reduced, ndim); err != nil {
		return err
	}
	want := ndim
	switch stage {
	case Chunk, Combine:
		if several {
			want++
		}
	case Aggregate:
		if !keep {
			want -= len(reduced)
		}
	default:
		return fmt.Errorf("there is no stage %q", stage)
	}
	if err := axes("the result", y, want); err != nil {
		return err
	}
	if stage != Chunk && every < 1 {
		return fmt.Errorf("%d chunks are put together", every)
	}
	next := 0
	for axis := range ndim {
		if !slices.Contains(reduced, axis) {
			if !sameSizes(x.chunks[axis], y.chunks[next]) {
				return fmt.Errorf("axis %d is cut otherwise than axis %d of the input", next, axis)
			}
			next++
			continue
		}
		n := len(x.chunks[axis])
		if stage != Chunk {
			if err := x.cutInOnes(axis, n); err != nil {
				return fmt.Errorf("partial results: %w", err)
			}
			n = ceil(n, every)
		}
		if stage == Aggregate {
			if n > 1 {
				return fmt.Errorf("%d partial results along axis %d where at most %d are put together", len(x.chunks[axis]), axis, every)
			}
			if !keep {
				continue
			}
		}
		if err := y.cutInOnes(next, n); err != nil {
			return err
		}
		next++
	}
	if several && stage == Combine && !sameSizes(x.chunks[ndim], y.chunks[ndim]) {
		return fmt.Errorf("partial results are of other sizes than before")
	}
	return nil
}

// box is the reads of a box of chunks of the only input, in C order.
func box(lo, n []int) []Read {
	total := 1
	for _, k := range n {
		total *= k
	}
	reads := make([]Read, total)
	for i := range reads {
		at, rest := make([]int, len(lo)), i
		for axis := len(lo) - 1; axis >= 0; axis-- {
			at[axis] = lo[axis] + rest%n[axis]
			rest /= n[axis]
		}
		reads[i] = Read{0, at}
	}
	return reads
}
