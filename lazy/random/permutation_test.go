package random_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

func TestPermutation(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 10, 4096, 4097, 5000, 65536, 65537, 100003} {
		got := values(t, random.New(9).Chunks(1000).Permutation(n))
		other := values(t, random.New(9).Permutation(n), lazy.WithWorkers(1))
		if !slices.Equal(got, other) {
			t.Errorf("%d numbers: other chunks make another order", n)
		}
		if n > 9 && (slices.IsSorted(got) || slices.Equal(got, values(t, random.New(10).Permutation(n)))) {
			t.Errorf("%d numbers: in order, or the same with another seed", n)
		}
		slices.Sort(got)
		for i, v := range got {
			if v != float64(i) {
				t.Fatalf("%d numbers: number %d is %v when sorted", n, i, v)
			}
		}
	}
}

// Every number is equally often at every place, and next to every other: the statistics are those of chi-square, whose deviation is the root of
// twice the degrees of freedom.
func TestPermutationsAreUniform(t *testing.T) {
	for _, tc := range []struct{ n, places, times int }{{5, 5, 20000}, {5000, 10, 40}} {
		g := random.New(77)
		at, after := make([]float64, tc.places*tc.places), make([]float64, tc.places*tc.places)
		for range tc.times {
			v := values(t, g.Permutation(tc.n))
			for i, x := range v {
				value := int(x) * tc.places / tc.n
				at[i*tc.places/tc.n*tc.places+value]++
				if i > 0 {
					after[int(v[i-1])*tc.places/tc.n*tc.places+value]++
				}
			}
		}
		expected := float64(tc.n*tc.times) / float64(len(at))
		chi := 0.0
		for _, k := range at {
			chi += (k - expected) * (k - expected) / expected
		}
		free := float64((tc.places - 1) * (tc.places - 1))
		if chi > 3*free {
			t.Errorf("%d numbers: chi-square %v of %v degrees: %v", tc.n, chi, free, at)
		}
		if tc.n > 100 {
			chi = 0
			for _, k := range after {
				chi += (k - expected) * (k - expected) / expected
			}
			if chi > 3*free {
				t.Errorf("%d numbers: neighbours depend on each other: %v", tc.n, after)
			}
		}
	}
}

func TestBadDistributions(t *testing.T) {
	g := random.New(1)
	for _, a := range []*lazy.Array{g.Binomial(-1, 0.5, 2), g.Binomial(3, 1.5, 2), g.Choice(nil, nil, 2), g.Choice([]float64{1}, []float64{0.5}, 2),
		g.Choice([]float64{1, 2}, []float64{1}, 2), g.Choice([]float64{1, 2}, []float64{2, -1}, 2), g.Permutation(-1)} {
		if a.Err() == nil {
			t.Errorf("%v has no error", a)
		}
	}
	for _, tc := range []struct {
		a    *lazy.Array
		want float64
	}{{g.Binomial(0, 0.5, 50), 0}, {g.Binomial(7, 0, 50), 0}, {g.Binomial(7, 1, 50), 350}, {g.Choice([]float64{1, 2}, []float64{0, 1}, 50), 100}} {
		if got, err := tc.a.Sum().Item(); got != tc.want || err != nil {
			t.Errorf("the sum is %v, %v; want %v", got, err, tc.want)
		}
	}
}

func ExampleGenerator_Permutation() {
	g := random.New(1)
	x := g.Uniform(1000, 3)
	order, err := g.Permutation(1000).Slice(lazy.Range(0, 10)).Float64s()
	if err != nil {
		fmt.Println(err)
		return
	}
	rows := make([]int, len(order))
	for i, row := range order {
		rows[i] = int(row)
	}
	fmt.Println(x.Slice(lazy.At(rows...)).Shape()) // ten rows, each at most once
	// Output: (10, 3)
}
