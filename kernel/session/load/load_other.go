//go:build !cgo

package load

import (
	"errors"

	"github.com/lazycell/lazycell/kernel/session/rt"
)

// Cell has no plugins to open in a program without cgo.
func Cell(string) (*rt.Cell, error) {
	return nil, errors.New("this program was built without cgo, which plugins need: build it again with CGO_ENABLED=1")
}
