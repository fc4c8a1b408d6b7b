package anndata

import (
	"fmt"
	"slices"
)

// Strategy says which elements survive when those of several objects are merged.
type Strategy string

// The strategies. Same and Unique compare values, which computes lazy arrays unless they are the same array.
const (
	MergeNone   Strategy = ""       // none
	MergeSame   Strategy = "same"   // those that all objects have, with equal values
	MergeUnique Strategy = "unique" // those with only one possible value
	MergeFirst  Strategy = "first"  // the first of each key
	MergeOnly   Strategy = "only"   // those that only one object has
)

// keyed is a map in order, whatever it is made of.
type keyed struct {
	keys  []string
	value func(key string) any
}

func (s Strategy) check() error {
	switch s {
	case MergeNone, MergeSame, MergeUnique, MergeFirst, MergeOnly:
		return nil
	}
	return fmt.Errorf("no merge strategy %q; there are same, unique, first and only", string(s))
}

// merge merges maps; nested dicts are merged key by key.
func (s Strategy) merge(maps []keyed) (*table, error) {
	out := newTable()
	if err := s.check(); err != nil || s == MergeNone {
		return out, err
	}
	var keys []string
	for _, m := range maps {
		for _, k := range m.keys {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	for _, key := range keys {
		var values []any
		for _, m := range maps {
			if slices.Contains(m.keys, key) {
				values = append(values, m.value(key))
			}
		}
		if s == MergeSame && len(values) < len(maps) {
			continue
		}
		value, keep, err := s.choose(values)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		if keep {
			out.set(key, value)
		}
	}
	return out, nil
}

// choose is the surviving value of one key.
func (s Strategy) choose(values []any) (value any, keep bool, err error) {
	if inner, ok := allDicts(values); ok {
		merged, err := s.dicts(inner)
		return merged, len(merged) > 0, err
	}
	switch s {
	case MergeFirst:
		return values[0], true, nil
	case MergeOnly:
		return values[0], len(values) == 1, nil
	}
	for _, v := range values[1:] {
		same, err := equal(values[0], v)
		if err != nil || !same {
			return nil, false, err
		}
	}
	return values[0], true, nil
}

func allDicts(values []any) ([]Dict, bool) {
	out := make([]Dict, len(values))
	for i, v := range values {
		d, ok := asDict(v)
		if !ok {
			return nil, false
		}
		out[i] = d
	}
	return out, true
}

func (s Strategy) dicts(dicts []Dict) (Dict, error) {
	maps := make([]keyed, len(dicts))
	for i, d := range dicts {
		maps[i] = keyed{keys: d.Keys(), value: func(k string) any { return d[k] }}
	}
	t, err := s.merge(maps)
	if err != nil {
		return nil, err
	}
	return Dict(t.values), nil
}
