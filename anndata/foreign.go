package anndata

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata/frame"
)

// Foreign is an element in an encoding that is not known here. It stays in its file, and is written by copying it from there.
type Foreign struct {
	Encoding string // as the file says, such as "zebra 0.1.0"; "" when it doesn't
	Path     string // in the file, such as "uns/stripes"
	Source   any    // for the package that read it
}

// NRows is -1: nobody knows.
func (f *Foreign) NRows() int { return -1 }

// TakeRows is an error unless it takes none away, which can't be known.
func (f *Foreign) TakeRows(frame.Rows) (Rowed, error) {
	return nil, fmt.Errorf("%s: its encoding (%s) isn't known here, so no rows of it can be selected: delete it first", f.Path, f.Encoding)
}

// String says what it is.
func (f *Foreign) String() string {
	return fmt.Sprintf("element of the encoding %q, not known here", f.Encoding)
}
