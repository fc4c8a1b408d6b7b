package lazy_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
)

// sparseCut is cut with sparse chunks.
func sparseCut(t rapid.TB, kind string, d *block.Dense, chunks [][]int) *array {
	t.Helper()
	dense := cut(t, d, chunks)
	blocks := make([]block.Block, dense.NChunks())
	err := dense.Each(func(c lazy.Chunk) error {
		b, err := block.ToKind(c.Block, kind)
		blocks[dense.Grid().Linear(c.Index)] = b
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lazy.FromBlocks(chunks, d.DType(), blocks)
}

// TestSparseGolden runs all rows on arrays of two axes with sparse chunks as well: what NumPy makes of dense arrays is what comes out.
func TestSparseGolden(t *testing.T) {
	files, err := filepath.Glob("../testdata/lazy/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no rows", err)
	}
	kinds := map[string]int{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var g golden
		if err := json.Unmarshal(data, &g); err != nil {
			t.Fatal(err)
		}
		for n := range g.Cases {
			sparseCase(t, filepath.Base(file), g, n, kinds)
		}
	}
	for _, kind := range []string{lazy.Dense, lazy.CSR, lazy.CSC} {
		if kinds[kind] < 100 {
			t.Errorf("only %d results were %s", kinds[kind], kind)
		}
	}
}

func sparseCase(t *testing.T, file string, g golden, n int, kinds map[string]int) {
	c := g.Cases[n]
	flat := false
	for _, name := range c.Inputs {
		flat = flat || len(g.Arrays[name].Shape) == 2
	}
	if !flat || c.Error != "" {
		return
	}
	want := c.Want.block(t)
	for k, mix := range [][]string{{lazy.CSR, lazy.CSR}, {lazy.CSC, lazy.CSR}, {lazy.CSR, lazy.Dense}, {lazy.Dense, lazy.CSC}} {
		if (n+k)%2 != 0 || testing.Short() && (n+k)%4 != 0 || len(c.Inputs) == 1 && k > 1 {
			continue
		}
		way := cuttings[(n+k)%len(cuttings)]
		in := make([]*array, len(c.Inputs))
		mixed := false
		for i, name := range c.Inputs {
			d := g.Arrays[name].block(t)
			var chunks [][]int
			for axis, size := range d.Shape() {
				sizes := []int{0}
				if size > 0 {
					sizes = way.cut(i, axis, size)
				}
				chunks = append(chunks, sizes)
			}
			kind := mix[i%2]
			if len(d.Shape()) != 2 {
				kind = lazy.Dense
			}
			mixed = mixed || kind == lazy.Dense
			in[i] = sparseCut(t, kind, d, chunks)
		}
		out := c.Steps[0].on(t, in...)
		skip := false
		for _, s := range c.Steps {
			skip = skip || s.op == "arctan2" // of zeros it asks for the sign, which isn't kept
			// Zeros that aren't kept stay zeros beside NaN, infinity and division by zero.
			skip = skip || (s.op == "mul" || s.op == "div") && (mixed || out.Kind() != lazy.Dense) && !finite(want)
		}
		for _, s := range c.Steps[1:] {
			out = s.on(t, out)
		}
		if skip {
			continue
		}
		kinds[out.Kind()]++
		label := fmt.Sprintf("%s: %v of %v as %v, %s", file, c.Steps, c.Inputs, mix, way.name)
		err := out.Each(func(chunk lazy.Chunk) error {
			if chunk.Block.Kind() != out.Kind() {
				return fmt.Errorf("a chunk is %s, the array %s", chunk.Block.Kind(), out.Kind())
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", label, err)
			continue
		}
		got, err := out.Dense()
		if err != nil {
			t.Errorf("%s: %v", label, err)
			continue
		}
		close := max(c.Close, 1e-13)
		if want.DType() == lazy.Float32 {
			close = max(c.Close, 1e-5)
		}
		if diff := differs(got, want, close); diff != "" {
			t.Errorf("%s: %s", label, diff)
		}
		by, part := someSlice(t, label, want)
		if got, err = out.Slice(by...).Dense(); err != nil {
			t.Errorf("a slice of %s: %v", label, err)
		} else if diff := differs(got, part, close); diff != "" {
			t.Errorf("a slice of %s: %s", label, diff)
		}
	}
}

func finite(d *block.Dense) bool {
	v := reflect.ValueOf(d.Data())
	for i := range v.Len() {
		if x := v.Index(i); x.CanFloat() && (math.IsNaN(x.Float()) || math.IsInf(x.Float(), 0)) {
			return false
		}
	}
	return true
}
