package h5ad_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/h5ad"
	_ "github.com/lazycell/lazycell/io/hdf5" // programs import github.com/lazycell/lazycell instead
	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec"
)

func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "a.h5ad")

	adata, _ := anndata.New(anndata.Data{X: lazy.FromSlice([]float64{1, 2, 3, 4, 5, 6}, 2, 3)})
	if err := h5ad.Write(path, adata); err != nil {
		fmt.Println(err)
		return
	}
	file, err := h5ad.Open(path) // or h5ad.Read, to have it all in memory
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	sums, err := file.X().Sum(0).Float64s() // reads X now
	fmt.Println(sums, err)
	// Output: [5 7 9] <nil>
}
