package zarr

import (
	"math"
)

// fromJSON turns decoded JSON attributes into the values of package store: whole numbers become int64, lists of one kind typed slices.
// What has no such form stays as JSON has it.
func fromJSON(attributes map[string]any) map[string]any {
	out := make(map[string]any, len(attributes))
	for k, v := range attributes {
		out[k] = fromJSONValue(v)
	}
	return out
}

func fromJSONValue(v any) any {
	switch v := v.(type) {
	case float64:
		if whole(v) {
			return int64(v)
		}
	case int:
		return int64(v)
	case []any:
		return fromJSONList(v)
	}
	return v
}

func whole(f float64) bool { return f == math.Trunc(f) && math.Abs(f) <= 1<<53 }

func fromJSONList(list []any) any {
	texts, ints, floats := []string{}, []int64{}, []float64{}
	for _, v := range list {
		switch v := v.(type) {
		case string:
			texts = append(texts, v)
		case float64:
			floats = append(floats, v)
			if whole(v) {
				ints = append(ints, int64(v))
			}
		}
	}
	switch len(list) {
	case len(texts): // also the empty list
		return texts
	case len(ints):
		return ints
	case len(floats):
		return floats
	}
	return list
}
