package op

import "slices"

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
