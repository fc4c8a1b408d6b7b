package reduce

import (
	"fmt"
	"math"
	"slices"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/exec/kernel/vector"
	"github.com/lazycell/lazycell/lazy/op"
)

// argFolder finds the first place of the smallest or largest value. A partial result is two numbers: the value as a number that is in the
// same order, and its place, -1 when there is none yet. NaN counts as better than any other value.
type argFolder struct {
	shape   []int // of the chunk
	strides []int // of the partial result along the chunk's axes, 0 along reduced ones
	places  []int // how far apart neighbours lie among the reduced axes of the whole array, 0 along others
	first   int   // the place of the chunk's first value
	last    bool  // the last axis is reduced
	fold    placeFold
	walk    kernel.Walk
}

func newArgFolder(r *op.Reduce, c *kernel.Call, g *op.Grid, shape []int) (fold, *block.Dense, error) {
	out := block.NewDense(block.Int64, c.Shape)
	state := block.Values[int64](out)
	for i := 1; i < len(state); i += 2 {
		state[i] = -1
	}
	n := len(shape)
	f := &argFolder{shape: shape, strides: make([]int, n), places: make([]int, n), walk: kernel.WalkFrom(shape, 0)}
	offset := g.Offset(c.Index[:n])
	step, place := 1, 1
	for axis := n - 1; axis >= 0; axis-- {
		if slices.Contains(r.Axes, axis) {
			f.places[axis] = place
			f.first += offset[axis] * place
			place *= g.Shape()[axis]
		} else {
			f.strides[axis] = step
			step *= shape[axis]
		}
	}
	f.last = n == 0 || slices.Contains(r.Axes, n-1)
	f.fold = placeFold{state: state, most: r.Func == "argmax", last: f.last}
	return f, out, nil
}

// Tile takes the values of one tile.
func (f *argFolder) Tile(t kernel.Tile, v *block.Dense) error {
	w := &f.walk
	w.To(t.Row)
	along, step := 1, 0
	if f.last {
		along, step = 0, 1
	}
	for row := range t.Rows {
		err := f.fold.row(v, row*t.Cols, (row+1)*t.Cols, w.Dot(f.strides)+t.Col*along, f.first+w.Dot(f.places)+t.Col*step, step)
		if err != nil {
			return err
		}
		w.Next()
	}
	return nil
}

func (f *argFolder) End() {}

// placeFold is the partial results.
type placeFold struct {
	state []int64
	most  bool // the largest is looked for
	last  bool
}

// row takes v[lo:hi], whose first value lies at a place and the next ones step further each, into the partial result at.
func (f *placeFold) row(v *block.Dense, lo, hi, at, place, step int) error {
	switch v := v.Data().(type) {
	case []bool:
		row := make([]uint8, hi-lo)
		for i, x := range v[lo:hi] {
			if x {
				row[i] = 1
			}
		}
		placeRow(f, row, intKey[uint8], at, place, step)
	case []int8:
		placeRow(f, v[lo:hi], intKey[int8], at, place, step)
	case []int16:
		placeRow(f, v[lo:hi], intKey[int16], at, place, step)
	case []int32:
		placeRow(f, v[lo:hi], intKey[int32], at, place, step)
	case []int64:
		placeRow(f, v[lo:hi], intKey[int64], at, place, step)
	case []uint8:
		placeRow(f, v[lo:hi], intKey[uint8], at, place, step)
	case []uint16:
		placeRow(f, v[lo:hi], intKey[uint16], at, place, step)
	case []uint32:
		placeRow(f, v[lo:hi], intKey[uint32], at, place, step)
	case []uint64:
		placeRow(f, v[lo:hi], func(x uint64, _ bool) int64 { return int64(x ^ 1<<63) }, at, place, step)
	case []float32:
		placeRow(f, v[lo:hi], floatKey[float32], at, place, step)
	case []float64:
		if f.last {
			f.floats(v[lo:hi], at, place, step)
			return nil
		}
		placeRow(f, v[lo:hi], floatKey[float64], at, place, step)
	default:
		return fmt.Errorf("the place of an extreme is not defined for %T", v)
	}
	return nil
}

// floats is placeRow along a row: the extreme first, which is looked for where it is better than what there is.
func (f *placeFold) floats(row []float64, at, place, step int) {
	best := vector.Least
	if f.most {
		best = vector.Most
	}
	x := best(row)
	k := floatKey(x, f.most)
	if f.state[2*at+1] >= 0 && !better(k, f.state[2*at], f.most) {
		return
	}
	where := 0
	for i, y := range row {
		if y == x || y != y {
			where = i
			break
		}
	}
	f.state[2*at], f.state[2*at+1] = k, int64(place+where*step)
}

func intKey[T block.Integer](x T, _ bool) int64 { return int64(x) }

// floatKey is a number in the order of the floats: their bits as an integer, those of negative ones turned round.
func floatKey[T float32 | float64](x T, most bool) int64 {
	switch {
	case x != x && most:
		return math.MaxInt64
	case x != x:
		return math.MinInt64
	}
	bits := int64(math.Float64bits(float64(x) + 0)) // both zeros are the same
	if bits < 0 {
		bits ^= math.MaxInt64
	}
	return bits
}

func placeRow[T block.Real](f *placeFold, row []T, key func(x T, most bool) int64, at, place, step int) {
	if !f.last {
		s := f.state[2*at : 2*(at+len(row))]
		for i, x := range row {
			if k := key(x, f.most); s[2*i+1] < 0 || better(k, s[2*i], f.most) {
				s[2*i], s[2*i+1] = k, int64(place+i*step)
			}
		}
		return
	}
	best, where := row[0], 0
	if f.most {
		for i, x := range row {
			if x > best || x != x {
				best, where = x, i
				if x != x {
					break
				}
			}
		}
	} else {
		for i, x := range row {
			if x < best || x != x {
				best, where = x, i
				if x != x {
					break
				}
			}
		}
	}
	k := key(best, f.most)
	if f.state[2*at+1] < 0 || better(k, f.state[2*at], f.most) {
		f.state[2*at], f.state[2*at+1] = k, int64(place+where*step)
	}
}

func better(a, b int64, most bool) bool { return most && a > b || !most && a < b }

// joinPlaces keeps the better of partial results, of equals the one that lies first, and at the end gives the places.
func joinPlaces(c *kernel.Call, r *op.Reduce) (*block.Dense, error) {
	total := c.In[0]
	if !c.Mine[0] {
		total = c.Copy(total)
	}
	state, most := block.Values[int64](total), r.Func == "argmax"
	for _, in := range c.In[1:] {
		other := block.Values[int64](in)
		for i := 0; i < len(state); i += 2 {
			k, place := other[i], other[i+1]
			if place >= 0 && (state[i+1] < 0 || better(k, state[i], most) || k == state[i] && place < state[i+1]) {
				state[i], state[i+1] = k, place
			}
		}
	}
	if r.Stage == op.Combine {
		return total, nil
	}
	out := c.Empty()
	v := block.Values[int64](out)
	for i := range v {
		v[i] = state[2*i+1]
	}
	return out, nil
}
