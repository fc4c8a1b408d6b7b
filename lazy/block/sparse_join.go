package block

// Joined is the places that either of two sparse blocks keeps, and what each has there.
type Joined struct {
	Indptr  []int64
	Indices []int32
	A, B    *Dense // values of one axis, 0 where the block keeps none
}

// Join finds the places of two blocks of one kind and shape. It takes time in proportion to the entries of both.
func Join(a, b *Sparse) Joined {
	lines := a.NLines()
	j := Joined{Indptr: make([]int64, lines+1), Indices: make([]int32, 0, max(len(a.indices), len(b.indices)))}
	atA, atB := make([]int, 0, cap(j.Indices)), make([]int, 0, cap(j.Indices)) // -1 where there is none
	add := func(place int32, p, q int) {
		j.Indices, atA, atB = append(j.Indices, place), append(atA, p), append(atB, q)
	}
	for line := range lines {
		p, endA := int(a.indptr[line]), int(a.indptr[line+1])
		q, endB := int(b.indptr[line]), int(b.indptr[line+1])
		for p < endA && q < endB {
			switch x, y := a.indices[p], b.indices[q]; {
			case x < y:
				add(x, p, -1)
				p++
			case x > y:
				add(y, -1, q)
				q++
			default:
				add(x, p, q)
				p, q = p+1, q+1
			}
		}
		for ; p < endA; p++ {
			add(a.indices[p], p, -1)
		}
		for ; q < endB; q++ {
			add(b.indices[q], -1, q)
		}
		j.Indptr[line+1] = int64(len(j.Indices))
	}
	j.A, j.B = gatherOrZero(a.values, atA), gatherOrZero(b.values, atB)
	return j
}

// gatherOrZero is the values at positions, 0 for those below 0.
func gatherOrZero(v *Dense, at []int) *Dense {
	out := NewDense(v.dtype, []int{len(at)})
	mover{
		func(o, w []uint8) { pickOrZero(o, w, at) }, func(o, w []uint16) { pickOrZero(o, w, at) }, func(o, w []uint32) { pickOrZero(o, w, at) },
		func(o, w []uint64) { pickOrZero(o, w, at) }, func(o, w []complex128) { pickOrZero(o, w, at) },
	}.move(out, v)
	return out
}

func pickOrZero[T word](out, in []T, at []int) {
	for i, p := range at {
		if p >= 0 {
			out[i] = in[p]
		}
	}
}
