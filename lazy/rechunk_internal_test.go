package lazy

import (
	"fmt"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/lazy/op"
)

// What lies between two chunkings has few reads from step to step, and no chunks that are larger than allowed.
func TestRechunkSteps(t *testing.T) {
	even := func(n, size int) []int { return op.Even(n, size) }
	for _, tc := range []struct {
		name     string
		from, to [][]int
		limit    int64
		steps    int
	}{
		{"few chunks", [][]int{even(10000, 100), {10000}}, [][]int{{10000}, even(10000, 100)}, 128 << 20, 1},
		{"rows to columns", [][]int{even(10000, 5), {10000}}, [][]int{{10000}, even(10000, 5)}, 128 << 20, 2},
		{"single rows to columns", [][]int{even(100000, 1), {100000}}, [][]int{{100000}, even(100000, 1)}, 128 << 20, 4},
		{"little memory", [][]int{even(10000, 1), {10000}}, [][]int{{10000}, even(10000, 1)}, 1 << 20, 4},
		{"an axis of three", [][]int{even(1000, 1), {1000}, even(1000, 10)}, [][]int{{1000}, even(1000, 1), even(1000, 10)}, 32 << 20, 2},
		{"the same", [][]int{{5}}, [][]int{{5}}, 1, 1},
		{"nothing", [][]int{{0}, {3}}, [][]int{{0}, {1, 2}}, 1, 1},
		{"no axes", nil, nil, 1, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			steps := rechunkSteps(tc.from, tc.to, 8, tc.limit)
			if len(steps) != tc.steps || !sameChunks(steps[len(steps)-1], tc.to) {
				t.Fatalf("%d steps, the last %.100s", len(steps), fmt.Sprint(steps[len(steps)-1]))
			}
			direct, all := readsBetween(tc.from, tc.to), 0.0
			most := max(largestChunk(tc.from), largestChunk(tc.to), float64(tc.limit)/8)
			from := tc.from
			for _, step := range steps {
				all += readsBetween(from, step)
				if largestChunk(step) > most {
					t.Errorf("chunks of %v elements, at most %v are allowed", largestChunk(step), most)
				}
				for axis, sizes := range step {
					sum := 0
					for _, n := range sizes {
						sum += n
					}
					want := 0
					for _, n := range tc.to[axis] {
						want += n
					}
					if sum != want || slices.Min(sizes) < 0 {
						t.Errorf("axis %d is cut into %.100s", axis, fmt.Sprint(sizes))
					}
				}
				from = step
			}
			if len(steps) > 1 && all > direct/4 {
				t.Errorf("%v reads in steps, %v without", all, direct)
			}
		})
	}
}
