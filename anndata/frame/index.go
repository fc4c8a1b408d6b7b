package frame

import (
	"fmt"
	"strconv"
	"sync"
)

// index is the row names with a hash made when it is first needed.
type index struct {
	names  []string
	labels *Series // the same in a type of their own; nil when they are text
	once   sync.Once
	at     map[string]int // position of the first row of that name
	again  map[string]int // position of the second one, for duplicates
}

func (x *index) build() {
	x.once.Do(func() {
		x.at = make(map[string]int, len(x.names))
		for i, name := range x.names {
			if _, seen := x.at[name]; !seen {
				x.at[name] = i
				continue
			}
			if x.again == nil {
				x.again = make(map[string]int)
			}
			if _, seen := x.again[name]; !seen {
				x.again[name] = i
			}
		}
	})
}

func (x *index) find(name string) (int, error) {
	x.build()
	i, ok := x.at[name]
	if !ok {
		return 0, fmt.Errorf("no row is named %q", name)
	}
	if j, twice := x.again[name]; twice {
		return 0, fmt.Errorf("the name %q is not unique: rows %d and %d have it; select by position or make the names unique",
			name, i, j)
	}
	return i, nil
}

// Labels is the row names as a column, of numbers for instance. Names that are only text are a column of strings.
func (f *Frame) Labels() *Series {
	if f.index.labels != nil {
		return f.index.labels
	}
	return Strings(f.indexName, f.index.names)
}

// WithLabels is the same columns with rows named by a column, which keeps its type: numbers are looked up by their text.
func (f *Frame) WithLabels(labels *Series) (*Frame, error) {
	if err := labels.Load(); err != nil {
		return nil, err
	}
	g, err := f.WithIndex(labels.Strings())
	if err == nil && labels.Kind() != StringKind {
		g.index.labels = labels
	}
	return g, err
}

// DefaultIndex is the names "0", "1", … of n rows.
func DefaultIndex(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = strconv.Itoa(i)
	}
	return out
}

// Lookup is the positions of the rows with these names, in that order. A name that no row or more than one row has is an error.
func (f *Frame) Lookup(names ...string) ([]int, error) {
	if f.err != nil {
		return nil, f.err
	}
	out := make([]int, len(names))
	for i, name := range names {
		at, err := f.index.find(name)
		if err != nil {
			return nil, fmt.Errorf("frame: %w", err)
		}
		out[i] = at
	}
	return out, nil
}

// Duplicate is a row name that occurs more than once; ok is false when all are unique.
func (f *Frame) Duplicate() (name string, ok bool) {
	f.index.build()
	first := -1
	for n, i := range f.index.again {
		if first < 0 || i < first {
			name, first = n, i
		}
	}
	return name, first >= 0
}
