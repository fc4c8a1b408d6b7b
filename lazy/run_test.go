package lazy_test

import (
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
)

// Arrays that are computed together share what they are made of.
func TestComputeAll(t *testing.T) {
	c := newCounting(40, 40)
	x := lazy.FromSource(c, lazy.Float64, c.shape, [][]int{even(40, 10), even(40, 20)})
	held := lazy.FromSlice([]float64{1})
	arrays := []*lazy.Array{x.Sum(0), x, held, x.AddScalar(1).Mean(), x}
	out, err := lazy.ComputeAll(arrays)
	if err != nil {
		t.Fatal(err)
	}
	for at, n := range c.read {
		if n != 1 {
			t.Errorf("the chunk at %v was read %d times", at, n)
		}
	}
	for i, a := range out {
		if !a.InMemory() {
			t.Errorf("array %d is not in memory", i)
		}
	}
	if out[2] != held || out[1] != out[4] {
		t.Error("what is held, or asked for twice, is made anew")
	}
	if v, err := out[3].Item(); err != nil || v != 1599.0/2+1 {
		t.Errorf("the mean is %v, %v", v, err)
	}
	if v, err := out[0].Float64s(); err != nil || v[39] != float64(39*40+39*40*40/2) {
		t.Errorf("the sums are %v, %v", v, err)
	}
	if _, err := lazy.ComputeAll([]*lazy.Array{x, x.Sum(7)}); err == nil {
		t.Error("an array with an error was computed")
	}
}

func TestExplain(t *testing.T) {
	c := newCounting(1000, 1000)
	x := lazy.FromSource(c, lazy.Float64, c.shape, [][]int{even(1000, 250), even(1000, 250)})
	p, err := x.AddScalar(1).Log().Sum(1).Explain(lazy.WithWorkers(2), lazy.WithMemory(1<<30))
	if err != nil {
		t.Fatal(err)
	}
	if p.Tasks != 16+16+4 || p.Workers != 2 || p.Budget != 1<<30 || len(c.read) != 0 {
		t.Errorf("%+v, %d chunks read", p, len(c.read))
	}
	const chunk = 250 * 250 * 8
	if p.Memory < 2*chunk || p.Memory > 3*chunk {
		t.Errorf("%d bytes at once, a chunk has %d", p.Memory, chunk)
	}
	text := p.String()
	for _, want := range []string{"36 tasks by 2 workers", "of 1.00 GiB at once", "add, log, sum", "7.63 MiB   7.63 MiB  from-file", "sum-aggregate"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if _, err := x.Sum(5).Explain(); err == nil {
		t.Error("an array with an error was explained")
	}
}

// What doesn't fit is refused before anything is made; what fits with fewer workers is run with fewer.
func TestMemoryBudget(t *testing.T) {
	c := newCounting(1000, 1000)
	x := lazy.FromSource(c, lazy.Float64, c.shape, [][]int{even(1000, 250), even(1000, 250)})
	const chunk = 250 * 250 * 8
	_, err := x.Sum().Item(lazy.WithMemory(chunk / 2))
	if err == nil || !strings.Contains(err.Error(), "doesn't fit into memory") || !strings.Contains(err.Error(), "WithMemory") || len(c.read) != 0 {
		t.Errorf("error %v, %d chunks read", err, len(c.read))
	}
	if p, err := x.Sum().Explain(lazy.WithMemory(chunk/2), lazy.WithWorkers(8)); err != nil || p.Memory <= p.Budget || p.Workers != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	p, err := x.Sum().Explain(lazy.WithMemory(chunk*3/2), lazy.WithWorkers(8))
	if err != nil || p.Workers != 1 || p.Memory > p.Budget {
		t.Errorf("%+v, %v", p, err)
	}
	if v, err := x.Sum().Item(lazy.WithMemory(chunk * 3 / 2)); err != nil || v != 999999*1000000/2 {
		t.Errorf("%v, %v", v, err)
	}
	// Kept chunks count as long as the run lasts.
	if _, err := x.Compute(lazy.WithMemory(8 * chunk)); err == nil {
		t.Error("sixteen chunks were kept in the place of eight")
	}
}
