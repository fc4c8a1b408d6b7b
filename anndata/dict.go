package anndata

import (
	"maps"
	"slices"
)

// Dict is the unstructured part of an AnnData. Its values are string, bool, int64, float64, nil, slices such as []string and []int32,
// *lazy.Array, *frame.Frame, *frame.Series (a categorical, or values some of which are missing), *Texts, *Records, *Awkward, *Foreign, and further
// Dicts. What is read from a file is
// one of these: arrays of one axis are slices of their own type.
type Dict map[string]any

// Keys is the keys in order.
func (d Dict) Keys() []string { return slices.Sorted(maps.Keys(d)) }

// Copy copies the dict and the dicts in it; arrays, frames and slices are shared.
func (d Dict) Copy() Dict {
	out := make(Dict, len(d))
	for k, v := range d {
		switch v := v.(type) {
		case Dict:
			out[k] = v.Copy()
		case map[string]any:
			out[k] = Dict(v).Copy()
		default:
			out[k] = v
		}
	}
	return out
}

// asDict recognises both kinds of nested dict.
func asDict(v any) (Dict, bool) {
	switch v := v.(type) {
	case Dict:
		return v, true
	case map[string]any:
		return Dict(v), true
	}
	return nil, false
}
