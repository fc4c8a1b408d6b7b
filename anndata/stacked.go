package anndata

import (
	"fmt"
	"reflect"
	"slices"
)

// stacked puts elements of one kind of Rowed one behind the other: strings and records of the same width. Others can't be put together here.
func (c *concat) stacked(values []any) (Rowed, error) {
	out := values[0]
	for i, v := range values[1:] {
		var err error
		if out, err = behind(out, v); err != nil {
			return nil, fmt.Errorf("%s: %w", c.where(i+1), err)
		}
	}
	return out.(Rowed), nil
}

func behind(first, second any) (any, error) {
	switch a := first.(type) {
	case *Texts:
		if b, ok := second.(*Texts); ok && sameWidth(a.Shape, b.Shape) {
			return &Texts{withRows(a.Shape, a.Shape[0]+b.Shape[0]), slices.Concat(a.Values, b.Values)}, nil
		}
	case *Records:
		b, ok := second.(*Records)
		if !ok || !sameWidth(a.Shape, b.Shape) || !slices.Equal(a.Names(), b.Names()) {
			break
		}
		out := &Records{Shape: withRows(a.Shape, a.Shape[0]+b.Shape[0])}
		for i, f := range a.Fields {
			x, y := reflect.ValueOf(f.Values), reflect.ValueOf(b.Fields[i].Values)
			if x.Type() != y.Type() || !slices.Equal(f.Shape, b.Fields[i].Shape) {
				return nil, fmt.Errorf("field %q has values of another type here", f.Name)
			}
			joined := reflect.AppendSlice(reflect.AppendSlice(reflect.MakeSlice(x.Type(), 0, x.Len()+y.Len()), x), y)
			out.Fields = append(out.Fields, Field{f.Name, joined.Interface(), f.Shape})
		}
		return out, nil
	}
	return nil, fmt.Errorf("%v and %v can't be put together: delete them first", first, second)
}

func sameWidth(a, b []int) bool {
	return len(a) > 0 && len(a) == len(b) && slices.Equal(a[1:], b[1:])
}
