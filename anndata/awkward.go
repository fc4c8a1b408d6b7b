package anndata

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"

	"github.com/lazycell/lazycell/anndata/frame"
)

// Awkward is an array of the Python package awkward: lists of different lengths, records, missing values and unions of them, in any depth. It is held
// as that package saves it, as a form and the buffers that the form names; what is in it is for Python to look at.
type Awkward struct {
	Form    string         // JSON, as awkward's Form.to_json gives it
	Length  int            // the number of rows
	Buffers map[string]any // by name: []int64, []float64, …
}

// NRows is the number of rows.
func (a *Awkward) NRows() int { return a.Length }

// awkwardForm is the part of a form that says how its outermost layer picks values of its content.
type awkwardForm struct {
	Class     string          `json:"class"`
	Index     string          `json:"index,omitempty"`
	Mask      string          `json:"mask,omitempty"`
	ValidWhen bool            `json:"valid_when,omitempty"`
	LSBOrder  bool            `json:"lsb_order,omitempty"`
	Content   json.RawMessage `json:"content,omitempty"`
	Key       string          `json:"form_key"`
}

// takenKey is the name of the index that TakeRows puts over an array. awkward's own names are node0, node1 and so on.
const takenKey = "taken"

// TakeRows is the rows listed, in that order. The buffers stay as they are: an index over them is new, or that of the outermost layer is.
func (a *Awkward) TakeRows(rows frame.Rows) (Rowed, error) {
	if err := checkRows(rows, a.Length); err != nil {
		return nil, err
	}
	var form awkwardForm
	if err := json.Unmarshal([]byte(a.Form), &form); err != nil {
		return nil, fmt.Errorf("the form of an awkward array: %w", err)
	}
	out := &Awkward{Form: a.Form, Length: rows.Len(), Buffers: maps.Clone(a.Buffers)}
	switch form.Class {
	case "IndexedArray", "IndexedOptionArray":
		return out, out.pick(rows, form.Key+"-index")
	case "UnionArray":
		return out, errors.Join(out.pick(rows, form.Key+"-tags"), out.pick(rows, form.Key+"-index"))
	}
	index := make([]int64, rows.Len())
	for i := range index {
		index[i] = int64(rows.At(i))
	}
	over := awkwardForm{Class: "IndexedArray", Index: "i64", Content: json.RawMessage(a.Form), Key: takenKey}
	switch form.Class {
	case "UnmaskedArray":
		over.Class, over.Content = "IndexedOptionArray", form.Content
	case "ByteMaskedArray", "BitMaskedArray":
		valid, err := a.valid(form)
		if err != nil {
			return nil, err
		}
		for i, at := range index {
			if !valid(int(at)) {
				index[i] = -1
			}
		}
		over.Class, over.Content = "IndexedOptionArray", form.Content
		delete(out.Buffers, form.Key+"-mask")
	}
	text, err := json.Marshal(over)
	if err != nil {
		return nil, fmt.Errorf("the form of an awkward array: %w", err)
	}
	out.Form = string(text)
	out.Buffers[takenKey+"-index"] = index
	return out, nil
}

// pick replaces a buffer that has one value for each row by those of some rows.
func (a *Awkward) pick(rows frame.Rows, name string) error {
	values := reflect.ValueOf(a.Buffers[name])
	if values.Kind() != reflect.Slice {
		return fmt.Errorf("an awkward array without the buffer %q", name)
	}
	if err := checkRows(rows, values.Len()); err != nil {
		return fmt.Errorf("the buffer %q of an awkward array: %w", name, err)
	}
	a.Buffers[name] = takeRows(a.Buffers[name], rows, 1)
	return nil
}

// valid says by the mask of the outermost layer which rows aren't missing.
func (a *Awkward) valid(form awkwardForm) (func(row int) bool, error) {
	mask := reflect.ValueOf(a.Buffers[form.Key+"-mask"])
	need := a.Length
	if form.Class == "BitMaskedArray" {
		need = (a.Length + 7) / 8
	}
	if mask.Kind() != reflect.Slice || mask.Len() < need {
		return nil, fmt.Errorf("an awkward array without the mask %q of %d rows", form.Key+"-mask", a.Length)
	}
	byteAt := func(i int) byte {
		switch v := mask.Index(i); v.Kind() {
		case reflect.Bool:
			if v.Bool() {
				return 1
			}
			return 0
		case reflect.Uint8:
			return byte(v.Uint())
		default:
			return byte(v.Convert(reflect.TypeFor[int64]()).Int())
		}
	}
	if form.Class == "ByteMaskedArray" {
		return func(row int) bool { return (byteAt(row) != 0) == form.ValidWhen }, nil
	}
	return func(row int) bool {
		bit := row % 8
		if !form.LSBOrder {
			bit = 7 - bit
		}
		return (byteAt(row/8)>>bit&1 != 0) == form.ValidWhen
	}, nil
}

// String says what it is.
func (a *Awkward) String() string { return fmt.Sprintf("awkward array of %d rows", a.Length) }
