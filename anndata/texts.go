package anndata

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata/frame"
)

// Texts is an array of strings of any number of axes. In a Dict, an array of one axis is a []string.
type Texts struct {
	Shape  []int
	Values []string // in C order
}

// NRows is the size of the first axis.
func (t *Texts) NRows() int { return rowsOf(t.Shape) }

// TakeRows is the rows listed, in that order.
func (t *Texts) TakeRows(rows frame.Rows) (Rowed, error) {
	if len(t.Shape) == 0 {
		return nil, fmt.Errorf("a single string has no rows")
	}
	if err := checkRows(rows, t.Shape[0]); err != nil {
		return nil, err
	}
	return &Texts{withRows(t.Shape, rows.Len()), takeRows(t.Values, rows, product(t.Shape[1:])).([]string)}, nil
}

// String says what it is.
func (t *Texts) String() string { return fmt.Sprintf("strings of shape %v", t.Shape) }
