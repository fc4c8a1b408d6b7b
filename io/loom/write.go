package loom

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/store"
	"github.com/lazycell/lazycell/lazy"
)

// specVersion is the version of the format that is written.
const specVersion = "3.0.0"

// The stored chunks and compression of matrices, near loompy's (64 × 64 at gzip 2), but in chunks that are quicker to read.
const (
	chunkSide = 256
	gzipLevel = 2
)

// Write writes an AnnData to a loom file, streaming X, which is stored dense as the format has it, and the layers. Categoricals become text, missing numbers
// NaN. What has no place in the format, such as uns, raw and sparse arrays of obsm, is listed.
func Write(ctx context.Context, path string, a *anndata.AnnData, run []lazy.RunOption, progress func(path string, p lazy.Progress)) (leftOut []string, err error) {
	if a.X() == nil {
		return nil, fmt.Errorf("write %s: there is no X, which a loom file can't be without", path)
	}
	d, err := store.Lookup("hdf5")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	root, err := d.Open(ctx, path, store.Create)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	w := &writing{ctx: ctx, run: run, progress: progress}
	complete := false
	defer func() { // also when something panics
		if !complete {
			err = errors.Join(err, root.Abort())
		}
	}()
	if err := w.file(root, a); err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	complete = true
	if err := root.Close(); err != nil {
		return nil, fmt.Errorf("write %s: %w", path, err)
	}
	return w.leftOut, nil
}

type writing struct {
	ctx      context.Context
	run      []lazy.RunOption
	progress func(path string, p lazy.Progress)
	leftOut  []string
}

func (w *writing) file(root store.Root, a *anndata.AnnData) error {
	groups := map[string]store.Group{}
	for _, name := range []string{"attrs", "col_attrs", "col_graphs", "layers", "row_attrs", "row_graphs"} {
		g, err := root.CreateGroup(name)
		if err != nil {
			return err
		}
		groups[name] = g
	}
	if err := w.line(groups["attrs"], "LOOM_SPEC_VERSION", []int{}, []string{specVersion}); err != nil {
		return err
	}
	if err := w.matrix(root, "matrix", a.X().Transpose()); err != nil {
		return err
	}
	for _, name := range a.Layers().Keys() {
		if err := w.matrix(groups["layers"], name, a.Layers().Get(name).Transpose()); err != nil {
			return err
		}
	}
	if err := w.axis(groups["col_attrs"], "obs", a.Obs(), cellNames[0], a.Obsm()); err != nil {
		return err
	}
	if err := w.axis(groups["row_attrs"], "var", a.Var(), featureNames[0], a.Varm()); err != nil {
		return err
	}
	for _, part := range a.Outline().Parts {
		switch part.Name {
		case "uns", "obsp", "varp":
			for _, key := range part.Keys {
				w.leftOut = append(w.leftOut, part.Name+"/"+key)
			}
		}
	}
	if a.Raw() != nil {
		w.leftOut = append(w.leftOut, "raw")
	}
	return w.ctx.Err()
}

// axis writes names, columns and arrays of one axis.
func (w *writing) axis(g store.Group, name string, f *frame.Frame, names string, m anndata.Mapping) error {
	if err := f.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := w.line(g, names, []int{f.NRows()}, f.Index()); err != nil {
		return err
	}
	for _, column := range f.Columns() {
		if column == names || strings.Contains(column, "/") {
			w.leftOut = append(w.leftOut, name+"/"+column)
			continue
		}
		if err := w.line(g, column, []int{f.NRows()}, plain(f.Col(column))); err != nil {
			return err
		}
	}
	for _, key := range m.Keys() {
		value, err := m.Value(key)
		if err != nil {
			return err
		}
		x, ok := value.(*lazy.Array)
		if !ok || x.Kind() != lazy.Dense || x.NDim() < 2 || key == names || f.Has(key) {
			w.leftOut = append(w.leftOut, name+"m/"+key)
			continue
		}
		if err := w.matrix(g, key, x); err != nil {
			return err
		}
	}
	return nil
}

// plain is a column as the format can have it: numbers, or text.
func plain(s *frame.Series) any {
	switch s.Kind() {
	case frame.CategoricalKind, frame.StringKind, frame.NullableStringKind:
		out := make([]string, s.Len())
		for i, v := range s.Strings() {
			if !s.IsMissing(i) {
				out[i] = v
			}
		}
		return out
	case frame.NullableIntKind, frame.NullableBoolKind:
		if v, err := s.Float64s(); err == nil {
			return v
		}
	case frame.BoolKind:
		flags, _ := s.Values().([]bool)
		out := make([]uint8, len(flags))
		for i, v := range flags {
			if v {
				out[i] = 1
			}
		}
		return out
	}
	return s.Values()
}

func (w *writing) line(g store.Group, name string, shape []int, values any) error {
	t, err := store.TypeOf(values)
	if err != nil {
		return err
	}
	a, err := g.CreateArray(name, store.ArraySpec{DType: t, Shape: shape})
	if err != nil || len(shape) > 0 && shape[0] == 0 {
		return err
	}
	return a.WriteRegion(w.ctx, make([]int, len(shape)), shape, values)
}

// matrix writes an array of numbers, chunk by chunk.
func (w *writing) matrix(g store.Group, name string, x *lazy.Array) error {
	if x = x.ToDense(); x.Err() != nil {
		return fmt.Errorf("%s: %w", name, x.Err())
	}
	if x.DType() == lazy.Bool {
		x = x.AsType(lazy.Uint8)
	}
	shape := x.Shape()
	spec := store.ArraySpec{DType: store.Numeric(x.DType()), Shape: shape}
	if x.Size() > 0 {
		size := make([]int, len(shape))
		for i, n := range x.ChunkShape() {
			spec.Chunks = append(spec.Chunks, min(chunkSide, shape[i]))
			size[i] = min(max(n/spec.Chunks[i], 1)*spec.Chunks[i], shape[i])
		}
		spec.Compression, spec.Level = "gzip", gzipLevel
		x = x.Rechunk(size...)
	}
	a, err := g.CreateArray(name, spec)
	if err != nil || x.Size() == 0 {
		return err
	}
	opts := append([]lazy.RunOption{lazy.WithContext(w.ctx), lazy.Concurrently()}, w.run...)
	path := strings.TrimLeft(g.Path()+"/"+name, "/")
	if w.progress != nil {
		opts = append(opts, lazy.WithProgress(func(p lazy.Progress) { w.progress(path, p) }))
	}
	err = x.Each(func(c lazy.Chunk) error {
		return a.WriteRegion(w.ctx, c.Offset, c.Block.Shape(), c.Block.Dense().Data())
	}, opts...)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
