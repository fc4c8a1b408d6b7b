package lazy

import (
	"math"
	"slices"
	"sync"

	"github.com/lazycell/lazycell/lazy/block"
)

// Unique computes the values that occur, in ascending order, and how often each does, as int64. NaN is one value, the last; the two zeros are one. The
// array is gone through chunk by chunk, several at once: memory holds a sorted copy of each chunk at work, and all values that differ.
func (a *Array) Unique(opts ...RunOption) (values, counts *Array, err error) {
	if a.err != nil {
		return nil, nil, a.err
	}
	if a.dtype == Complex128 {
		return nil, nil, errorf("unique of complex numbers is not defined")
	}
	like := widest(a.dtype)
	if a.dtype.IsFloat() {
		like = Float64
	}
	var mu sync.Mutex
	var stack []tally // of chunks, each of more values than the next
	err = a.Each(func(c Chunk) error {
		t := tallied(keysOf(c.Block.Dense().AsType(like)))
		for {
			mu.Lock()
			n := len(stack)
			if n == 0 || len(stack[n-1].keys) > 2*len(t.keys) {
				stack = append(stack, t)
				mu.Unlock()
				return nil
			}
			top := stack[n-1]
			stack = stack[:n-1]
			mu.Unlock()
			t = top.with(t)
		}
	}, slices.Concat(opts, []RunOption{Concurrently()})...)
	if err != nil {
		return nil, nil, err
	}
	all := tally{}
	for _, t := range slices.Backward(stack) {
		all = all.with(t)
	}
	d, err := block.FromData([]int{len(all.keys)}, fromKeys(all.keys, like))
	if err != nil {
		return nil, nil, errorf("unique: %w", err)
	}
	return FromBlock(d.AsType(a.dtype)), FromSlice(all.counts), nil
}

// tally is values in the form of numbers that are in the same order, ascending, and how often each occurs.
type tally struct {
	keys   []uint64
	counts []int64
}

// tallied counts equal keys, which it sorts.
func tallied(keys []uint64) tally {
	slices.Sort(keys)
	t := tally{keys: keys[:0:0]}
	for i := 0; i < len(keys); {
		n := 1
		for i+n < len(keys) && keys[i+n] == keys[i] {
			n++
		}
		t.keys, t.counts = append(t.keys, keys[i]), append(t.counts, int64(n))
		i += n
	}
	return t
}

// with is both tallies in one.
func (t tally) with(u tally) tally {
	if len(t.keys) == 0 {
		return u
	}
	out := tally{make([]uint64, 0, max(len(t.keys), len(u.keys))), make([]int64, 0, max(len(t.keys), len(u.keys)))}
	i, k := 0, 0
	for i < len(t.keys) || k < len(u.keys) {
		switch {
		case k == len(u.keys) || i < len(t.keys) && t.keys[i] < u.keys[k]:
			out.keys, out.counts = append(out.keys, t.keys[i]), append(out.counts, t.counts[i])
			i++
		case i == len(t.keys) || u.keys[k] < t.keys[i]:
			out.keys, out.counts = append(out.keys, u.keys[k]), append(out.counts, u.counts[k])
			k++
		default:
			out.keys, out.counts = append(out.keys, t.keys[i]), append(out.counts, t.counts[i]+u.counts[k])
			i, k = i+1, k+1
		}
	}
	return out
}

const signBit = 1 << 63

// keysOf is numbers in the order of the values of a block of int64, uint64 or float64; NaN is the largest.
func keysOf(d *block.Dense) []uint64 {
	keys := make([]uint64, d.Len())
	switch v := d.Data().(type) {
	case []int64:
		for i, x := range v {
			keys[i] = uint64(x) ^ signBit
		}
	case []uint64:
		copy(keys, v)
	case []float64:
		for i, x := range v {
			bits := math.Float64bits(x + 0) // one zero
			switch {
			case x != x:
				bits = math.MaxUint64
			case bits&signBit != 0:
				bits = ^bits
			default:
				bits |= signBit
			}
			keys[i] = bits
		}
	}
	return keys
}

// fromKeys is the values of keys as a slice of the type that they were made of.
func fromKeys(keys []uint64, like DType) any {
	switch like {
	case Uint64:
		return keys
	case Int64:
		v := make([]int64, len(keys))
		for i, k := range keys {
			v[i] = int64(k ^ signBit)
		}
		return v
	}
	v := make([]float64, len(keys))
	for i, k := range keys {
		switch {
		case k == math.MaxUint64:
			v[i] = math.NaN()
		case k&signBit != 0:
			v[i] = math.Float64frombits(k &^ signBit)
		default:
			v[i] = math.Float64frombits(^k)
		}
	}
	return v
}
