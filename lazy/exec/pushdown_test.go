package exec

import (
	"context"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/rewrite"
	"github.com/lazycell/lazycell/lazy/random"
)

// What is made when selections are moved, and how many elements of it.
func TestPushed(t *testing.T) {
	x, y := random.New(1).Chunks(50, 50).Uniform(100, 100), random.New(2).Chunks(50, 50).Uniform(100, 100)
	m := lazy.FromSlice(make([]float64, 10000), 100, 100)
	few, corner := lazy.At(0, 1, 99), lazy.Range(0, 5)
	shared := m.Exp()
	other := x.MapBlocks(lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) { return in[0], nil }), lazy.Float64)
	for _, tc := range []struct {
		name  string
		array *lazy.Array
		want  []string // the steps of the tasks
		size  int      // of all that is made, without what lies in memory
	}{
		{"random numbers", x.Slice(corner, few), []string{"uniform"}, 15},
		{"a chain", x.AddScalar(1).Sqrt().Slice(corner, few), []string{"uniform add sqrt"}, 15},
		{"two arrays", x.Mul(y.Log()).Slice(few), []string{"uniform uniform log mul"}, 300},
		{"broadcast", x.Add(y.Slice(lazy.At(3))).Slice(few, few), []string{"uniform", "uniform add"}, 12},
		{"a concatenation", lazy.Concat(0, x, y).Slice(lazy.At(0, 99, 100, 199), corner), []string{"concatenate", "uniform", "uniform"}, 40},
		{"one of two", lazy.Concat(1, x, y).Slice(corner, lazy.At(150)), []string{"uniform"}, 5},
		{"turned", x.Transpose().Slice(corner, few), []string{"transpose", "uniform"}, 30},
		{"other chunks", x.AddScalar(1).Rechunk(20, 100), []string{"uniform add"}, 10000},
		{"a dropped axis", x.AddScalar(1).Slice(lazy.I(7), corner), []string{"reshape", "uniform add"}, 10},
		{"memory, little of it", m.AddScalar(1).Slice(few, few), []string{"array", "getitem", "add"}, 18},
		{"memory, most of it", m.AddScalar(1).Slice(lazy.Range(0, 90)), []string{"add", "array", "getitem"}, 19000},
		{"what others want", shared.Slice(few, few).Add(shared.Sum()), []string{"add", "array", "exp", "getitem", "sum", "sum-aggregate"}, 10000 + 18 + 2},
		{"a sum of a turned array", x.Transpose().Sum(0), []string{"sum-aggregate", "transpose", "uniform sum"}, 200 + 200 + 100},
		{"a place in a turned array", x.Transpose().ArgMax(0), []string{"argmax", "argmax-aggregate", "transpose", "uniform"}, 10000 + 10000 + 400 + 100},
		{"in no order", other.Slice(lazy.At(99, 0, 60), lazy.At(3)), []string{"getitem", "getitem", "map_blocks", "uniform"}, 5000 + 5000 + 3 + 3},
		{"points in no order", other.Points([]int{99, 0, 60, 1}, []int{0, 3, 99, 3}), []string{"getitem", "map_blocks", "uniform", "vindex"}, 7500 + 7500 + 4 + 4},
		{"repeats", x.Slice(lazy.At(make([]int, 80)...)), []string{"getitem", "uniform"}, 50*100 + 80*100},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := newPlan(t.Context(), rewrite.Parted(rewrite.Pushed([]*lazy.Array{tc.array})), planning{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			size := 0
			for k, l := range p.layers {
				if l.tasks.n == 0 {
					continue
				}
				name := ""
				for i, s := range l.Steps {
					if i > 0 {
						name += " "
					}
					name += s
				}
				got = append(got, name)
				for _, t := range p.tasks {
					if int(t.layer) == k && name != "array" {
						size += l.Array.Grid().ChunkSize(t.chunk)
					}
				}
			}
			slices.Sort(got)
			slices.Sort(tc.want)
			if !slices.Equal(got, tc.want) || size != tc.size {
				t.Errorf("made are %q of %d elements, want %q of %d", got, size, tc.want, tc.size)
			}
		})
	}
}

// Wanted arrays stay different from each other when one is the whole of another.
func TestPushedApart(t *testing.T) {
	x := random.New(1).Uniform(20, 20)
	m := lazy.FromSlice(make([]float64, 400), 20, 20).AddScalar(1)
	part := lazy.Concat(0, m, x).Slice(lazy.Range(0, 20))
	var seen [3]int
	err := Local{}.Run(t.Context(), []*lazy.Array{m, part, lazy.Concat(0, m, x).Slice(lazy.Range(0, 20))}, lazy.Run{}, func(i int, c lazy.Chunk) error {
		seen[i] += c.Block.Dense().Len()
		return nil
	})
	if err != nil || seen != [3]int{400, 400, 400} {
		t.Errorf("%v, %v", seen, err)
	}
}
