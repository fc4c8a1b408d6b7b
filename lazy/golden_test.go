package lazy_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/cmplx"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	_ "github.com/lazycell/lazycell/lazy/exec"
)

// golden is what ops.py and the scripts beside it in testdata/lazy wrote.
type golden struct {
	Arrays map[string]held
	Cases  []struct {
		Inputs []string
		Steps  []step
		Want   held
		Close  float64 // relative error allowed
		Error  string  // NumPy's, when it refuses
	}
}

// held is an array as text.
type held struct {
	DType  string
	Shape  []int
	Values string
}

func (h held) block(t testing.TB) *block.Dense {
	t.Helper()
	dtype, err := block.ParseDType(h.DType)
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(h.Values)
	d := block.NewDense(dtype, h.Shape)
	if len(words) != d.Len() {
		t.Fatalf("%d values for shape %v", len(words), h.Shape)
	}
	data := reflect.ValueOf(d.Data())
	for i, word := range words {
		re, im, isComplex := strings.Cut(word, ",")
		var err error
		if at := data.Index(i); isComplex {
			at.SetComplex(complex(number(t, re), number(t, im)))
		} else {
			_, err = fmt.Sscan(word, at.Addr().Interface())
		}
		if err != nil {
			t.Fatalf("%s as %s: %v", word, h.DType, err)
		}
	}
	return d
}

// step is the name of an operation and its arguments.
type step struct {
	op   string
	args []json.RawMessage
}

func (s step) String() string { return fmt.Sprintf("%s%s", s.op, s.args) }

func (s *step) UnmarshalJSON(data []byte) error {
	var all []json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	s.args = all[1:]
	return json.Unmarshal(all[0], &s.op)
}

// argument reads an argument of a step.
func argument[T any](t testing.TB, data json.RawMessage) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func (s step) ints(t testing.TB) []int {
	var out []int
	for _, a := range s.args {
		out = append(out, argument[int](t, a))
	}
	return out
}

