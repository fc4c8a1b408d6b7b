package rewrite

import (
	"slices"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/exec/kernel/draw"
	"github.com/lazycell/lazycell/lazy/op"
)

// Selections are moved towards the sources where that saves work, in the plan of a run only: the graph that users see stays as it is. A selection
// of an element-wise result becomes the function of selections, one of a concatenation the concatenation of selections, one of a selection
// a single one; and random numbers, which are a function of their place, are picked only where they are selected.

// Pushed is the arrays, of the same chunks, with selections moved.
func Pushed(arrays []*lazy.Array) []*lazy.Array {
	layers := lazy.Layers(arrays...)
	if !slices.ContainsFunc(layers, movable) {
		return arrays
	}
	p := &pusher{readers: Readers(arrays, layers), to: map[*lazy.Array]*lazy.Array{}, known: map[*lazy.Array]beneath{}}
	for _, x := range layers {
		y := rebuilt(x, p.to)
		switch o := y.Op().(type) {
		case *op.Select:
			if z := p.moved(y, o); z != nil {
				y = z
			} else if z := p.sortedFirst(y, o); z != nil {
				y = z
			}
		case *op.Points:
			if z := sortedPoints(y, o); z != nil {
				y = z
			}
		case *op.Reduce:
			if z := p.unturned(y, o); z != nil {
				y = z
			}
		}
		p.to[x] = y
		p.readers[y] = p.readers[x]
	}
	out := make([]*lazy.Array, len(arrays))
	for i, x := range arrays {
		if out[i] = p.to[x]; slices.Contains(out[:i], out[i]) || slices.Contains(arrays, out[i]) && out[i] != x {
			out[i] = rebuilt(x, p.to) // wanted arrays stay different from each other
		}
	}
	return out
}

// movable says that there may be something to do about an array.
func movable(x *lazy.Array) bool {
	switch x.Op().(type) {
	case *op.Select, *op.Transpose, *op.Points:
		return true
	}
	return false
}

type pusher struct {
	readers map[*lazy.Array]int
	to      map[*lazy.Array]*lazy.Array // from an array of the graph to the one that takes its place
	known   map[*lazy.Array]beneath
}

// moved is an array of the same values and chunks as the selection, or nil where there is none that takes less work.
func (p *pusher) moved(x *lazy.Array, s *op.Select) *lazy.Array {
	in := x.Inputs()[0]
	if x.Size() == 0 || x.Kind() != lazy.Dense || in.Kind() != lazy.Dense {
		return nil
	}
	below := p.below(in, 0)
	selected, touched := x.Size(), touchedBy(s, in)
	switch {
	case below.sources && selected <= touched:
	case !below.something || selected*2*below.leaves > touched:
		return nil
	}
	y := p.take(in, s.Axes, chunksWithin(x, s), 0)
	if y == nil || s.Plain() {
		return y
	}
	return lazy.Derive(&op.Reshape{}, x.DType(), x.Chunks(), y)
}

// touchedBy is how many elements the chunks have that a selection reads.
func touchedBy(s *op.Select, in *lazy.Array) int {
	total := 1
	g := in.Grid()
	for axis, p := range s.Axes {
		n := 0
		if p.IsWhole(in.Shape()[axis]) {
			total *= in.Shape()[axis]
			continue
		}
		seen := map[int]bool{}
		for i := 0; i < p.Len(); i++ {
			k := g.Find(axis, p.At(i))
			if !seen[k] {
				seen[k] = true
				n += g.Chunks()[axis][k]
			}
		}
		total *= n
	}
	return total
}

// maxPush is how far selections are moved.
const maxPush = 64

// beneath is what lies below an array that selections can be moved past.
type beneath struct {
	leaves    int  // where selections would come to stand
	sources   bool // all of these are made of nothing
	something bool // there is anything to move past
}

func (p *pusher) below(x *lazy.Array, depth int) beneath {
	if b, ok := p.known[x]; ok {
		return b
	}
	b := p.look(x, depth)
	p.known[x] = b
	return b
}

func (p *pusher) look(x *lazy.Array, depth int) beneath {
	_, joined := x.Op().(*op.Concat)
	switch {
	case x.Kind() != lazy.Dense:
		return beneath{leaves: 1}
	case draw.Drawable(x):
		return beneath{leaves: 1, sources: true, something: true}
	case p.fileOf(x) != nil:
		return beneath{leaves: 1, something: true}
	case depth > maxPush || !passable(x) || p.readers[x] > 1 && !joined:
		return beneath{leaves: 1}
	}
	b := beneath{sources: true, something: !joined}
	for _, in := range x.Inputs() {
		c := p.below(in, depth+1)
		b.sources = b.sources && c.sources
		if joined { // a place lies in one of them
			b.leaves, b.something = max(b.leaves, c.leaves), b.something || c.something
		} else {
			b.leaves += c.leaves
		}
	}
	return b
}

// fileOf is the file that an array is read from, when nothing else reads it.
func (p *pusher) fileOf(x *lazy.Array) *op.File {
	if f, ok := x.Op().(*op.File); ok && p.readers[x] == 1 && x.Kind() == lazy.Dense {
		return f
	}
	return nil
}

