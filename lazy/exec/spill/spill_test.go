package spill_test

import (
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/exec/spill"
	"github.com/lazycell/lazycell/lazy/op"
)

func pieces(t *rapid.T, n int) []int {
	var out []int
	for n > 0 {
		out = append(out, rapid.IntRange(1, n).Draw(t, "piece"))
		n -= out[len(out)-1]
	}
	return out
}

// What was written comes back in any box, whatever the chunks and the tiles.
func TestDense(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		shape := rapid.SliceOfN(rapid.IntRange(1, 9), 0, 3).Draw(t, "shape")
		whole := block.NewDense(rapid.SampledFrom([]block.DType{block.Float64, block.Int16, block.Complex128}).Draw(t, "dtype"), shape)
		for i := range whole.Bytes() {
			whole.Bytes()[i] = byte(i*7 + i/256)
		}
		var chunks, cuts [][]int
		for _, n := range shape {
			chunks, cuts = append(chunks, pieces(t, n)), append(cuts, pieces(t, n))
		}
		g, err := op.NewGrid(chunks)
		if err != nil {
			t.Fatal(err)
		}
		d, err := spill.NewDense(dir, "x", whole.DType(), g, cuts)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		for n := range g.Len() {
			index := g.Index(n)
			b, err := whole.Region(g.Offset(index), g.ChunkShape(index))
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Write(index, b); err != nil {
				t.Fatal(err)
			}
		}
		offset, size := make([]int, len(shape)), make([]int, len(shape))
		for axis, n := range shape {
			offset[axis] = rapid.IntRange(0, n-1).Draw(t, "offset")
			size[axis] = rapid.IntRange(1, n-offset[axis]).Draw(t, "size")
		}
		got, err := d.ReadBlock(t.Context(), offset, size)
		if err != nil {
			t.Fatal(err)
		}
		want, err := whole.Region(offset, size)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Dense().Bytes(), want.Bytes()) {
			t.Fatalf("the box at %v of %v is %v, want %v", offset, size, got, want)
		}
	})
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left on disk: %v, %v", left, err)
	}
}

func TestSparse(t *testing.T) {
	g, err := op.NewGrid([][]int{{2, 3}, {4}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := spill.NewSparse(t.TempDir(), "x", block.KindCSR, block.Float64, g, 6)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	values := []float64{0, 1, 0, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 5, 0, 6, 0}
	whole, err := block.FromSlice([]int{5, 4}, values)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []int{1, 0} {
		part, err := whole.Region(g.Offset([]int{k, 0}), g.ChunkShape([]int{k, 0}))
		if err != nil {
			t.Fatal(err)
		}
		b, err := block.SparseFromDense(block.KindCSR, part)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Write([]int{k, 0}, b); err != nil {
			t.Fatal(err)
		}
	}
	for _, box := range [][4]int{{0, 0, 2, 4}, {2, 0, 3, 4}, {3, 1, 2, 3}} {
		got, err := s.ReadBlock(t.Context(), box[:2], box[2:])
		if err != nil {
			t.Fatal(err)
		}
		want, err := whole.Region(box[:2], box[2:])
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(block.Values[float64](got.Dense()), block.Values[float64](want)) {
			t.Errorf("the box %v is %v, want %v", box, got.Dense(), want)
		}
	}
}

func TestPlace(t *testing.T) {
	if dir, err := spill.Place("/somewhere"); dir != "/somewhere" || err != nil {
		t.Error(dir, err)
	}
	t.Setenv("LAZYCELL_SPILL", "/elsewhere")
	if dir, err := spill.Place(""); dir != "/elsewhere" || err != nil {
		t.Error(dir, err)
	}
	if _, err := spill.Place(spill.Off); err == nil {
		t.Error("a place where there is to be none")
	}
	t.Setenv("LAZYCELL_SPILL", "")
	t.Setenv("TMPDIR", "/dev/shm")
	if dir, err := spill.Place(""); err == nil && dir == "/dev/shm" {
		if _, missing := os.Stat(dir); missing == nil {
			t.Error("files would lie in memory")
		}
	}
	if spill.Room(t.TempDir()) <= 0 {
		t.Error("no room")
	}
}
