package exec_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// bounded is a computation that must keep to a budget, of a square array of a side, in chunks of a twelfth of the budget whose side is chunk where they
// are square.
type bounded struct {
	name string
	run  func(side, chunk int, opts ...lazy.RunOption) error
}

// near compares values with what they must be.
func near(what string, got []float64, want func(k int) float64) error {
	for k, v := range got {
		if w := want(k); math.Abs(v-w) > 1e-9*math.Max(1, math.Abs(w)) {
			return fmt.Errorf("%s: value %d is %v, must be %v", what, k, v, w)
		}
	}
	return nil
}

// cached computes a function of a number below period once.
func cached(f func(r int) float64) func(k int) float64 {
	known := map[int]float64{}
	return func(k int) float64 {
		v, ok := known[k%period]
		if !ok {
			v = f(k % period)
			known[k%period] = v
		}
		return v
	}
}

var boundedRuns = []bounded{
	{"sum", func(side, chunk int, opts ...lazy.RunOption) error {
		w := wheel{side, side}
		got, err := w.array(chunk).Sum().Item(opts...)
		if err != nil {
			return err
		}
		want := 0.0
		for r := range period {
			want += times(w.rows, r) * w.rowSum(r)
		}
		return near("the sum", []float64{got}, func(int) float64 { return want })
	}},
	{"mean and std along axis 0", func(side, chunk int, opts ...lazy.RunOption) error {
		w := wheel{side, side}
		x := w.array(chunk)
		out, err := lazy.ComputeAll([]*lazy.Array{x.Mean(0), x.Std(0)}, opts...)
		if err != nil {
			return err
		}
		means, _ := out[0].Float64s()
		stds, _ := out[1].Float64s()
		if err := near("means", means, cached(func(j int) float64 { m, _ := w.columnMoments(j, w.at); return m })); err != nil {
			return err
		}
		return near("deviations", stds, cached(func(j int) float64 { _, v := w.columnMoments(j, w.at); return math.Sqrt(v) }))
	}},
	{"mean and std along axis 1", func(side, chunk int, opts ...lazy.RunOption) error {
		w := wheel{side, side}
		x := w.array(chunk)
		out, err := lazy.ComputeAll([]*lazy.Array{x.Mean(1), x.Std(1)}, opts...)
		if err != nil {
			return err
		}
		means, _ := out[0].Float64s()
		stds, _ := out[1].Float64s()
		if err := near("means", means, cached(func(i int) float64 { return w.rowSum(i) / float64(w.cols) })); err != nil {
			return err
		}
		return near("deviations", stds, cached(func(i int) float64 {
			mean, squares := w.rowSum(i)/float64(w.cols), 0.0
			for r := range period {
				d := w.at(i, r) - mean
				squares += times(w.cols, r) * d * d
			}
			return math.Sqrt(squares / float64(w.cols))
		}))
	}},
	{"normalise, log1p, variance of each gene", func(side, chunk int, opts ...lazy.RunOption) error {
		w := wheel{side, side}
		x := w.array(chunk)
		got, err := x.Div(x.Sum(1).KeepDims(1)).MulScalar(1e4).Log1p().Var(0).Float64s(opts...)
		if err != nil {
			return err
		}
		sums := cached(w.rowSum)
		return near("variances", got, cached(func(j int) float64 {
			_, v := w.columnMoments(j, func(i, j int) float64 { return math.Log1p(w.at(i, j) / sums(i) * 1e4) })
			return v
		}))
	}},
	{"rows to columns, transposed", func(side, chunk int, opts ...lazy.RunOption) error {
		w := wheel{side, side}
		thin := max(chunk*chunk/side, 1)
		x := w.array(thin, side).Transpose().Rechunk(thin, side)
		n := 0
		err := x.Each(func(c lazy.Chunk) error {
			v := block.Values[float64](c.Block.Dense())
			rows, cols := c.Block.Shape()[0], c.Block.Shape()[1]
			for i := range rows {
				for j := range cols {
					if got, want := v[i*cols+j], w.at(c.Offset[1]+j, c.Offset[0]+i); got != want {
						return fmt.Errorf("value %d, %d of chunk %v is %v, must be %v", i, j, c.Index, got, want)
					}
				}
			}
			n += len(v)
			return nil
		}, opts...)
		if err == nil && n != side*side {
			err = fmt.Errorf("%d values of %d", n, side*side)
		}
		return err
	}},
	{"product", func(side, chunk int, opts ...lazy.RunOption) error {
		cols := 128
		if chunk > 2000 {
			cols = 1024
		}
		w := wheel{side * side / cols, cols}
		x := w.array(chunk*chunk/cols, cols)
		got, err := x.Transpose().MatMul(x).Float64s(opts...)
		if err != nil {
			return err
		}
		columns := make([][]float64, cols) // of the rows that differ
		weights := make([]float64, period)
		for r := range weights {
			weights[r] = times(w.rows, r)
		}
		for a := range columns {
			columns[a] = make([]float64, period)
			for r := range period {
				columns[a][r] = w.at(r, a)
			}
		}
		return near("products", got, func(k int) (sum float64) {
			b := columns[k%cols]
			for r, v := range columns[k/cols] {
				sum += weights[r] * v * b[r]
			}
			return sum
		})
	}},
	{"median along axis 0", func(side, chunk int, opts ...lazy.RunOption) error {
		w := wheel{side, side}
		got, err := w.array(chunk).Median(0).Float64s(opts...)
		if err != nil {
			return err
		}
		return near("medians", got, cached(func(j int) float64 {
			count := make([]float64, period)
			for r := range period {
				count[int(w.at(r, j))] += times(w.rows, r)
			}
			rank := func(k int) float64 {
				for v, n := range count {
					if k -= int(n); k < 0 {
						return float64(v)
					}
				}
				return math.NaN()
			}
			return (rank((w.rows-1)/2) + rank(w.rows/2)) / 2
		}))
	}},
}

