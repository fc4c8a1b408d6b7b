package elem

import (
	"errors"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
)

// Lazy is an array of numbers of a store as a lazy array whose chunks are read when they are asked for; storeName and path are for
// messages.
func Lazy(a store.Array, storeName, path string) (*lazy.Array, error) {
	d, ok := a.Type().DType()
	if !ok {
		return nil, at(path, errors.New("an array of strings where numbers were expected"))
	}
	r := &reading{lazy: true, store: storeName}
	shape := a.Shape()
	s := &source{from: denseSource{a}, name: r.sourceName(path), store: storeName, path: path}
	return lazy.FromSource(s, d, shape, readChunks(shape, a.Chunks(), d.Size())), nil
}
