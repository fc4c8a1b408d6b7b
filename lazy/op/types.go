package op

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/lazy/block"
)

// floatUnary is the functions of one array that make floats of integers.
var floatUnary = []string{
	"sqrt", "cbrt", "exp", "exp2", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "arcsin", "arccos", "arctan",
	"sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh",
}

// complexUnary and complexBinary are what complex numbers know.
var (
	complexUnary  = []string{"neg", "abs", "square", "sqrt", "exp", "log", "isnan", "isinf", "isfinite", "not", "real", "imag", "conj", "angle"}
	complexBinary = []string{"add", "sub", "mul", "div", "pow", "equal", "not_equal"}
)

// UnaryType is the type of the values of a function of one array, as NumPy 2 has it. The error says that there is no such function of the type.
func UnaryType(f string, d block.DType) (block.DType, error) {
	if d == block.Complex128 && !slices.Contains(complexUnary, f) {
		return 0, fmt.Errorf("%s of complex numbers is not defined", f)
	}
	float := block.Float64
	if d == block.Float32 {
		float = d
	}
	switch f {
	case "isnan", "isinf", "isfinite", "not":
		return block.Bool, nil
	case "real", "imag", "angle":
		return float, nil
	case "bit_not":
		if !d.IsInteger() {
			return 0, fmt.Errorf("bit_not of %v is not defined", d)
		}
		return d, nil
	case "neg", "sign":
		if d == block.Bool {
			return 0, fmt.Errorf("%s of booleans is not defined; convert them with AsType", f)
		}
		return d, nil
	case "abs":
		if d == block.Complex128 {
			return block.Float64, nil
		}
		return d, nil
	case "square":
		if d == block.Bool {
			return block.Int8, nil
		}
		return d, nil
	case "conj", "floor", "ceil", "round", "trunc":
		return d, nil
	}
	switch {
	case !slices.Contains(floatUnary, f):
		return 0, fmt.Errorf("there is no function %q of one array", f)
	case d == block.Complex128:
		return d, nil
	}
	return float, nil
}

// Compares says that a function of two values makes a boolean of them, whatever they are.
func Compares(f string) bool {
	switch f {
	case "equal", "not_equal", "less", "less_equal", "greater", "greater_equal":
		return true
	}
	return false
}

// BinaryType is the type of the values of a function of two arrays, given the type that holds the values of both. Except for comparisons it is also the type that
// both are converted to first. The error says that there is no such function of the type.
func BinaryType(f string, operands block.DType) (block.DType, error) {
	if operands == block.Complex128 && !slices.Contains(complexBinary, f) {
		return 0, fmt.Errorf("%s of complex numbers is not defined", f)
	}
	if Compares(f) {
		return block.Bool, nil
	}
	switch f {
	case "add", "mul", "minimum", "maximum", "fmin", "fmax":
		return operands, nil
	case "and", "or", "xor":
		return operands, nil
	case "bit_and", "bit_or", "bit_xor", "shift_left", "shift_right":
		if operands.IsFloat() || operands == block.Bool && strings.HasPrefix(f, "shift") {
			return 0, fmt.Errorf("%s of %v is not defined", f, operands)
		}
		return operands, nil
	case "div", "arctan2", "hypot", "logaddexp", "copysign":
		if operands == block.Bool || operands.IsInteger() {
			return block.Float64, nil
		}
		return operands, nil
	case "sub":
		if operands == block.Bool {
			return 0, fmt.Errorf("the difference of booleans is not defined; use Ne, or convert them with AsType")
		}
		return operands, nil
	case "pow", "mod", "fmod", "floor_div":
		if operands == block.Bool {
			return block.Int8, nil
		}
		return operands, nil
	}
	return 0, fmt.Errorf("there is no function %q of two arrays", f)
}

// wide is the type in which numbers are added up: int64 or uint64 of integers, int64 of booleans.
func wide(d block.DType) block.DType {
	switch {
	case d == block.Bool || d.IsInteger() && !d.IsUnsigned():
		return block.Int64
	case d.IsUnsigned():
		return block.Uint64
	}
	return d
}
