package elem_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/io/zarr"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

var dtypes = []lazy.DType{lazy.Bool, lazy.Int8, lazy.Int32, lazy.Int64, lazy.Uint16, lazy.Uint64, lazy.Float32, lazy.Float64}

// drawArray is an array in chunks of any sizes: generated, cut, put together, or picked out.
func drawArray(t *rapid.T, name string, rows, cols int) *lazy.Array {
	d := rapid.SampledFrom(dtypes).Draw(t, name+" type")
	x := random.Uniform(rows, cols).MulScalar(200).AsType(d)
	switch rapid.IntRange(0, 6).Draw(t, name+" chunks") {
	case 1:
		x = x.Rechunk(rapid.IntRange(1, 9).Draw(t, name+" high"), rapid.IntRange(1, 9).Draw(t, name+" wide"))
	case 2:
		parts := []*lazy.Array{}
		for rest := rows; rest > 0; {
			n := rapid.IntRange(1, rest).Draw(t, name+" part")
			parts = append(parts, random.Uniform(n, cols).MulScalar(200).AsType(d))
			rest -= n
		}
		if len(parts) > 0 {
			x = lazy.Concat(0, parts...)
		}
	case 3:
		at := make([]int, rows)
		for i := range at {
			at[i] = rapid.IntRange(0, rows-1).Draw(t, name+" row")
		}
		x = x.Rechunk(4).Slice(lazy.At(at...), lazy.All)
	case 4:
		x = must(x.Rechunk(5).Compute())
	case 5, 6:
		x = random.New(rapid.Uint64().Draw(t, name+" seed")).Chunks(rapid.IntRange(1, 9).Draw(t, name+" high"), rapid.IntRange(1, 9).Draw(t, name+" wide")).
			Sparse(rapid.Float64Range(0, 1).Draw(t, name+" density"), rows, cols).MulScalar(200).AsType(d)
		if rapid.Bool().Draw(t, name+" csc") {
			x = x.ToCSC()
		}
		if rapid.Bool().Draw(t, name+" computed") {
			x = must(x.Compute())
		}
	}
	if x.Err() != nil {
		t.Fatal(x.Err())
	}
	return x
}

func drawFrame(t *rapid.T, name string, n int) *frame.Frame {
	word := rapid.SampledFrom([]string{"", "a", "b", "c10", "c2", "ž", "細胞"})
	cols := []*frame.Series{}
	mask := make([]bool, n)
	for i := range mask {
		mask[i] = rapid.Bool().Draw(t, name+" missing")
	}
	for i, kind := range rapid.SliceOfN(rapid.IntRange(0, 6), 0, 4).Draw(t, name+" columns") {
		name := fmt.Sprint("col", i)
		words, ints := make([]string, n), make([]int64, n)
		for i := range words {
			words[i], ints[i] = word.Draw(t, "word"), rapid.Int64().Draw(t, "int")
		}
		switch kind {
		case 0:
			cols = append(cols, frame.Strings(name, words))
		case 1:
			cols = append(cols, frame.Categories(name, words))
		case 2:
			cols = append(cols, frame.Ints(name, ints))
		case 3:
			cols = append(cols, frame.NullableInts(name, ints, mask))
		case 4:
			cols = append(cols, frame.Bools(name, mask))
		case 5:
			cols = append(cols, frame.NullableStrings(name, words, mask))
		case 6:
			cols = append(cols, frame.NullableStrings(name, words, mask).AsCategory())
		}
	}
	f := must(frame.New(frame.DefaultIndex(n), cols...))
	if rapid.Bool().Draw(t, name+" named") {
		f = f.WithIndexName("id")
	}
	return f
}