func number(t testing.TB, word string) float64 {
	v, err := strconv.ParseFloat(word, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (s step) indexes(t testing.TB) []lazy.Index {
	var out []lazy.Index
	for _, a := range s.args {
		parts := argument[[]json.RawMessage](t, a)
		if parts == nil {
			out = append(out, lazy.All)
			continue
		}
		bound := func(i, otherwise int) int {
			if i < len(parts) {
				if v := argument[*int](t, parts[i]); v != nil {
					return *v
				}
			}
			return otherwise
		}
		switch kind := argument[string](t, parts[0]); kind {
		case "range":
			out = append(out, lazy.Range(bound(1, 0), bound(2, lazy.End)))
		case "step":
			by := bound(3, 1)
			first, last := 0, lazy.End
			if by < 0 {
				first, last = lazy.End, math.MinInt
			}
			out = append(out, lazy.RangeStep(bound(1, first), bound(2, last), by))
		case "at":
			out = append(out, lazy.At(argument[[]int](t, parts[1])...))
		case "where":
			mask := []bool{}
			for _, bit := range argument[[]int](t, parts[1]) {
				mask = append(mask, bit == 1)
			}
			out = append(out, lazy.Where(mask))
		default:
			t.Fatalf("index %s", kind)
		}
	}
	return out
}

type array = lazy.Array

var (
	unary = map[string]func(*array) *array{
		"neg": (*array).Neg, "abs": (*array).Abs, "sign": (*array).Sign, "square": (*array).Square, "sqrt": (*array).Sqrt, "exp": (*array).Exp,
		"expm1": (*array).Expm1, "log": (*array).Log, "log1p": (*array).Log1p, "log2": (*array).Log2, "log10": (*array).Log10,
		"floor": (*array).Floor, "ceil": (*array).Ceil, "round": (*array).Round, "isnan": (*array).IsNaN, "not": (*array).Not,
	}
	binary = map[string]func(a, b *array) *array{
		"add": (*array).Add, "sub": (*array).Sub, "mul": (*array).Mul, "div": (*array).Div, "pow": (*array).Pow,
		"minimum": (*array).Minimum, "maximum": (*array).Maximum, "eq": (*array).Eq, "ne": (*array).Ne, "lt": (*array).Lt,
		"le": (*array).Le, "gt": (*array).Gt, "ge": (*array).Ge,
	}
	scalar = map[string]func(*array, float64) *array{
		"add_scalar": (*array).AddScalar, "sub_scalar": (*array).SubScalar, "scalar_sub": (*array).ScalarSub, "mul_scalar": (*array).MulScalar,
		"div_scalar": (*array).DivScalar, "scalar_div": (*array).ScalarDiv, "pow_scalar": (*array).PowScalar,
		"minimum_scalar": (*array).MinimumScalar, "maximum_scalar": (*array).MaximumScalar, "eq_scalar": (*array).EqScalar,
		"ne_scalar": (*array).NeScalar, "lt_scalar": (*array).LtScalar, "le_scalar": (*array).LeScalar, "gt_scalar": (*array).GtScalar,
		"ge_scalar": (*array).GeScalar,
	}
	axes = map[string]func(*array, ...int) *array{
		"sum": (*array).Sum, "prod": (*array).Prod, "mean": (*array).Mean, "var": (*array).Var, "std": (*array).Std, "min": (*array).Min,
		"max": (*array).Max, "any": (*array).Any, "all": (*array).AllTrue, "transpose": (*array).Transpose, "rechunk": (*array).Rechunk,
		"keepdims": (*array).KeepDims,
	}
)

// moreSteps is tables of operations that stand in files of their own, by name.
var moreSteps []map[string]func(t testing.TB, s step, in ...*array) *array

// on does the step to arrays.
func (s step) on(t testing.TB, in ...*array) *array {
	if f, ok := unary[s.op]; ok {
		return f(in[0])
	}
	if f, ok := binary[s.op]; ok {
		return f(in[0], in[1])
	}
	if f, ok := scalar[s.op]; ok {
		return f(in[0], number(t, strings.Trim(string(s.args[0]), `"`)))
	}
	if f, ok := axes[s.op]; ok {
		return f(in[0], s.ints(t)...)
	}
	for _, table := range moreSteps {
		if f, ok := table[s.op]; ok {
			return f(t, s, in...)
		}
	}
	switch s.op {
	case "concat":
		return lazy.Concat(s.ints(t)[0], in...)
	case "slice":
		return in[0].Slice(s.indexes(t)...)
	case "astype":
		dtype, err := block.ParseDType(argument[string](t, s.args[0]))
		if err != nil {
			t.Fatal(err)
		}
		return in[0].AsType(dtype)
	}
	t.Fatalf("operation %s", s.op)
	return nil
}

// cuttings are ways to cut the i-th input of a case along an axis of n elements.
var cuttings = []struct {
	name string
	cut  func(input, axis, n int) []int
}{
	{"whole", func(_, _, n int) []int { return []int{n} }},
	{"twos", func(_, _, n int) []int { return even(n, max(2, n/8)) }},
	{"each other way", func(input, axis, n int) []int {
		switch (input + axis) % 3 {
		case 0:
			return even(n, max(1, n/10))
		case 1:
			return []int{n}
		}
		return uneven(n)
	}},
	{"uneven", func(_, _, n int) []int { return uneven(n) }},
}

// uneven cuts off 1, 3, 1, 3, ….
func uneven(n int) []int {
	var out []int
	for size := max(1, n/30); n > 0; size = 4*max(1, out[0]) - size {
		out = append(out, min(n, size))
		n -= min(n, size)
	}
	return out
}

// cut is an array in memory in the given chunks.
func cut(t rapid.TB, d *block.Dense, chunks [][]int) *array {
	t.Helper()
	offset, shape := make([]int, len(chunks)), make([]int, len(chunks))
	var blocks []block.Block
	var walk func(axis int)
	walk = func(axis int) {
		if axis == len(chunks) {
			b, err := d.Region(offset, shape)
			if err != nil {
				t.Fatal(err)
			}
			blocks = append(blocks, b)
			return
		}
		at := 0
		for _, n := range chunks[axis] {
			offset[axis], shape[axis] = at, n
			walk(axis + 1)
			at += n
		}
	}
	walk(0)
	a := lazy.FromBlocks(chunks, d.DType(), blocks)
	if a.Err() != nil {
		t.Fatal(a.Err())
	}
	return a
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("../testdata/lazy/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no rows in testdata/lazy", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { goldenFile(t, file) })
	}
}

func goldenFile(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	if least := 50; len(g.Cases) < least {
		t.Fatalf("only %d cases", len(g.Cases))
	}
	blocks := map[string]*block.Dense{}
	for name, h := range g.Arrays {
		blocks[name] = h.block(t)
	}
	short := testing.Short() // under the race detector
	for n, c := range g.Cases {
		var want *block.Dense
		if c.Error == "" {
			want = c.Want.block(t)
		}
		for k, way := range cuttings {
			if short && (n+k)%len(cuttings) != 0 {
				continue
			}
			in := make([]*array, len(c.Inputs))
			before := make([]*block.Dense, len(in))
			for i, name := range c.Inputs {
				before[i] = blocks[name]
				var chunks [][]int
				for axis, n := range blocks[name].Shape() {
					sizes := []int{0}
					if n > 0 {
						sizes = way.cut(i, axis, n)
					}
					chunks = append(chunks, sizes)
				}
				in[i] = cut(t, blocks[name].Clone(), chunks)
			}
			out := c.Steps[0].on(t, in...)
			for _, s := range c.Steps[1:] {
				out = s.on(t, out)
			}
			got, err := out.Dense(lazy.WithWorkers(1 + n%3))
			label := fmt.Sprintf("%v of %v, %s", c.Steps, c.Inputs, way.name)
			switch {
			case c.Error != "":
				if err == nil {
					t.Errorf("%s: %v, and NumPy says %s", label, got.Data(), c.Error)
				}
				continue
			case err != nil:
				t.Errorf("%s: %v", label, err)
				continue
			}
			if diff := differs(got, want, c.Close); diff != "" {
				t.Errorf("%s: %s", label, diff)
			}
			if out.Shape().String() != lazy.Shape(want.Shape()).String() || out.DType() != want.DType() {
				t.Errorf("%s: the graph says %v of %v", label, out.Shape(), out.DType())
			}
			for i, b := range before {
				now, err := in[i].Dense()
				if err != nil {
					t.Fatal(err)
				}
				if diff := differs(now, b, 0); diff != "" {
					t.Errorf("%s: the input has changed: %s", label, diff)
				}
			}
		}
	}
}

// differs says how two blocks do; numbers may be off by a relative error, and only without one does the sign of zero count.
func differs(got, want *block.Dense, relative float64) string {
	if got.DType() != want.DType() || !slices.Equal(got.Shape(), want.Shape()) {
		return fmt.Sprintf("%v of shape %v, want %v of shape %v", got.DType(), got.Shape(), want.DType(), want.Shape())
	}
	a, b := reflect.ValueOf(got.Data()), reflect.ValueOf(want.Data())
	for i := range a.Len() {
		same := false
		switch x, y := a.Index(i), b.Index(i); {
		case x.CanFloat():
			same = near(x.Float(), y.Float(), relative)
		case x.CanComplex():
			same = near(real(x.Complex()), real(y.Complex()), 0) && near(imag(x.Complex()), imag(y.Complex()), 0) ||
				relative > 0 && cmplx.Abs(x.Complex()-y.Complex()) <= relative*cmplx.Abs(y.Complex())
		default:
			same = x.Equal(y)
		}
		if !same {
			return fmt.Sprintf("element %d is %v, want %v: %v, want %v", i, a.Index(i), b.Index(i), a, b)
		}
	}
	return ""
}

func near(x, y, relative float64) bool {
	if math.IsNaN(x) || math.IsNaN(y) {
		return math.IsNaN(x) && math.IsNaN(y)
	}
	if x == y {
		return relative > 0 || math.Signbit(x) == math.Signbit(y)
	}
	return relative > 0 && math.Abs(x-y) <= relative*math.Max(math.Abs(y), 1e-300)
}
