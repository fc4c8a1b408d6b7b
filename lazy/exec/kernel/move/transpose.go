package move

import (
	"unsafe"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/kernel"
	"github.com/lazycell/lazycell/lazy/op"
)

// small is the side of the squares in which elements are turned: a row of float64 is a cache line. They lie within larger squares, of
// rows of so many bytes, whose rows on both sides stay in the cache and in the table of pages.
const (
	small     = 8
	largeSide = 256
)

func Transpose(c *kernel.Call, t *op.Transpose) (*block.Dense, error) {
	in, out := c.In[0], c.Empty()
	if out.Len() == 0 {
		return out, nil
	}
	from := kernel.Strides(in.Shape())
	axes := make([]turned, 0, len(c.Shape))
	to := kernel.Strides(c.Shape)
	for i, axis := range t.Axes {
		if c.Shape[i] == 1 {
			continue
		}
		a := turned{c.Shape[i], to[i], from[axis]}
		// Axes that lie behind each other on both sides are one.
		if k := len(axes) - 1; k >= 0 && axes[k].from == a.n*a.from {
			axes[k] = turned{axes[k].n * a.n, a.to, a.from}
			continue
		}
		axes = append(axes, a)
	}
	var err error
	kernel.BySize(out, in,
		func(o, v []uint8) { err = turn(c, o, v, axes) }, func(o, v []uint16) { err = turn(c, o, v, axes) },
		func(o, v []uint32) { err = turn(c, o, v, axes) }, func(o, v []uint64) { err = turn(c, o, v, axes) },
		func(o, v []complex128) { err = turn(c, o, v, axes) })
	if err == nil {
		err = c.Stop() // which leaves matrices half turned
	}
	return out, err
}

// turned is an axis of the result: its size, and how far apart neighbours lie there and in the input.
type turned struct{ n, to, from int }

// turn moves elements so that the axes, which are in the order of the result, come to lie as they say.
func turn[T kernel.Word](c *kernel.Call, out, in []T, axes []turned) error {
	if len(axes) == 0 {
		out[0] = in[0]
		return nil
	}
	last := axes[len(axes)-1]
	rest := axes[:len(axes)-1]
	if last.from == 1 {
		return eachPlace(c, rest, func(to, from int) { copy(out[to:to+last.n], in[from:from+last.n]) })
	}
	// One of the other axes is the last one of the input, where neighbours lie side by side.
	near := 0
	for k, a := range rest {
		if a.from == 1 {
			near = k
		}
	}
	side := rest[near]
	others := append(append([]turned{}, rest[:near]...), rest[near+1:]...)
	return eachPlace(c, others, func(to, from int) {
		turnMatrix(c, out[to:], in[from:], side.n, last.n, side.to, last.from)
	})
}

// eachPlace calls f for every place along axes with where it lies on both sides.
func eachPlace(c *kernel.Call, axes []turned, f func(to, from int)) error {
	index := make([]int, len(axes))
	to, from := 0, 0
	for n := 0; ; n++ {
		if n%64 == 0 {
			if err := c.Stop(); err != nil {
				return err
			}
		}
		f(to, from)
		axis := len(axes) - 1
		for ; axis >= 0; axis-- {
			a := axes[axis]
			index[axis]++
			to, from = to+a.to, from+a.from
			if index[axis] < a.n {
				break
			}
			to, from, index[axis] = to-a.n*a.to, from-a.n*a.from, 0
		}
		if axis < 0 {
			return nil
		}
	}
}

// turnMatrix sets out[i*to+k] to in[k*from+i] for i up to rows and k up to cols. A run that is to end leaves it before it is done.
func turnMatrix[T kernel.Word](c *kernel.Call, out, in []T, rows, cols, to, from int) {
	large := largeSide / int(unsafe.Sizeof(out[0]))
	for i := 0; i < rows; i += large {
		if c.Stop() != nil {
			return
		}
		endI := min(i+large, rows)
		for k := 0; k < cols; k += large {
			endK := min(k+large, cols)
			wholeI, wholeK := endI-(endI-i)%small, endK-(endK-k)%small
			for y := i; y < wholeI; y += small {
				for x := k; x < wholeK; x += small {
					turnSquare(out[y*to+x:], in[x*from+y:], to, from)
				}
			}
			for y := i; y < endI; y++ {
				x := k
				if y < wholeI {
					x = wholeK
				}
				for ; x < endK; x++ {
					out[y*to+x] = in[x*from+y]
				}
			}
		}
	}
}

// turnSquare turns a square of small times small elements. The caller has seen to it that all of them lie within the slices.
func turnSquare[T kernel.Word](out, in []T, to, from int) {
	_, _ = out[(small-1)*to+small-1], in[(small-1)*from+small-1]
	size := unsafe.Sizeof(out[0])
	o, r := unsafe.Pointer(unsafe.SliceData(out)), unsafe.Pointer(unsafe.SliceData(in))
	row, step := uintptr(from)*size, uintptr(to)*size
	r0 := (*[small]T)(r)
	r1 := (*[small]T)(unsafe.Add(r, row))
	r2 := (*[small]T)(unsafe.Add(r, 2*row))
	r3 := (*[small]T)(unsafe.Add(r, 3*row))
	r4 := (*[small]T)(unsafe.Add(r, 4*row))
	r5 := (*[small]T)(unsafe.Add(r, 5*row))
	r6 := (*[small]T)(unsafe.Add(r, 6*row))
	r7 := (*[small]T)(unsafe.Add(r, 7*row))
	for i := range small {
		w := (*[small]T)(unsafe.Add(o, uintptr(i)*step))
		w[0], w[1], w[2], w[3] = r0[i], r1[i], r2[i], r3[i]
		w[4], w[5], w[6], w[7] = r4[i], r5[i], r6[i], r7[i]
	}
}
