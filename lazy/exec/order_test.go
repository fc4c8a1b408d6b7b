package exec_test

import (
	"testing"

	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec"
)

// What several statistics are made of is made once and held for a moment, not until all of the first statistic is done.
func TestSharedChunksDieYoung(t *testing.T) {
	x := wheel{1600, 1600}.array(100)
	const chunk = 100 * 100 * 8
	for _, tc := range []struct {
		name   string
		arrays []*lazy.Array
		chunks float64 // held at once, with one worker
	}{
		{"sums of rows, sums and deviations of columns", []*lazy.Array{x.Sum(1), x.Sum(0), x.Std(0)}, 12},
		{"normalised by the sums of rows: a row of chunks", []*lazy.Array{x.Div(x.Sum(1).KeepDims(1)).Log1p().Var(0)}, 27},
		{"what lies across is held", []*lazy.Array{x.Add(x.Transpose()).Sum()}, 140},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := lazy.Explain(tc.arrays, lazy.WithWorkers(1))
			if err != nil {
				t.Fatal(err)
			}
			if got := float64(p.Memory) / chunk; got > tc.chunks {
				t.Errorf("%.1f chunks are held at once, want at most %v\n%v", got, tc.chunks, p)
			} else {
				t.Logf("%.1f chunks", got)
			}
		})
	}
}
