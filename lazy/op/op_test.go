package op_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy/op"
)

func grid(t interface{ Fatal(...any) }, chunks ...[]int) *op.Grid {
	g, err := op.NewGrid(chunks)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGrid(t *testing.T) {
	g := grid(t, []int{3, 0, 2}, []int{4}, []int{0, 0})
	if !reflect.DeepEqual(g.Chunks(), [][]int{{3, 2}, {4}, {0}}) || !slices.Equal(g.Shape(), []int{5, 4, 0}) || g.Len() != 2 {
		t.Errorf("chunks %v of shape %v", g.Chunks(), g.Shape())
	}
	if _, err := op.NewGrid([][]int{{1, -1}}); err == nil {
		t.Error("a negative size was accepted")
	}
	rapid.Check(t, func(t *rapid.T) {
		g := grid(t, rapid.SliceOfN(rapid.IntRange(0, 5), 1, 6).Draw(t, "rows"), rapid.SliceOfN(rapid.IntRange(1, 5), 1, 6).Draw(t, "columns"))
		for n := range g.Len() {
			index := g.Index(n)
			if g.Linear(index) != n {
				t.Fatalf("chunk %d is at %v, which is chunk %d", n, index, g.Linear(index))
			}
			at, shape := g.Offset(index), g.ChunkShape(index)
			for axis := range at {
				for i := range shape[axis] {
					if k := g.Find(axis, at[axis]+i); k != index[axis] {
						t.Fatalf("position %d of axis %d lies in chunk %d, not %d", at[axis]+i, axis, k, index[axis])
					}
				}
			}
		}
	})
}

func TestRefine(t *testing.T) {
	for _, tc := range []struct{ a, b, want []int }{
		{[]int{4, 4}, []int{2, 6}, []int{2, 2, 4}},
		{[]int{3, 3, 3}, []int{9}, []int{3, 3, 3}},
		{[]int{5}, []int{5}, []int{5}},
		{[]int{0}, []int{0}, []int{0}},
		{[]int{1, 2, 3}, []int{3, 2, 1}, []int{1, 2, 2, 1}},
	} {
		if got := op.Refine(tc.a, tc.b); !slices.Equal(got, tc.want) {
			t.Errorf("%v and %v: %v, want %v", tc.a, tc.b, got, tc.want)
		}
	}
}

// Every place of a selection is taken from where it lies, once, and the chunks that are read are those it lies in.
func TestSelect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := grid(t, rapid.SliceOfN(rapid.IntRange(1, 5), 1, 6).Draw(t, "chunks"))
		n := in.Shape()[0]
		p := op.Positions{List: rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 12).Draw(t, "list")}
		if rapid.Bool().Draw(t, "range") {
			start := rapid.IntRange(0, n-1).Draw(t, "start")
			step := rapid.IntRange(1, 4).Draw(t, "step")
			p = op.Positions{Start: start, Step: step, Count: rapid.IntRange(0, (n-1-start)/step+1).Draw(t, "count")}
		}
		out := grid(t, p.Chunked(in, 0))
		if out.Shape()[0] != p.Len() {
			t.Fatalf("%d places in chunks %v", p.Len(), out.Chunks())
		}
		s := &op.Select{Axes: []op.Positions{p}}
		for k := range out.Len() {
			from := make([]int, out.Chunks()[0][k])
			var chunks []int
			for _, part := range s.Parts(out, in, 0, k) {
				chunks = append(chunks, part.Chunk)
				for i, to := range part.To {
					from[to] = in.Start(0, part.Chunk) + part.From[i] + 1
				}
			}
			for i, at := range from {
				if want := p.At(out.Start(0, k)+i) + 1; at != want {
					t.Fatalf("place %d of chunk %d is taken from %d, not %d", i, k, at-1, want-1)
				}
			}
			var read []int
			for _, r := range s.Reads(out, []*op.Grid{in}, []int{k}) {
				read = append(read, r.Index[0])
			}
			if !slices.Equal(read, chunks) {
				t.Fatalf("chunk %d reads %v, its places lie in %v", k, read, chunks)
			}
		}
	})
}
