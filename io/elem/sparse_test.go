package elem_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// TestSparseFiles: a sparse matrix is opened in runs of lines, read into chunks that share memory, and parts of it are read by themselves.
func TestSparseFiles(t *testing.T) {
	for _, f := range formats {
		for _, kind := range []string{lazy.CSR, lazy.CSC} {
			x := random.New(8).Chunks(3000, 1500).Sparse(0.1, 12000, 3000)
			if kind == lazy.CSC {
				x = x.ToCSC()
			}
			path := filepath.Join(quickDir(t), "a."+f.suffix)
			if err := f.write(path, must(anndata.New(anndata.Data{X: x}))); err != nil {
				t.Fatal(err)
			}
			file, err := f.open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			opened := file.X()
			if cut := opened.NumBlocks(); opened.Kind() != kind || opened.InMemory() || opened.NChunks() < 2 || cut[0] > 1 == (kind == lazy.CSC) {
				t.Errorf("%s: opened it is %s in %v chunks", f.suffix, opened.Kind(), cut)
			}
			a, err := f.read(path)
			if err != nil {
				t.Fatal(err)
			}
			if read := a.X(); read.Kind() != kind || !read.InMemory() {
				t.Errorf("%s: read it is %s", f.suffix, read.Kind())
			}
			nnz := must(a.X().NNZ())
			// What is told of memory beforehand is what there is.
			if told, is := opened.NBytes(), a.X().NBytes(); told < is*9/10 || told > is*11/10 {
				t.Errorf("%s: %d bytes were expected, it has %d", f.suffix, told, is)
			}
			if n := must(x.NNZ()); n != nnz {
				t.Errorf("%s: %d values of %d", f.suffix, nnz, n)
			}
			part := []lazy.Index{lazy.At(11999, 5, 5, 7000), lazy.RangeStep(2, 2900, 7)}
			want, got := must(x.Slice(part...).Float64s()), must(opened.Slice(part...).Float64s())
			if !slices.Equal(want, got) {
				t.Errorf("%s: a part differs", f.suffix)
			}
		}
	}
}
