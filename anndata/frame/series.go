package frame

import (
	"errors"
	"fmt"
)

// Series is one column: a name and its values. It is immutable, and may carry an error instead of values.
type Series struct {
	name  string
	data  vector // nil when the values are read later
	later *later
	err   error
}

// Column is what [New] takes: a series, usually straight from a constructor such as [Strings].
type Column = *Series

func failed(name string, err error) *Series {
	return &Series{name: name, data: plain[float64]{}, err: fmt.Errorf("frame: column %q: %w", name, err)}
}

// Of makes a column of any supported slice: numbers of any width, bool or string.
func Of(name string, values any) *Series {
	v, err := storage(values)
	if err != nil {
		return failed(name, err)
	}
	return &Series{name: name, data: v}
}

// Numbers makes a numeric column of the element type of values.
func Numbers[T Number](name string, values []T) *Series {
	return &Series{name: name, data: plain[T](values)}
}

// Float64s makes a column of float64; NaN is missing.
func Float64s(name string, values []float64) *Series { return Numbers(name, values) }

// Ints makes a column of int64.
func Ints(name string, values []int64) *Series { return Numbers(name, values) }

// Bools makes a column of booleans.
func Bools(name string, values []bool) *Series { return &Series{name: name, data: plain[bool](values)} }

// Strings makes a column of strings.
func Strings(name string, values []string) *Series {
	return &Series{name: name, data: plain[string](values)}
}

// Categories makes an unordered categorical out of the values: its categories are the distinct values, sorted.
func Categories(name string, values []string) *Series {
	return &Series{name: name, data: encode(values, nil)}
}

// Categorical makes a categorical from codes and categories; code -1 is missing.
func Categorical[C Code, V Value](name string, codes []C, categories []V, ordered bool) *Series {
	wide := make([]int, len(codes))
	for i, c := range codes {
		wide[i] = int(c)
	}
	return categorical(name, nil, wide, plain[V](categories), ordered)
}

// CategoricalOf is [Categorical] for slices whose type is known only at run time, as a reader of files has them.
func CategoricalOf(name string, codes, categories any, ordered bool) *Series {
	cats, err := storage(categories)
	if err != nil {
		return failed(name, fmt.Errorf("categories: %w", err))
	}
	cv, err := storage(codes)
	if err != nil {
		return failed(name, fmt.Errorf("codes: %w", err))
	}
	if cv.kind() != IntKind && cv.kind() != UintKind {
		return failed(name, fmt.Errorf("codes are %s, not integers", cv.dtype()))
	}
	if cv.kind() == IntKind {
		return categorical(name, cv, nil, cats, ordered)
	}
	wide := make([]int, cv.length())
	for i := range wide {
		x, _ := cv.number(i)
		wide[i] = int(x)
	}
	return categorical(name, nil, wide, cats, ordered)
}

// categorical builds from stored codes, or from wide ones when those are given; wide ones are checked before they are
// packed, so that no code is cut off.
func categorical(name string, stored vector, wide []int, cats vector, ordered bool) *Series {
	if wide != nil || stored == nil {
		stored = narrow[int64](wide)
	}
	c, err := newCategory(stored, cats, ordered)
	if err != nil {
		return failed(name, err)
	}
	if wide != nil {
		c.codes = pack(wide, cats.length())
	} else if stored.length() == 0 {
		c.codes = pack(nil, cats.length())
	}
	return &Series{name: name, data: c}
}

// Nullable makes a column with a mask that is true where the value is missing. The values are integers, booleans or
// strings.
func Nullable(name string, values any, mask []bool) *Series {
	v, err := storage(values)
	if err != nil {
		return failed(name, err)
	}
	if v.kind() == FloatKind {
		return failed(name, errors.New("floats mark missing values with NaN, not with a mask"))
	}
	if v.length() != len(mask) {
		return failed(name, fmt.Errorf("%d values but a mask of %d", v.length(), len(mask)))
	}
	return &Series{name: name, data: masked{v, mask}}
}

// NullableInts makes a column of int64 with missing values.
func NullableInts(name string, values []int64, mask []bool) *Series {
	return Nullable(name, values, mask)
}

// NullableBools makes a column of booleans with missing values.
func NullableBools(name string, values, mask []bool) *Series { return Nullable(name, values, mask) }

// NullableStrings makes a column of strings with missing values.
func NullableStrings(name string, values []string, mask []bool) *Series {
	return Nullable(name, values, mask)
}

// Err is the error the series carries, or nil. That of values which are read later is known when they were asked for.
func (s *Series) Err() error {
	if s.err == nil && s.later != nil {
		return s.later.failed()
	}
	return s.err
}

// Name is the name of the column.
func (s *Series) Name() string { return s.name }

