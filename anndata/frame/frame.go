package frame

import (
	"errors"
	"fmt"
	"slices"
)

// Frame is an immutable table: named rows and typed columns of one length.
type Frame struct {
	index     *index
	indexName string
	cols      []*Series
	at        map[string]int
	err       error
}

// Failed is a frame without rows that carries an error: its columns carry it too, and every call that returns an error returns it.
func Failed(err error) *Frame {
	f := build(nil, "", nil)
	f.err = err
	return f
}

// Err is the error the frame carries, or nil.
func (f *Frame) Err() error { return f.err }

// New makes a frame from row names and columns. With a nil index the rows are named "0", "1", … and counted by the columns.
func New(names []string, cols ...Column) (*Frame, error) {
	if names == nil && len(cols) > 0 && cols[0] != nil {
		names = DefaultIndex(cols[0].Len())
	}
	f := &Frame{index: &index{names: names}, at: make(map[string]int, len(cols))}
	for i, c := range cols {
		if c == nil {
			return nil, fmt.Errorf("frame.New: column %d is nil", i)
		}
		if c.err != nil {
			return nil, fmt.Errorf("frame.New: %w", c.err)
		}
		if c.Len() != len(names) {
			return nil, fmt.Errorf("frame.New: column %q has %d rows, the index has %d", c.name, c.Len(), len(names))
		}
		if _, twice := f.at[c.name]; twice {
			return nil, fmt.Errorf("frame.New: two columns are named %q", c.name)
		}
		f.at[c.name] = i
		f.cols = append(f.cols, c)
	}
	return f, nil
}

// Empty is a frame of n rows named "0", "1", … and no columns.
func Empty(n int) *Frame { return build(DefaultIndex(n), "", nil) }

// build makes a frame of columns already known to fit.
func build(names []string, indexName string, cols []*Series) *Frame {
	f := &Frame{index: &index{names: names}, indexName: indexName, cols: cols, at: make(map[string]int, len(cols))}
	for i, c := range cols {
		f.at[c.name] = i
	}
	return f
}

// NRows is the number of rows.
func (f *Frame) NRows() int { return len(f.index.names) }

// NCols is the number of columns.
func (f *Frame) NCols() int { return len(f.cols) }

// Columns is the names of the columns in order.
func (f *Frame) Columns() []string {
	out := make([]string, len(f.cols))
	for i, c := range f.cols {
		out[i] = c.name
	}
	return out
}

// Has reports whether there is a column of that name.
func (f *Frame) Has(name string) bool {
	_, ok := f.at[name]
	return ok
}

// Col is the column of that name; when there is none the series carries an error that lists the columns.
func (f *Frame) Col(name string) *Series {
	if i, ok := f.at[name]; ok {
		return f.cols[i]
	}
	if f.err != nil {
		return &Series{name: name, data: plain[float64]{}, err: f.err}
	}
	return &Series{name: name, data: plain[float64]{},
		err: fmt.Errorf("frame: no column %q; the columns are %q", name, f.Columns())}
}

// Index is the row names. The slice must not be changed.
func (f *Frame) Index() []string { return f.index.names }

// IndexName is the name of the index, often "".
func (f *Frame) IndexName() string { return f.indexName }

// WithIndexName is the same frame with the index named.
func (f *Frame) WithIndexName(name string) *Frame {
	g := *f
	g.indexName = name
	return &g
}

// WithIndex is the same columns under other row names.
func (f *Frame) WithIndex(names []string) (*Frame, error) {
	if f.err != nil {
		return nil, f.err
	}
	if len(names) != f.NRows() {
		return nil, fmt.Errorf("frame: %d names for %d rows", len(names), f.NRows())
	}
	return build(names, f.indexName, f.cols), nil
}

// With is the frame with a column added, or replaced when there is one of that name.
func (f *Frame) With(cols ...Column) (*Frame, error) {
	if f.err != nil {
		return nil, f.err
	}
	out := slices.Clone(f.cols)
	at := make(map[string]int, len(out)+len(cols))
	for i, c := range out {
		at[c.name] = i
	}
	for _, c := range cols {
		switch {
		case c == nil:
			return nil, errors.New("frame: the column to set is nil")
		case c.err != nil:
			return nil, c.err
		case c.Len() != f.NRows():
			return nil, fmt.Errorf("frame: column %q has %d rows, the frame has %d", c.name, c.Len(), f.NRows())
		}
		if i, ok := at[c.name]; ok {
			out[i] = c
			continue
		}
		at[c.name] = len(out)
		out = append(out, c)
	}
	return &Frame{index: f.index, indexName: f.indexName, cols: out, at: at}, nil
}

// Without is the frame without these columns; a name that is no column is an error.
func (f *Frame) Without(names ...string) (*Frame, error) {
	if f.err != nil {
		return nil, f.err
	}
	for _, name := range names {
		if !f.Has(name) {
			return nil, f.Col(name).err
		}
	}
	keep := slices.DeleteFunc(slices.Clone(f.cols), func(c *Series) bool { return slices.Contains(names, c.name) })
	g := build(f.index.names, f.indexName, keep)
	g.index = f.index
	return g, nil
}

// Select is the frame with these columns only, in this order.
func (f *Frame) Select(names ...string) (*Frame, error) {
	if f.err != nil {
		return nil, f.err
	}
	cols := make([]*Series, 0, len(names))
	for _, name := range names {
		c := f.Col(name)
		if c.err != nil {
			return nil, c.err
		}
		cols = append(cols, c)
	}
	g, err := New(f.Index(), cols...)
	if err != nil {
		return nil, err
	}
	g.index = f.index
	return g.WithIndexName(f.indexName), nil
}

// Take is the rows listed, in that order, repeats included. Contiguous rows share memory with the frame.
func (f *Frame) Take(rows Rows) (*Frame, error) {
	if f.err != nil {
		return nil, f.err
	}
	r, err := plan(rows, f.NRows())
	if err != nil {
		return nil, fmt.Errorf("frame: %w", err)
	}
	if s, ok := r.(Span); ok && s.Lo == 0 && s.Hi == f.NRows() {
		return f, nil
	}
	cols := make([]*Series, len(f.cols))
	for i, c := range f.cols {
		cols[i] = c.take(r)
	}
	g := build(gather(f.index.names, r), f.indexName, cols)
	if l := f.index.labels; l != nil {
		g.index.labels = l.take(r)
	}
	return g, nil
}

// Filter is the rows where the mask is true.
func (f *Frame) Filter(mask []bool) (*Frame, error) {
	if f.err != nil {
		return nil, f.err
	}
	if len(mask) != f.NRows() {
		return nil, fmt.Errorf("frame: a mask of %d for %d rows", len(mask), f.NRows())
	}
	rows := List{}
	for i, keep := range mask {
		if keep {
			rows = append(rows, i)
		}
	}
	return f.Take(rows)
}

// Loc is the rows with these names, in that order. A name that no row or more than one row has is an error.
func (f *Frame) Loc(names ...string) (*Frame, error) {
	rows, err := f.Lookup(names...)
	if err != nil {
		return nil, err
	}
	return f.Take(List(rows))
}
