package block

import "slices"

// canonical is the block with ascending indices in every line and no place twice: itself when it is so.
func (s *Sparse) canonical() *Sparse {
	if s.ascending() {
		return s
	}
	at := make([]int, len(s.indices)) // where each entry of the result comes from, duplicates still among them
	indices := make([]int32, len(s.indices))
	var keys []uint64
	for line := range s.NLines() {
		lo, hi := int(s.indptr[line]), int(s.indptr[line+1])
		keys = keys[:0]
		for i := lo; i < hi; i++ {
			keys = append(keys, uint64(s.indices[i])<<32|uint64(i-lo))
		}
		slices.Sort(keys) // by index, then in the order they came
		for i, k := range keys {
			indices[lo+i], at[lo+i] = int32(k>>32), lo+int(k&0xffffffff)
		}
	}
	sorted := &Sparse{s.kind, s.shape, s.indptr, indices, gather(s.values, at)}
	return sorted.joined()
}

// ascending says that indices ascend strictly in every line.
func (s *Sparse) ascending() bool {
	for line := range s.NLines() {
		row := s.indices[s.indptr[line]:s.indptr[line+1]]
		for i := 1; i < len(row); i++ {
			if row[i] <= row[i-1] {
				return false
			}
		}
	}
	return true
}

// joined adds up the neighbours of a place in lines that are sorted.
func (s *Sparse) joined() *Sparse {
	if s.ascending() {
		return s
	}
	indptr := make([]int64, len(s.indptr))
	indices := make([]int32, 0, len(s.indices))
	to := make([]int, len(s.indices)) // which entry of the result each goes into
	for line := range s.NLines() {
		begin := len(indices)
		for i := s.indptr[line]; i < s.indptr[line+1]; i++ {
			if len(indices) == begin || indices[len(indices)-1] != s.indices[i] {
				indices = append(indices, s.indices[i])
			}
			to[i] = len(indices) - 1
		}
		indptr[line+1] = int64(len(indices))
	}
	out := NewDense(s.DType(), []int{len(indices)})
	addUp(out, s.values, to)
	return &Sparse{s.kind, s.shape, indptr, indices, out}
}

// addUp adds each value to the one it goes into.
func addUp(out, in *Dense, to []int) {
	switch o := out.data.(type) {
	case []bool:
		for i, v := range in.data.([]bool) {
			o[to[i]] = o[to[i]] || v
		}
	case []int8:
		addTo(o, in.data.([]int8), to)
	case []int16:
		addTo(o, in.data.([]int16), to)
	case []int32:
		addTo(o, in.data.([]int32), to)
	case []int64:
		addTo(o, in.data.([]int64), to)
	case []uint8:
		addTo(o, in.data.([]uint8), to)
	case []uint16:
		addTo(o, in.data.([]uint16), to)
	case []uint32:
		addTo(o, in.data.([]uint32), to)
	case []uint64:
		addTo(o, in.data.([]uint64), to)
	case []float32:
		addTo(o, in.data.([]float32), to)
	case []float64:
		addTo(o, in.data.([]float64), to)
	case []complex128:
		addTo(o, in.data.([]complex128), to)
	}
}

func addTo[T Real | complex128](out, in []T, to []int) {
	for i, v := range in {
		out[to[i]] += v
	}
}

// Pruned is the block without the zeros that it keeps: itself when there are none. NaN is no zero.
func (s *Sparse) Pruned() *Sparse {
	keep := make([]bool, len(s.indices))
	n := 0
	nonzero(s.values, func(i int) { keep[i] = true; n++ })
	if n == len(keep) {
		return s
	}
	indptr := make([]int64, len(s.indptr))
	indices := make([]int32, 0, n)
	at := make([]int, 0, n)
	for line := range s.NLines() {
		for i := s.indptr[line]; i < s.indptr[line+1]; i++ {
			if keep[i] {
				indices, at = append(indices, s.indices[i]), append(at, int(i))
			}
		}
		indptr[line+1] = int64(len(indices))
	}
	return &Sparse{s.kind, s.shape, indptr, indices, gather(s.values, at)}
}

// nonzero calls f with the position of every value that isn't zero, in C order.
func nonzero(d *Dense, f func(i int)) {
	switch v := d.data.(type) {
	case []bool:
		eachNonzero(v, f)
	case []int8:
		eachNonzero(v, f)
	case []int16:
		eachNonzero(v, f)
	case []int32:
		eachNonzero(v, f)
	case []int64:
		eachNonzero(v, f)
	case []uint8:
		eachNonzero(v, f)
	case []uint16:
		eachNonzero(v, f)
	case []uint32:
		eachNonzero(v, f)
	case []uint64:
		eachNonzero(v, f)
	case []float32:
		eachNonzero(v, f)
	case []float64:
		eachNonzero(v, f)
	case []complex128:
		eachNonzero(v, f)
	}
}

func eachNonzero[T Elem](v []T, f func(i int)) {
	var zero T
	for i, x := range v {
		if x != zero {
			f(i)
		}
	}
}

// CountNonzero is the number of values that aren't zero.
func CountNonzero(d *Dense) int {
	n := 0
	nonzero(d, func(int) { n++ })
	return n
}
