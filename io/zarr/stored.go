package zarr

import (
	"slices"

	"github.com/lazycell/lazycell/io/store"
)

var _ store.Stored = (*array)(nil)

// Storage is how the array lies in the store.
func (a *array) Storage() (store.Storage, error) {
	p := &a.meta.Pipeline
	s := store.Storage{}
	if p.Shard != nil {
		s.Shard = slices.Clone(a.meta.Chunks)
		p = &p.Shard.Pipeline
	}
	if p.Order != nil {
		s.Filters = append(s.Filters, "transpose")
	}
	for _, c := range p.Bytes {
		s.Filters = append(s.Filters, c.Name())
	}
	var err error
	if s.Bytes, err = a.dir.Size(a.path); err != nil {
		return s, a.wrap(err)
	}
	return s, nil
}
