package anndata

import (
	"fmt"
	"slices"

	"github.com/lazycell/lazycell/anndata/frame"
)

// Records is an array of records, NumPy's structured array: every record has the same named fields.
type Records struct {
	Shape  []int // of the array: one axis as a rule
	Fields []Field
}

// Field is one field of all records.
type Field struct {
	Name   string
	Values any   // []float64, []string, …: one value, or one for each place of Shape, for every record in C order
	Shape  []int // of the values of one record, nil for a single one
}

// NRows is the size of the first axis.
func (r *Records) NRows() int { return rowsOf(r.Shape) }

// Names is the names of the fields in order.
func (r *Records) Names() []string {
	out := make([]string, len(r.Fields))
	for i, f := range r.Fields {
		out[i] = f.Name
	}
	return out
}

// Field is the values of the field of that name; ok is false when there is none.
func (r *Records) Field(name string) (values any, ok bool) {
	i := slices.IndexFunc(r.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return r.Fields[i].Values, true
}

// TakeRows is the rows listed, in that order.
func (r *Records) TakeRows(rows frame.Rows) (Rowed, error) {
	if len(r.Shape) == 0 {
		return nil, fmt.Errorf("a single record has no rows")
	}
	if err := checkRows(rows, r.Shape[0]); err != nil {
		return nil, err
	}
	out := &Records{Shape: withRows(r.Shape, rows.Len())}
	for _, f := range r.Fields {
		each := product(r.Shape[1:]) * product(f.Shape)
		out.Fields = append(out.Fields, Field{f.Name, takeRows(f.Values, rows, each), f.Shape})
	}
	return out, nil
}

// String says what it is.
func (r *Records) String() string {
	return fmt.Sprintf("records of shape %v with %q", r.Shape, r.Names())
}
