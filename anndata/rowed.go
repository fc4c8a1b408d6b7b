package anndata

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/lazycell/lazycell/anndata/frame"
)

// Rowed is an element of obsm or varm that is neither an array of numbers nor a frame: a *[Texts], *[Records] or *[Awkward], or a *[Foreign]. They
// can be looked at, selected by rows, and written; what is computed with arrays can't be computed with them.
type Rowed interface {
	// NRows is the number of rows, -1 when it isn't known.
	NRows() int
	// TakeRows is the rows listed, in that order, repeats included.
	TakeRows(rows frame.Rows) (Rowed, error)
}

var (
	_ Rowed = (*Texts)(nil)
	_ Rowed = (*Records)(nil)
	_ Rowed = (*Awkward)(nil)
	_ Rowed = (*Foreign)(nil)
)

// checkRows says whether rows can be taken.
func checkRows(rows frame.Rows, n int) error {
	for i := range rows.Len() {
		if r := rows.At(i); r < 0 || r >= n {
			return fmt.Errorf("row %d of %d", r, n)
		}
	}
	return nil
}

// takeRows is the rows of a slice that has so many values in each row.
func takeRows(values any, rows frame.Rows, each int) any {
	from := reflect.ValueOf(values)
	out := reflect.MakeSlice(from.Type(), rows.Len()*each, rows.Len()*each)
	for i := range rows.Len() {
		at := rows.At(i) * each
		reflect.Copy(out.Slice(i*each, (i+1)*each), from.Slice(at, at+each))
	}
	return out.Interface()
}

// product is the number of elements of a shape.
func product(shape []int) int {
	n := 1
	for _, s := range shape {
		n *= s
	}
	return n
}

func rowsOf(shape []int) int {
	if len(shape) == 0 {
		return -1
	}
	return shape[0]
}

// withRows is a shape with another first size.
func withRows(shape []int, n int) []int {
	out := slices.Clone(shape)
	out[0] = n
	return out
}