// TestWriteReadLaw: what is written is what is read, for any shape, chunks and columns, in every format.
func TestWriteReadLaw(t *testing.T) {
	all := []format{
		h5adFormat(h5ad.KeepStrings()),
		h5adFormat(h5ad.KeepStrings(), h5ad.Compression("gzip", 1)),
		zarrFormat("v2.zarr", zarr.KeepStrings()),
		zarrFormat("v3.zarr", zarr.KeepStrings(), zarr.Format(3), zarr.Compression("gzip", 1)),
	}
	for i, f := range all {
		t.Run(fmt.Sprint(i, " ", f.suffix), func(t *testing.T) {
			dir := quickDir(t)
			rapid.Check(t, func(t *rapid.T) {
				rows, cols := rapid.IntRange(0, 20).Draw(t, "rows"), rapid.IntRange(0, 12).Draw(t, "cols")
				a, err := anndata.New(anndata.Data{
					X: drawArray(t, "X", rows, cols), Obs: drawFrame(t, "obs", rows), Var: drawFrame(t, "var", cols),
					Obsm: map[string]any{"m": drawArray(t, "m", rows, 3)},
				})
				if err != nil {
					t.Fatal(err)
				}
				path := filepath.Join(dir, "a."+f.suffix)
				if err := f.write(path, a); err != nil {
					t.Fatal(err)
				}
				b, err := f.read(path)
				if err != nil {
					t.Fatal(err)
				}
				if same, why, err := anndata.Equal(a, b); !same || err != nil {
					t.Fatalf("%s differs: %v", why, err)
				}
				if a.X().Kind() != b.X().Kind() {
					t.Fatalf("%s became %s", a.X().Kind(), b.X().Kind())
				}
				if a.X().DType() != b.X().DType() || a.Obs().IndexName() != b.Obs().IndexName() {
					t.Fatal("type or name differs")
				}
				if err := os.RemoveAll(path); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// TestLargerArrays: arrays of several stored chunks, and of chunks that are cut to be stored, come back as they were, whole and lazily.
func TestLargerArrays(t *testing.T) {
	wide := random.Uniform(700, 1000) // 5.3 MiB: above what is read in one go
	cases := map[string]*lazy.Array{
		"one chunk": wide, "chunks": wide.Rechunk(300, 257), "prime": random.Uniform(503, 1511).Rechunk(251, 1511), "columns": wide.Rechunk(-1, 100),
		"tiny chunks": wide.Rechunk(7, 11), "in memory": must(wide.Rechunk(100, 1000).Compute()), "integers": wide.MulScalar(1e9).AsType(lazy.Int64),
		"cube": random.Uniform(90, 80, 100).Rechunk(30, 80, 33), "line": random.Uniform(1 << 18).Rechunk(1000),
		"csr": random.New(1).Chunks(1000, -1).Sparse(0.3, 9000, 200), "csr tiles": random.New(2).Chunks(1000, 70).Sparse(0.2, 9000, 200),
		"csc":           random.New(3).Chunks(500, 500).Sparse(0.3, 700, 3000).ToCSC(),
		"csr in memory": must(random.New(4).Chunks(100, 1000).Sparse(0.5, 5000, 1000).Compute()),
		"csc in memory": must(random.New(5).Chunks(100, 1000).Sparse(0.1, 700, 1000).ToCSC().Compute()),
	}
	for _, f := range append([]format{h5adFormat(h5ad.Compression("gzip", 1))}, formats...) {
		for name, x := range cases {
			t.Run(f.suffix+"/"+name, func(t *testing.T) {
				path := filepath.Join(quickDir(t), "a."+f.suffix)
				a := must(anndata.New(anndata.Data{Obsm: map[string]any{"x": x}}))
				if err := f.write(path, a); err != nil {
					t.Fatal(err)
				}
				b, err := f.read(path)
				if err != nil {
					t.Fatal(err)
				}
				file, err := f.open(path)
				if err != nil {
					t.Fatal(err)
				}
				defer file.Close()
				for _, b := range []*anndata.AnnData{b, file.AnnData} {
					if same, why, err := anndata.Equal(a, b); !same || err != nil {
						t.Errorf("%s differs: %v", why, err)
					}
				}
			})
		}
	}
}
