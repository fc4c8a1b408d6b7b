package frame

import (
	"cmp"
	"fmt"
)

// Op is a comparison of a column with a value.
type Op string

// The comparisons.
const (
	Equal          Op = "=="
	NotEqual       Op = "!="
	Less           Op = "<"
	LessOrEqual    Op = "<="
	Greater        Op = ">"
	GreaterOrEqual Op = ">="
)

func (op Op) holds(c int) bool {
	switch op {
	case Equal:
		return c == 0
	case NotEqual:
		return c != 0
	case Less:
		return c < 0
	case LessOrEqual:
		return c <= 0
	case Greater:
		return c > 0
	case GreaterOrEqual:
		return c >= 0
	}
	return false
}

// Compare compares every row with a value: a string, a bool or a number. Missing rows are never equal, less or greater, and
// always "not equal". Categoricals compare by category order when they are ordered, and only for equality when not.
func (s *Series) Compare(op Op, value any) ([]bool, error) {
	if err := s.Load(); err != nil {
		return nil, err
	}
	switch op {
	case Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual:
	default:
		return nil, fmt.Errorf("frame: column %q: no comparison %q", s.name, string(op))
	}
	out := make([]bool, s.Len())
	if c, ok := s.vector().(category); ok {
		return out, s.compareCategory(c, op, value, out)
	}
	equality := op == Equal || op == NotEqual
	values := s.vector()
	if m, ok := values.(masked); ok {
		values = m.values
	}
	switch {
	case values.kind() == StringKind:
		want, ok := value.(string)
		if !ok {
			return s.unlike(op, value, equality, out)
		}
		text := values.(plain[string])
		for i := range out {
			if s.vector().missing(i) {
				out[i] = op == NotEqual
			} else {
				out[i] = op.holds(cmp.Compare(text[i], want))
			}
		}
		return out, nil
	default:
		test, ok := scalar(values, value)
		if !ok {
			return s.unlike(op, value, equality, out)
		}
		for i := range out {
			if s.vector().missing(i) {
				out[i] = op == NotEqual
				continue
			}
			c, comparable := test(i)
			if comparable {
				out[i] = op.holds(c)
			} else {
				out[i] = op == NotEqual
			}
		}
		return out, nil
	}
}

// unlike answers a comparison with a value of another kind: nothing is equal to it, and asking for order is an error.
func (s *Series) unlike(op Op, value any, equality bool, out []bool) ([]bool, error) {
	if !equality {
		return nil, fmt.Errorf("frame: column %q: %s %s %T makes no sense", s.name, s.Kind(), op, value)
	}
	for i := range out {
		out[i] = op == NotEqual
	}
	return out, nil
}

func (s *Series) compareCategory(c category, op Op, value any, out []bool) error {
	want := -1
	cats := &Series{name: s.name, data: c.categories}
	hits, err := cats.Compare(Equal, value)
	if err != nil {
		return err
	}
	for i, hit := range hits {
		if hit {
			want = i
		}
	}
	if op != Equal && op != NotEqual {
		if !c.ordered {
			return fmt.Errorf("frame: column %q is an unordered categorical: only == and != apply", s.name)
		}
		if want < 0 {
			return fmt.Errorf("frame: column %q has no category %v to compare with", s.name, value)
		}
	}
	for i := range out {
		switch code := c.code(i); {
		case code < 0 || want < 0:
			out[i] = op == NotEqual
		default:
			out[i] = op.holds(cmp.Compare(code, want))
		}
	}
	return nil
}

// scalar makes a comparison of row i with a number or bool: exact for integers of 64 bits.
func scalar(values vector, value any) (func(i int) (int, bool), bool) {
	if b, ok := value.(bool); ok {
		value = 0
		if b {
			value = 1
		}
	}
	var whole int64
	isWhole := true
	var real float64
	switch v := value.(type) {
	case int:
		whole = int64(v)
	case int8:
		whole = int64(v)
	case int16:
		whole = int64(v)
	case int32:
		whole = int64(v)
	case int64:
		whole = v
	case uint8:
		whole = int64(v)
	case uint16:
		whole = int64(v)
	case uint32:
		whole = int64(v)
	case uint64:
		whole, isWhole, real = int64(v), v < 1<<63, float64(v)
	case float32:
		real, isWhole = float64(v), false
	case float64:
		real, isWhole = v, false
	default:
		return nil, false
	}
	if isWhole {
		real = float64(whole)
		switch v := values.(type) {
		case plain[int64]:
			return func(i int) (int, bool) { return cmp.Compare(v[i], whole), true }, true
		case plain[uint64]:
			return func(i int) (int, bool) {
				if whole < 0 {
					return 1, true
				}
				return cmp.Compare(v[i], uint64(whole)), true
			}, true
		}
	}
	if real != real {
		return func(int) (int, bool) { return 0, false }, true
	}
	return func(i int) (int, bool) {
		x, _ := values.number(i)
		return cmp.Compare(x, real), true
	}, true
}

func (s *Series) mask(op Op, value any) []bool {
	out, err := s.Compare(op, value)
	if err != nil {
		return nil
	}
	return out
}

// Eq is true in the rows equal to value. Like the other short comparisons it gives nil when the series carries an error or the
// comparison makes no sense; [Series.Compare] tells why.
func (s *Series) Eq(value any) []bool { return s.mask(Equal, value) }

// Ne is true in the rows not equal to value, missing ones included.
func (s *Series) Ne(value any) []bool { return s.mask(NotEqual, value) }

// Lt is true in the rows less than value.
func (s *Series) Lt(value any) []bool { return s.mask(Less, value) }

// Le is true in the rows less than or equal to value.
func (s *Series) Le(value any) []bool { return s.mask(LessOrEqual, value) }

// Gt is true in the rows greater than value.
func (s *Series) Gt(value any) []bool { return s.mask(Greater, value) }

// Ge is true in the rows greater than or equal to value.
func (s *Series) Ge(value any) []bool { return s.mask(GreaterOrEqual, value) }

// In is true in the rows equal to any of the values.
func (s *Series) In(values ...any) []bool {
	if s.Load() != nil {
		return nil
	}
	out := make([]bool, s.Len())
	for _, v := range values {
		for i, hit := range s.Eq(v) {
			out[i] = out[i] || hit
		}
	}
	return out
}