// passable says that selections can be moved past an operation.
func passable(x *lazy.Array) bool {
	switch o := x.Op().(type) {
	case *op.Unary, *op.Scalar, *op.Binary, *op.Cast, *op.Choose, *op.Replace, *op.Broadcast, *op.Transpose, *op.Concat, *op.Expand:
		return true
	case *op.Select:
		return o.Plain()
	}
	return false
}

// take is what an array has at places along each axis, in the given chunks; nil where that can't be moved any further as a whole.
func (p *pusher) take(x *lazy.Array, axes []op.Positions, chunks [][]int, depth int) *lazy.Array {
	if draw.Drawable(x) {
		return draw.PickedAt(x, axes, chunks)
	}
	if p.fileOf(x) != nil {
		return boxedAt(x, axes, chunks)
	}
	if depth > maxPush || x.Kind() != lazy.Dense || !passable(x) {
		return nil
	}
	if c, ok := x.Op().(*op.Concat); ok {
		return p.takeParts(x, c.Axis, axes, chunks, depth)
	}
	if p.readers[x] > 1 {
		return nil
	}
	switch o := x.Op().(type) {
	case *op.Select:
		composed := make([]op.Positions, len(axes))
		for axis, q := range axes {
			composed[axis] = o.Axes[axis].Then(q)
		}
		return p.leaf(x.Inputs()[0], composed, chunks, depth)
	case *op.Transpose:
		inner, cut := make([]op.Positions, len(axes)), make([][]int, len(axes))
		for i, axis := range o.Axes {
			inner[axis], cut[axis] = axes[i], chunks[i]
		}
		return lazy.Derive(o, x.DType(), chunks, p.leaf(x.Inputs()[0], inner, cut, depth))
	case *op.Expand:
		var inner []op.Positions
		var cut [][]int
		for axis := range axes {
			if !slices.Contains(o.Axes, axis) {
				inner, cut = append(inner, axes[axis]), append(cut, chunks[axis])
			} else if axes[axis].Len() != 1 {
				return nil
			}
		}
		return lazy.Derive(o, x.DType(), chunks, p.leaf(x.Inputs()[0], inner, cut, depth))
	}
	inputs := make([]*lazy.Array, len(x.Inputs()))
	for i, in := range x.Inputs() {
		inner, cut := make([]op.Positions, in.NDim()), make([][]int, in.NDim())
		skip := x.NDim() - in.NDim()
		for axis, n := range in.Shape() {
			inner[axis], cut[axis] = axes[axis+skip], chunks[axis+skip]
			if n != x.Shape()[axis+skip] {
				inner[axis], cut[axis] = op.Whole(1), []int{1}
			}
		}
		inputs[i] = p.leaf(in, inner, cut, depth)
	}
	return lazy.Derive(x.Op(), x.DType(), chunks, inputs...)
}

// leaf is take, or a selection where that ends.
func (p *pusher) leaf(x *lazy.Array, axes []op.Positions, chunks [][]int, depth int) *lazy.Array {
	if y := p.take(x, axes, chunks, depth+1); y != nil {
		return y
	}
	whole := slices.EqualFunc(x.Chunks(), chunks, slices.Equal[[]int])
	for axis, q := range axes {
		whole = whole && q.IsWhole(x.Shape()[axis])
	}
	if whole {
		return x
	}
	return lazy.Derive(&op.Select{Axes: axes}, x.DType(), chunks, x)
}

// takeParts takes places of a concatenation, which must not go back and forth between its parts, and whose chunks must not lie across them.
func (p *pusher) takeParts(x *lazy.Array, axis int, axes []op.Positions, chunks [][]int, depth int) *lazy.Array {
	along := axes[axis]
	var ends []int // of the parts
	end := 0
	for _, in := range x.Inputs() {
		end += in.Shape()[axis]
		ends = append(ends, end)
	}
	var parts []*lazy.Array
	at, chunk := 0, 0
	last := map[int]bool{}
	for at < along.Len() {
		k, _ := slices.BinarySearch(ends, along.At(at)+1)
		if last[k] {
			return nil
		}
		last[k] = true
		start := ends[k] - x.Inputs()[k].Shape()[axis]
		n := at
		for n < along.Len() && along.At(n) >= start && along.At(n) < ends[k] {
			n++
		}
		var cut []int
		for size := 0; size < n-at; chunk++ {
			cut = append(cut, chunks[axis][chunk])
			if size += chunks[axis][chunk]; size > n-at {
				return nil
			}
		}
		inner, pieces := slices.Clone(axes), slices.Clone(chunks)
		pieces[axis] = cut
		inner[axis] = along.Then(op.Positions{Start: at, Step: 1, Count: n - at}).Minus(start)
		parts = append(parts, p.leaf(x.Inputs()[k], inner, pieces, depth))
		at = n
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return lazy.Derive(&op.Concat{Axis: axis}, x.DType(), chunks, parts...)
}