// Rename is the same column under another name.
func (s *Series) Rename(name string) *Series {
	return &Series{name: name, data: s.data, later: s.later, err: s.err}
}

// Len is the number of rows; 0 for a series that carries an error.
func (s *Series) Len() int {
	if s.later != nil {
		return s.later.rows
	}
	return s.data.length()
}

// Kind says what the column holds; Invalid for a series that carries an error.
func (s *Series) Kind() Kind {
	if s.err != nil {
		return Invalid
	}
	return s.kind().kind()
}

// DType is the name pandas gives to the type: "float64", "bool", "category", "Int64"; plain strings are "object".
func (s *Series) DType() string {
	if s.Kind() == StringKind {
		return "object"
	}
	return s.kind().dtype()
}

// Values is the typed slice that holds the values: []float64, []int32, []string, []bool and so on; for nullable columns the
// values under the mask; for categoricals the decoded values ("" or NaN where missing). The slice must not be changed.
// It is nil for a series that carries an error.
func (s *Series) Values() any {
	if s.err != nil {
		return nil
	}
	return s.vector().raw()
}

// IsMissing reports whether the value of row i is missing: NaN, masked, or code -1.
func (s *Series) IsMissing(i int) bool { return s.vector().missing(i) }

// Text is the value of row i as it is printed.
func (s *Series) Text(i int) string { return s.vector().text(i) }

// Strings is every value as text, as it is printed in full. For a column of strings this is the stored slice itself.
func (s *Series) Strings() []string {
	if p, ok := s.vector().(plain[string]); ok {
		return p
	}
	out := make([]string, s.Len())
	for i := range out {
		out[i] = s.vector().text(i)
	}
	return out
}

// Float64s is every value as float64, NaN where missing; an error for strings.
func (s *Series) Float64s() ([]float64, error) {
	if err := s.Load(); err != nil {
		return nil, err
	}
	if p, ok := s.vector().(plain[float64]); ok {
		return p, nil
	}
	out := floats(s.vector())
	if out == nil {
		return nil, fmt.Errorf("frame: column %q holds %s, not numbers", s.name, s.vector().kind())
	}
	return out, nil
}

// Codes is the codes of a categorical: []int8, []int16, []int32 or []int64. It is nil for other columns.
func (s *Series) Codes() any {
	if c, ok := s.vector().(category); ok {
		return c.codes.raw()
	}
	return nil
}

// Code is the code of row i of a categorical, -1 where missing and for other columns.
func (s *Series) Code(i int) int {
	if c, ok := s.vector().(category); ok {
		return c.code(i)
	}
	return -1
}

// Categories is the categories of a categorical as a column of their own, or nil for other columns.
func (s *Series) Categories() *Series {
	if c, ok := s.vector().(category); ok {
		return &Series{name: s.name, data: c.categories}
	}
	return nil
}

// Ordered reports whether the categories have an order that comparisons use.
func (s *Series) Ordered() bool {
	c, ok := s.vector().(category)
	return ok && c.ordered
}

// Mask is the mask of a nullable column, true where missing; nil for other columns.
func (s *Series) Mask() []bool {
	if m, ok := s.vector().(masked); ok {
		return m.mask
	}
	return nil
}

// AsCategory turns a column of strings into a categorical with sorted categories; a categorical stays as it is.
func (s *Series) AsCategory() *Series {
	if err := s.Load(); err != nil {
		return failed(s.name, err)
	}
	switch v := s.vector().(type) {
	case category:
		return s
	case plain[string]:
		return &Series{name: s.name, data: encode(v, nil)}
	case masked:
		if text, ok := v.values.(plain[string]); ok {
			return &Series{name: s.name, data: encode(text, v.mask)}
		}
	}
	return failed(s.name, fmt.Errorf("%s can't become a categorical of strings", s.Kind()))
}

// Take is the rows listed, in that order; contiguous rows share memory with the column.
func (s *Series) Take(rows Rows) *Series {
	if s.err != nil {
		return s
	}
	r, err := plan(rows, s.Len())
	if err != nil {
		return failed(s.name, err)
	}
	return s.take(r)
}

// Equal reports whether both columns have the same type and values; missing values equal each other, names don't count.
func (s *Series) Equal(t *Series) bool {
	if s.Load() != nil || t.Load() != nil || s.Len() != t.Len() || s.DType() != t.DType() || s.Kind() != t.Kind() || s.Ordered() != t.Ordered() {
		return false
	}
	if cats := s.Categories(); cats != nil && !cats.Equal(t.Categories()) {
		return false
	}
	for i := range s.Len() {
		if s.IsMissing(i) != t.IsMissing(i) || s.Text(i) != t.Text(i) {
			return false
		}
	}
	return true
}
