package frame

import "fmt"

// Rows is a list of row positions. A lazy.Selection is one.
type Rows interface {
	Len() int
	At(i int) int
}

// List is an explicit list of row positions, in any order and with repeats.
type List []int

// Len is the number of rows listed.
func (l List) Len() int { return len(l) }

// At is the position of the i-th row of the list.
func (l List) At(i int) int { return l[i] }

// Span is the rows from Lo up to and without Hi.
type Span struct{ Lo, Hi int }

// Len is the number of rows in the span.
func (s Span) Len() int { return max(0, s.Hi-s.Lo) }

// At is the position of the i-th row of the span.
func (s Span) At(i int) int { return s.Lo + i }

// plan normalises a row list: it checks every position and finds out whether the rows are one contiguous run, which
// columns can then share instead of copy.
func plan(rows Rows, n int) (Rows, error) {
	count := rows.Len()
	contiguous := true
	for i := range count {
		at := rows.At(i)
		if at < 0 || at >= n {
			return nil, fmt.Errorf("row %d is out of range for %d rows", at, n)
		}
		if contiguous && at != rows.At(0)+i {
			contiguous = false
		}
	}
	switch {
	case count == 0:
		return Span{}, nil
	case contiguous:
		return Span{rows.At(0), rows.At(0) + count}, nil
	}
	return rows, nil
}

// gather takes planned rows of a slice; a span shares memory with it.
func gather[T any](values []T, rows Rows) []T {
	if s, ok := rows.(Span); ok {
		return values[s.Lo:s.Hi:s.Hi]
	}
	out := make([]T, rows.Len())
	for i := range out {
		out[i] = values[rows.At(i)]
	}
	return out
}
