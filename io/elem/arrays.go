package elem

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// Sink takes the chunks of a lazy array into an array of a store of the same shape, as dense ones. The chunks of the lazy array are whole chunks of the stored
// one where several goroutines write.
func Sink(a store.Array) lazy.Sink { return sink{a} }

type sink struct{ array store.Array }

// WriteBlock writes a chunk.
func (s sink) WriteBlock(ctx context.Context, offset []int, b block.Block) error {
	return s.array.WriteRegion(ctx, offset, b.Shape(), b.Dense().Data())
}

// SaveArrays writes arrays by name to a new file, which gets its name when it is complete, as Save does. They are computed in one go: what several are made of is made
// once. Sparse chunks become dense ones.
func SaveArrays(ctx context.Context, d store.Driver, path string, arrays map[string]*lazy.Array, w Writer) error {
	root, err := d.Open(ctx, path, store.Create)
	if err == nil {
		err = saveArrays(ctx, root, arrays, &writing{w})
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func saveArrays(ctx context.Context, root store.Root, arrays map[string]*lazy.Array, w *writing) (err error) {
	complete := false
	defer func() { // also when something panics
		if !complete {
			err = errors.Join(err, root.Abort())
		}
	}()
	var all []*lazy.Array
	var sinks []lazy.Sink
	for _, name := range slices.Sorted(maps.Keys(arrays)) {
		x := arrays[name]
		if x == nil {
			return at(name, errors.New("the array is nil"))
		}
		x = x.ToDense()
		if err := x.Err(); err != nil {
			return at(name, err)
		}
		x, spec := w.stored(x)
		made, err := root.CreateArray(name, spec)
		if err != nil {
			return err
		}
		if x.Size() > 0 {
			all, sinks = append(all, x), append(sinks, Sink(made))
		}
	}
	if err := lazy.Store(all, sinks, w.run(ctx, "")...); err != nil {
		return err
	}
	complete = true
	return root.Close()
}

// Arrays is the arrays of numbers at the top of a file, as lazy arrays that are read when they are asked for. They stay usable until it is closed.
type Arrays struct {
	root   store.Root
	arrays map[string]*lazy.Array
}

// OpenArrays opens a file whose arrays were written one by one; format is as Reader.Format. Groups, and arrays of anything but numbers, are left out.
func OpenArrays(ctx context.Context, d store.Driver, path, format string) (*Arrays, error) {
	root, err := d.Open(ctx, path, store.Read)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, errors.Join(err, root.Close()))
	}
	r := &reading{lazy: true, store: path, place: place{format, whole}, notice: func(string) {}}
	out := &Arrays{root, map[string]*lazy.Array{}}
	names, err := root.Children()
	for i := 0; err == nil && i < len(names); i++ {
		var m *member
		if m, err = find(root, names[i]); err == nil && m != nil && m.array != nil {
			if _, ok := m.array.Type().DType(); ok {
				out.arrays[names[i]], err = r.dense(ctx, m)
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, errors.Join(err, root.Close()))
	}
	return out, nil
}

// Names is the names of the arrays, sorted.
func (a *Arrays) Names() []string { return slices.Sorted(maps.Keys(a.arrays)) }

// Get is an array by name; one that there isn't carries an error.
func (a *Arrays) Get(name string) *lazy.Array {
	if x, ok := a.arrays[name]; ok {
		return x
	}
	return lazy.Failed(fmt.Errorf("there is no array %q; there are %q", name, a.Names()))
}

// Close closes the file. What was not read until then can't be read any more.
func (a *Arrays) Close() error { return a.root.Close() }
