package frame

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Promote is the smallest type that holds the values of all the named types, as NumPy's result_type; a bool is a number beside
// numbers. Types that have none in common, such as a string and a number, are an error.
func Promote(names ...string) (string, error) {
	out := ""
	for _, name := range names {
		switch {
		case out == "" || out == name || out == "bool" && name != "string":
			out = name
		case name == "bool" && out != "string":
		case out == "complex128" && name != "string" || name == "complex128" && out != "string":
			out = "complex128"
		case out == "string" || name == "string" || out == "bool" || name == "bool":
			return "", fmt.Errorf("%s and %s have no common type", out, name)
		default:
			out = promote2(out, name)
		}
	}
	if out == "" {
		return "", errors.New("no types to find a common one of")
	}
	return out, nil
}

// promote is the smallest type that holds the values of all, as NumPy's result_type: uint8 with int8 gives int16, an
// integer of more than 16 bits with float32 gives float64.
func promote(names []string) string {
	out := ""
	for _, name := range names {
		out = promote2(out, name)
	}
	return out
}

func promote2(a, b string) string {
	if a == b || a == "" {
		return b
	}
	ka, na := width(a)
	kb, nb := width(b)
	switch {
	case ka == kb:
		return ka + strconv.Itoa(max(na, nb))
	case kb == "float":
		return promote2(b, a)
	case ka == "float":
		if na == 64 || nb > 16 {
			return "float64"
		}
		return "float32"
	case ka == "uint":
		return promote2(b, a)
	case nb < na: // a is int, b is uint
		return a
	case nb == 64:
		return "float64"
	}
	return "int" + strconv.Itoa(2*nb)
}

func width(name string) (kind string, bits int) {
	kind = strings.TrimRight(name, "0123456789")
	bits, _ = strconv.Atoi(name[len(kind):])
	return kind, bits
}

// fill stacks the values of the parts in the target type; rows without a value are NaN or zero.
func fill(target string, parts []part, total int) vector {
	switch target {
	case "bool":
		return copied[bool](parts, total)
	case "string":
		return copied[string](parts, total)
	case "int8":
		return converted[int8](parts, total)
	case "int16":
		return converted[int16](parts, total)
	case "int32":
		return converted[int32](parts, total)
	case "int64":
		return converted[int64](parts, total)
	case "uint8":
		return converted[uint8](parts, total)
	case "uint16":
		return converted[uint16](parts, total)
	case "uint32":
		return converted[uint32](parts, total)
	case "uint64":
		return converted[uint64](parts, total)
	case "float32":
		return filledNaN(converted[float32](parts, total), parts)
	}
	return filledNaN(converted[float64](parts, total), parts)
}

func inner(v vector) vector {
	if m, ok := v.(masked); ok {
		return m.values
	}
	return v
}

func copied[T Value](parts []part, total int) plain[T] {
	out := make(plain[T], total)
	at := 0
	for _, p := range parts {
		if p.data != nil {
			if v, ok := inner(p.data).(plain[T]); ok {
				copy(out[at:], v)
			}
		}
		at += p.rows
	}
	return out
}

func converted[T Number](parts []part, total int) plain[T] {
	out := make(plain[T], total)
	at := 0
	for _, p := range parts {
		dst := out[at : at+p.rows]
		at += p.rows
		if p.data == nil {
			continue
		}
		switch v := inner(p.data).(type) {
		case plain[T]:
			copy(dst, v)
		case plain[int8]:
			cast(dst, v)
		case plain[int16]:
			cast(dst, v)
		case plain[int32]:
			cast(dst, v)
		case plain[int64]:
			cast(dst, v)
		case plain[uint8]:
			cast(dst, v)
		case plain[uint16]:
			cast(dst, v)
		case plain[uint32]:
			cast(dst, v)
		case plain[uint64]:
			cast(dst, v)
		case plain[float32]:
			cast(dst, v)
		case plain[float64]:
			cast(dst, v)
		}
	}
	return out
}

func cast[D, S Number](dst []D, src []S) {
	for i, v := range src {
		dst[i] = D(v)
	}
}

func filledNaN[T float32 | float64](out plain[T], parts []part) plain[T] {
	at := 0
	for _, p := range parts {
		for i := range p.rows {
			if p.data == nil || p.data.missing(i) {
				out[at+i] = T(math.NaN())
			}
		}
		at += p.rows
	}
	return out
}
