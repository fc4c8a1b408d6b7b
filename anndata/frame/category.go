package frame

import (
	"fmt"
	"math"
	"slices"
)

// category is a vector of codes into categories; code -1 is missing.
type category struct {
	codes      vector // plain int8, int16, int32 or int64
	categories vector // plain, unique values
	ordered    bool
}

func (c category) length() int        { return c.codes.length() }
func (c category) kind() Kind         { return CategoricalKind }
func (c category) dtype() string      { return "category" }
func (c category) missing(i int) bool { return c.code(i) < 0 }
func (c category) take(rows Rows) vector {
	return category{c.codes.take(rows), c.categories, c.ordered}
}

// code is the i-th code, without boxing: it is called once for each row.
func (c category) code(i int) int {
	switch v := c.codes.(type) {
	case plain[int8]:
		return int(v[i])
	case plain[int16]:
		return int(v[i])
	case plain[int32]:
		return int(v[i])
	case plain[int64]:
		return int(v[i])
	}
	return -1
}

func (c category) text(i int) string {
	if code := c.code(i); code >= 0 {
		return c.categories.text(code)
	}
	return "NaN"
}

func (c category) number(i int) (float64, bool) {
	if c.categories.kind() == StringKind {
		return 0, false
	}
	if code := c.code(i); code >= 0 {
		return c.categories.number(code)
	}
	return math.NaN(), true
}

// raw is the values themselves: strings with "" for missing ones, or numbers; float64 NaN marks missing numbers.
func (c category) raw() any {
	switch cats := c.categories.(type) {
	case plain[string]:
		return decode(c, cats, "")
	case plain[bool]:
		return decode(c, cats, false)
	}
	for i := range c.length() {
		if c.missing(i) {
			return floats(c)
		}
	}
	rows := make(List, c.length())
	for i := range rows {
		rows[i] = c.code(i)
	}
	return c.categories.take(rows).raw()
}

func decode[T any](c category, cats []T, missing T) []T {
	out := make([]T, c.length())
	for i := range out {
		if code := c.code(i); code >= 0 {
			out[i] = cats[code]
		} else {
			out[i] = missing
		}
	}
	return out
}

func floats(v vector) []float64 {
	out := make([]float64, v.length())
	for i := range out {
		x, ok := v.number(i)
		if !ok {
			return nil
		}
		out[i] = x
	}
	return out
}

// pack stores codes in the narrowest signed type that can count the categories, as pandas does.
func pack(codes []int, categories int) vector {
	switch {
	case categories < math.MaxInt8:
		return narrow[int8](codes)
	case categories < math.MaxInt16:
		return narrow[int16](codes)
	case categories < math.MaxInt32:
		return narrow[int32](codes)
	}
	return narrow[int64](codes)
}

func narrow[T int8 | int16 | int32 | int64](codes []int) plain[T] {
	out := make(plain[T], len(codes))
	for i, c := range codes {
		out[i] = T(c)
	}
	return out
}

// newCategory checks codes against categories.
func newCategory(codes, categories vector, ordered bool) (category, error) {
	none := category{}
	if codes.kind() != IntKind {
		return none, fmt.Errorf("codes are %s, not signed integers", codes.dtype())
	}
	n := categories.length()
	seen := make(map[string]bool, n)
	for i := range n {
		t := categories.text(i)
		if seen[t] {
			return none, fmt.Errorf("category %q occurs twice", t)
		}
		seen[t] = true
	}
	c := category{codes, categories, ordered}
	for i := range codes.length() {
		if code := c.code(i); code < -1 || code >= n {
			return none, fmt.Errorf("code %d in row %d is out of range for %d categories", code, i, n)
		}
	}
	return c, nil
}

// encode finds the categories of strings: sorted, as pandas' astype("category") does.
func encode(values []string, missing []bool) category {
	at := make(map[string]int)
	for i, v := range values {
		if missing == nil || !missing[i] {
			at[v] = 0
		}
	}
	cats := make([]string, 0, len(at))
	for v := range at {
		cats = append(cats, v)
	}
	slices.Sort(cats)
	for i, v := range cats {
		at[v] = i
	}
	codes := make([]int, len(values))
	for i, v := range values {
		codes[i] = at[v]
		if missing != nil && missing[i] {
			codes[i] = -1
		}
	}
	return category{pack(codes, len(cats)), plain[string](cats), false}
}
