package frame

import (
	"fmt"
	"math"
	"strconv"
)

// vector is the storage of a column: plain values, or codes with categories, or values with a mask.
type vector interface {
	length() int
	kind() Kind
	dtype() string
	raw() any
	take(rows Rows) vector
	missing(i int) bool
	text(i int) string
	number(i int) (float64, bool)
}

// plain holds values of one Go type.
type plain[T Value] []T

func (p plain[T]) length() int           { return len(p) }
func (p plain[T]) raw() any              { return []T(p) }
func (p plain[T]) take(rows Rows) vector { return plain[T](gather(p, rows)) }

func (p plain[T]) kind() Kind {
	switch any(p).(type) {
	case plain[bool]:
		return BoolKind
	case plain[string]:
		return StringKind
	case plain[float32], plain[float64]:
		return FloatKind
	case plain[uint8], plain[uint16], plain[uint32], plain[uint64]:
		return UintKind
	}
	return IntKind
}

func (p plain[T]) dtype() string {
	var zero T
	return fmt.Sprintf("%T", zero)
}

func (p plain[T]) missing(i int) bool {
	switch v := any(p).(type) {
	case plain[float64]:
		return math.IsNaN(v[i])
	case plain[float32]:
		return v[i] != v[i]
	}
	return false
}

func (p plain[T]) number(i int) (float64, bool) {
	switch v := any(p[i]).(type) {
	case float64:
		return v, true
	case float32:
		return float64(v), true
	case int64:
		return float64(v), true
	case int32:
		return float64(v), true
	case int16:
		return float64(v), true
	case int8:
		return float64(v), true
	case uint64:
		return float64(v), true
	case uint32:
		return float64(v), true
	case uint16:
		return float64(v), true
	case uint8:
		return float64(v), true
	case bool:
		if v {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

func (p plain[T]) text(i int) string {
	switch v := any(p[i]).(type) {
	case string:
		return v
	case bool:
		if v {
			return "True"
		}
		return "False"
	case float64:
		return floatText(v, 64)
	case float32:
		return floatText(float64(v), 32)
	default:
		return fmt.Sprint(v)
	}
}

// floatText writes the shortest form that reads back, with ".0" for whole numbers as Python does.
func floatText(v float64, bits int) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 0):
		if v > 0 {
			return "inf"
		}
		return "-inf"
	case v == math.Trunc(v) && math.Abs(v) < 1e15:
		return strconv.FormatFloat(v, 'f', 1, bits)
	case math.Abs(v) < 1e16 && math.Abs(v) >= 1e-4:
		return strconv.FormatFloat(v, 'f', -1, bits)
	}
	return strconv.FormatFloat(v, 'e', -1, bits)
}

// masked is a plain vector with a mask: true where the value is missing.
type masked struct {
	values vector
	mask   []bool
}

func (m masked) length() int        { return len(m.mask) }
func (m masked) raw() any           { return m.values.raw() }
func (m masked) missing(i int) bool { return m.mask[i] }
func (m masked) take(rows Rows) vector {
	return masked{m.values.take(rows), gather(m.mask, rows)}
}

func (m masked) kind() Kind {
	switch m.values.kind() {
	case BoolKind:
		return NullableBoolKind
	case StringKind:
		return NullableStringKind
	}
	return NullableIntKind
}

// dtype is the name pandas gives to the nullable type: "Int64", "boolean", "string".
func (m masked) dtype() string {
	switch name := m.values.dtype(); m.values.kind() {
	case BoolKind:
		return "boolean"
	case StringKind:
		return "string"
	case UintKind:
		return "UI" + name[2:]
	default:
		return "I" + name[1:]
	}
}

func (m masked) text(i int) string {
	if m.mask[i] {
		return "<NA>"
	}
	return m.values.text(i)
}

func (m masked) number(i int) (float64, bool) {
	if m.mask[i] {
		return math.NaN(), m.values.kind() != StringKind
	}
	return m.values.number(i)
}

// storage wraps any supported slice as a vector.
func storage(values any) (vector, error) {
	switch v := values.(type) {
	case []float64:
		return plain[float64](v), nil
	case []float32:
		return plain[float32](v), nil
	case []int64:
		return plain[int64](v), nil
	case []int32:
		return plain[int32](v), nil
	case []int16:
		return plain[int16](v), nil
	case []int8:
		return plain[int8](v), nil
	case []uint64:
		return plain[uint64](v), nil
	case []uint32:
		return plain[uint32](v), nil
	case []uint16:
		return plain[uint16](v), nil
	case []uint8:
		return plain[uint8](v), nil
	case []bool:
		return plain[bool](v), nil
	case []string:
		return plain[string](v), nil
	case []int:
		out := make(plain[int64], len(v))
		for i, x := range v {
			out[i] = int64(x)
		}
		return out, nil
	}
	return nil, fmt.Errorf("a column can't hold a %T; give a slice of numbers, bool or string", values)
}
