package repr

import (
	"math"
	"strconv"
	"strings"
)

// precision is how many digits behind the point are written at most.
const precision = 8

// digits is a finite number in parts: -1 . 25 e +07. The fraction has no zeros at its end.
type digits struct{ whole, fraction, exponent string }

// digitsOf writes the shortest number that is read back as x, or x rounded when that one has more digits behind the point than precision.
// Digits before the point are all true ones.
func digitsOf(x float64, bits int, scientific, plus bool) digits {
	form := byte('f')
	if scientific {
		form = 'e'
	}
	d := cut(strconv.FormatFloat(x, form, -1, bits))
	switch {
	case len(d.fraction) > precision:
		d = cut(strconv.FormatFloat(x, form, precision, 64))
	case d.fraction == "" && !scientific:
		d = cut(strconv.FormatFloat(x, form, 0, 64))
	}
	return d.signed(x, plus)
}

// continued is x in scientific notation with so many digits behind the point: what is short goes on with its true digits, which
// are zeros for most of float64 but not for float32.
func continued(x float64, n int, plus bool) digits {
	d := cut(strconv.FormatFloat(x, 'e', n, 64))
	d.fraction += strings.Repeat("0", n-len(d.fraction))
	return d.signed(x, plus)
}

func (d digits) signed(x float64, plus bool) digits {
	if plus && !math.Signbit(x) {
		d.whole = "+" + d.whole
	}
	return d
}

func cut(s string) digits {
	s, exponent, _ := strings.Cut(s, "e")
	whole, fraction, _ := strings.Cut(s, ".")
	return digits{whole, strings.TrimRight(fraction, "0"), exponent}
}

// floatWords writes numbers with their points below each other. With plus, those that aren't negative get a sign too.
func floatWords(values []float64, bits int, plus bool) []string {
	scientific := needExponent(values, bits)
	numbers := make([]digits, len(values))
	var whole, fraction, exponent int // the widest
	finite := false
	for i, x := range values {
		if !isFinite(x) {
			continue
		}
		finite = true
		d := digitsOf(x, bits, scientific, plus)
		numbers[i] = d
		whole, fraction, exponent = max(whole, len(d.whole)), max(fraction, len(d.fraction)), max(exponent, len(d.exponent))
	}
	width := 0
	if finite {
		width = whole + 1 + fraction
		if scientific {
			width += 1 + exponent
		}
	}
	out := make([]string, len(values))
	for i, x := range values {
		switch d := numbers[i]; {
		case !isFinite(x):
			out[i] = special(x, plus)
		case scientific:
			if len(d.fraction) < fraction {
				d = continued(x, fraction, plus)
			}
			out[i] = padLeft(d.whole, whole) + "." + d.fraction + "e" + d.exponent[:1] + strings.Repeat("0", max(exponent-len(d.exponent), 0)) +
				d.exponent[1:]
		default:
			out[i] = padLeft(d.whole, whole) + "." + d.fraction + strings.Repeat(" ", fraction-len(d.fraction))
		}
	}
	width = max(width, widest(out))
	for i := range out {
		out[i] = padLeft(out[i], width)
	}
	return out
}

// needExponent says whether numbers are too large, too small or too different to be written out.
func needExponent(values []float64, bits int) bool {
	least, most := math.Inf(1), 0.0
	for _, x := range values {
		if x = math.Abs(x); x > 0 && isFinite(x) {
			least, most = min(least, x), max(most, x)
		}
	}
	if most == 0 {
		return false
	}
	small, ratio := 0.0001, most/least
	if bits == 32 { // the limits are compared in the type of the array
		small, ratio = float64(float32(small)), float64(float32(most)/float32(least))
	}
	return most >= 1e8 || least < small || ratio > 1000
}

func special(x float64, plus bool) string {
	switch {
	case math.IsInf(x, -1):
		return "-inf"
	case plus && math.IsNaN(x):
		return "+nan"
	case math.IsNaN(x):
		return "nan"
	case plus:
		return "+inf"
	}
	return "inf"
}

// complexWords writes real and imaginary parts each as a column of floats.
func complexWords(values []complex128) []string {
	re, im := make([]float64, len(values)), make([]float64, len(values))
	for i, z := range values {
		re[i], im[i] = real(z), imag(z)
	}
	out := floatWords(re, 64, false)
	for i, word := range floatWords(im, 64, true) {
		number := strings.TrimRight(word, " ")
		out[i] += number + "j" + word[len(number):]
	}
	return out
}

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func padLeft(s string, width int) string { return strings.Repeat(" ", max(width-len(s), 0)) + s }

func widest(words []string) int {
	n := 0
	for _, w := range words {
		n = max(n, len(w))
	}
	return n
}