// Sizes of these tests: the whole array and what it may take. The large ones are those of make soak-lazy.
const (
	smallArray, smallBudget = 1 << 30, 64 << 20
	largeArray, largeBudget = 16 << 30, 512 << 20
	// base is what a process takes beside its chunks: the program, the runtime, plans.
	base = 64 << 20
)

const childVar = "LAZYCELL_BOUNDED_RUN"

// TestBounded runs each computation in a process of its own, whose largest size the system knows.
func TestBounded(t *testing.T) {
	if _, err := os.ReadFile("/proc/self/status"); err != nil {
		t.Skip("this system doesn't tell how large a process was")
	}
	size, budget := smallArray, smallBudget
	if os.Getenv("LAZYCELL_SOAK") != "" {
		size, budget = largeArray, largeBudget
	} else if testing.Short() {
		t.Skip("short")
	}
	for k, b := range boundedRuns {
		t.Run(b.name, func(t *testing.T) {
			began := time.Now()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestBoundedRun$", "-test.timeout=30m")
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %d %d", childVar, k, size, budget), "TMPDIR="+t.TempDir())
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			_, text, _ := strings.Cut(string(out), "peak ")
			peak, err := strconv.ParseInt(strings.Fields(text + " ?")[0], 10, 64)
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			t.Logf("%d MiB in %.1f s, peak %d MiB, budget %d MiB", size>>20, time.Since(began).Seconds(), peak>>20, budget>>20)
			if most := int64(budget)*5/4 + base; peak > most {
				t.Errorf("the process took %d MiB, and may take %d MiB", peak>>20, most>>20)
			}
		})
	}
}

// TestBoundedRun is the other process.
func TestBoundedRun(t *testing.T) {
	var k, size, budget int
	if n, _ := fmt.Sscan(os.Getenv(childVar), &k, &size, &budget); n != 3 {
		t.Skip("run by TestBounded")
	}
	side := int(math.Sqrt(float64(size / 8)))
	chunk := int(math.Sqrt(float64(budget / 12 / 8)))
	if err := boundedRuns[k].run(side, chunk, lazy.WithMemory(int64(budget))); err != nil {
		t.Fatal(err)
	}
	fmt.Println("peak", peakSize(t))
}

func peakSize(t *testing.T) int64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			n, err := strconv.ParseInt(f[1], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n << 10
		}
	}
	t.Fatal("no VmHWM in /proc/self/status")
	return 0
}
