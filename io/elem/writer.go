package elem

import (
	"context"
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// Writer writes elements as Python's anndata does. The zero Writer leaves compression to the store and stores arrays in one piece where the
// store can do that.
type Writer struct {
	Compression string // of arrays; "" for the store's own default
	Level       int    // of the compression's own scale
	// ChunkBytes is the most that a chunk of an array may have; arrays are then stored in chunks, each written once. With 0 they are
	// in one piece.
	ChunkBytes int
	// Concurrently lets chunks of an array be written by several goroutines at once: for stores that are not one big lock.
	Concurrently bool
	// KeepStrings leaves columns of strings in obs, var and raw/var as they are. As in Python, those whose strings repeat
	// are written as categoricals otherwise.
	KeepStrings bool
	// Chunks is the shape of the stored chunks of dense matrices that have as many axes as it has numbers. Others, and all when it is nil, are cut as
	// the arrays are.
	Chunks []int
	// ShardBytes, when it isn't 0, is the most that a stored chunk of a dense matrix has: chunks as they would be otherwise become shards of those. For
	// stores that have shards.
	ShardBytes int
	// Run is given to every computation: how much memory chunks may take, how many are made at once.
	Run []lazy.RunOption
	// Progress, when there is one, is told how far the computation of the matrix at a path is.
	Progress func(path string, p lazy.Progress)
}

// CheckChunks says whether a shape can be that of stored chunks.
func CheckChunks(sizes []int) error {
	for _, n := range sizes {
		if n < 1 {
			return fmt.Errorf("chunks of shape %v: every size must be at least 1", sizes)
		}
	}
	return nil
}

type writing struct{ Writer }

// Write writes the elements of an AnnData as the members of an empty group, usually the top of a store. Lazy arrays are computed chunk by chunk.
func (o Writer) Write(ctx context.Context, g store.Group, a *anndata.AnnData) error {
	return (&writing{o}).annData(ctx, g, a)
}

func (w *writing) annData(ctx context.Context, g store.Group, a *anndata.AnnData) error {
	if err := a.Err(); err != nil {
		return err
	}
	if err := g.SetAttrs(encAnnData.attributes(nil)); err != nil {
		return err
	}
	if x := a.X(); x != nil {
		if err := w.matrix(ctx, g, "X", x); err != nil {
			return err
		}
	}
	if err := w.annotation(ctx, g, "obs", a.Obs()); err != nil {
		return err
	}
	if err := w.annotation(ctx, g, "var", a.Var()); err != nil {
		return err
	}
	for _, part := range []struct {
		name    string
		mapping anndata.Mapping
	}{{"obsm", a.Obsm()}, {"varm", a.Varm()}, {"obsp", a.Obsp()}, {"varp", a.Varp()}, {"layers", a.Layers()}} {
		if err := w.mapping(ctx, g, part.name, part.mapping); err != nil {
			return err
		}
	}
	if err := w.dict(ctx, g, "uns", a.Uns()); err != nil {
		return err
	}
	if raw := a.Raw(); raw != nil {
		return w.raw(ctx, g, "raw", raw)
	}
	return nil
}

// annotation writes obs or var.
func (w *writing) annotation(ctx context.Context, g store.Group, name string, f *frame.Frame) error {
	if !w.KeepStrings {
		var err error
		if f, err = withCategories(f); err != nil {
			return at(below(g, name), err)
		}
	}
	return w.frame(ctx, g, name, f)
}

func (w *writing) mapping(ctx context.Context, g store.Group, name string, m anndata.Mapping) error {
	made, err := w.group(g, name, encDict, nil)
	if err != nil {
		return err
	}
	for _, key := range m.Keys() {
		value, err := m.Value(key)
		if err != nil {
			return at(below(made, key), err)
		}
		if err := w.value(ctx, made, key, value); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) raw(ctx context.Context, g store.Group, name string, raw *anndata.Raw) error {
	if err := raw.Err(); err != nil {
		return at(below(g, name), err)
	}
	made, err := w.group(g, name, encRaw, nil)
	if err != nil {
		return err
	}
	if err := w.matrix(ctx, made, "X", raw.X()); err != nil {
		return err
	}
	if err := w.annotation(ctx, made, "var", raw.Var()); err != nil {
		return err
	}
	return w.mapping(ctx, made, "varm", raw.Varm())
}

// run is the options of computing the matrix at a path.
func (w *writing) run(ctx context.Context, path string) []lazy.RunOption {
	opts := append([]lazy.RunOption{lazy.WithContext(ctx)}, w.Run...)
	if w.Progress != nil {
		opts = append(opts, lazy.WithProgress(func(p lazy.Progress) { w.Progress(path, p) }))
	}
	return opts
}

// group makes a group element.
func (w *writing) group(g store.Group, name string, e encoding, more map[string]any) (store.Group, error) {
	made, err := g.CreateGroup(name)
	if err != nil {
		return nil, err
	}
	return made, made.SetAttrs(e.attributes(more))
}

// array makes an array element.
func (w *writing) array(g store.Group, name string, e encoding, spec store.ArraySpec) (store.Array, error) {
	if len(spec.Shape) > 0 {
		spec.Compression, spec.Level = w.Compression, w.Level
	}
	made, err := g.CreateArray(name, spec)
	if err != nil {
		return nil, err
	}
	return made, made.SetAttrs(e.attributes(nil))
}

func (w *writing) null(g store.Group, name string) error {
	_, err := w.array(g, name, encNull, store.ArraySpec{Null: true})
	return err
}

// single writes one value.
func (w *writing) single(ctx context.Context, g store.Group, name string, e encoding, value any) error {
	return w.whole(ctx, g, name, e, []int{}, value)
}

// line writes a slice as an array of one axis.
func (w *writing) line(ctx context.Context, g store.Group, name string, values any) error {
	if s, ok := values.([]string); ok {
		return w.texts(ctx, g, name, s)
	}
	return w.whole(ctx, g, name, encArray, []int{lengthOf(values)}, values)
}

func (w *writing) texts(ctx context.Context, g store.Group, name string, values []string) error {
	return w.whole(ctx, g, name, encTexts, []int{len(values)}, values)
}

// whole writes an array whose values are at hand.
func (w *writing) whole(ctx context.Context, g store.Group, name string, e encoding, shape []int, values any) error {
	t, err := store.TypeOf(values)
	if err != nil {
		return at(below(g, name), err)
	}
	made, err := w.array(g, name, e, store.ArraySpec{DType: t, Shape: shape})
	if err != nil || len(shape) > 0 && shape[0] == 0 {
		return err
	}
	return made.WriteRegion(ctx, make([]int, len(shape)), shape, values)
}

// stored is how a dense array is stored, and the array in chunks that are whole stored ones.
func (w *writing) stored(x *lazy.Array) (*lazy.Array, store.ArraySpec) {
	shape, d := x.Shape(), x.DType()
	spec := store.ArraySpec{DType: store.Numeric(d), Shape: shape}
	switch {
	case len(shape) == 0 || x.Size() == 0:
	case len(w.Chunks) == len(shape):
		x, spec.Chunks = inChunks(x, w.Chunks)
	case w.ChunkBytes > 0:
		var size []int
		x, size = gridded(x)
		spec.Chunks = storedChunks(size, shape, d.Size(), w.ChunkBytes)
	}
	w.shard(&spec, d.Size())
	return x, spec
}

// matrix writes an array, chunk by chunk as they are computed.
func (w *writing) matrix(ctx context.Context, g store.Group, name string, x *lazy.Array) error {
	path := below(g, name)
	if err := x.Err(); err != nil {
		return at(path, err)
	}
	if x.Kind() != block.KindDense {
		return w.sparse(ctx, g, name, x)
	}
	e := encArray
	if x.NDim() == 0 {
		e = encNumber // as anndata does
	}
	x, spec := w.stored(x)
	made, err := w.array(g, name, e, spec)
	if err != nil || x.Size() == 0 {
		return err
	}
	opts := w.run(ctx, path)
	if w.Concurrently {
		opts = append(opts, lazy.Concurrently())
	}
	var failed firstError
	err = x.Each(func(c lazy.Chunk) error {
		return failed.keep(Sink(made).WriteBlock(ctx, c.Offset, c.Block))
	}, opts...)
	if storeErr := failed.get(); storeErr != nil { // it says where by itself
		return storeErr
	}
	if err != nil {
		return at(path, fmt.Errorf("compute it: %w", err))
	}
	return nil
}
