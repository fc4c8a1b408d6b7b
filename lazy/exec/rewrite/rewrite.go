package rewrite

import "github.com/lazycell/lazycell/lazy"

// Readers counts who reads each array of a graph: operations, and whoever wants the arrays at its top.
func Readers(arrays, layers []*lazy.Array) map[*lazy.Array]int {
	readers := make(map[*lazy.Array]int, len(layers))
	for _, x := range arrays {
		readers[x]++
	}
	for _, x := range layers {
		for _, in := range x.Inputs() {
			readers[in]++
		}
	}
	return readers
}

// rebuilt is an array over what has taken the place of its inputs.
func rebuilt(x *lazy.Array, to map[*lazy.Array]*lazy.Array) *lazy.Array {
	same := true
	inputs := make([]*lazy.Array, len(x.Inputs()))
	for i, in := range x.Inputs() {
		inputs[i] = to[in]
		same = same && inputs[i] == in
	}
	if same {
		return x
	}
	return lazy.Derive(x.Op(), x.DType(), x.Chunks(), inputs...)
}
