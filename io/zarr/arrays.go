package zarr

import (
	"fmt"

	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/lazy"
)

// Arrays is the arrays of numbers of a store, as lazy arrays that are read when they are asked for. Close it when they are no longer needed.
type Arrays = elem.Arrays

// WriteArrays writes arrays by name to a new store, a group whose members they are, chunk by chunk as they are computed: zarr.open_group(path)[name] in Python. They are
// computed in one go, so that what several are made of is made once, and never held as a whole. The store gets its name when it is complete.
func WriteArrays(path string, arrays map[string]*lazy.Array, opts ...Option) error {
	o, err := newOptions(opts)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return elem.SaveArrays(o.ctx, o.driver(), path, arrays, o.writer)
}

// OpenArrays opens the arrays of numbers that are members of a store's top group, which need not be an AnnData.
func OpenArrays(path string, opts ...Option) (*Arrays, error) {
	o, err := newOptions(opts)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return elem.OpenArrays(o.ctx, o.driver(), path, format)
}
