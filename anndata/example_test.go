package anndata_test

import (
	"fmt"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec" // runs the computations
)

// cells is three cells with two genes.
func cells() *anndata.AnnData {
	obs, err := frame.New([]string{"cell0", "cell1", "cell2"}, frame.Strings("batch", []string{"a", "b", "a"}))
	if err != nil {
		panic(err)
	}
	a, err := anndata.New(anndata.Data{
		X:    lazy.FromSlice([]float64{1, 2, 3, 4, 5, 6}, 3, 2),
		Obs:  obs,
		Obsm: map[string]any{"pca": lazy.FromSlice([]float64{0.1, 0.2, 0.3}, 3, 1)},
	})
	if err != nil {
		panic(err)
	}
	return a
}

func ExampleNew() {
	fmt.Println(cells())
	_, err := anndata.New(anndata.Data{
		X:    lazy.FromSlice([]float64{1, 2}, 2, 1),
		Obsm: map[string]any{"a": lazy.FromSlice([]float64{1, 2, 3}, 3, 1)},
	})
	fmt.Println(err)
	// Output:
	// AnnData object with n_obs × n_vars = 3 × 2
	//     obs: 'batch'
	//     obsm: 'pca'
	// anndata.New: obsm/a: shape (3, 1) does not match n_obs = 2
}

func ExampleAnnData_Slice() {
	a := cells()
	view := a.Slice(lazy.Where(a.Obs().Col("batch").Eq("a")), lazy.At(1))
	fmt.Println(view)
	fmt.Println(view.ObsNames())
	fmt.Println(view.X().Float64s())
	// Output:
	// View of AnnData object with n_obs × n_vars = 2 × 1
	//     obs: 'batch'
	//     obsm: 'pca'
	// [cell0 cell2]
	// [2 6] <nil>
}

func ExampleConcat() {
	both := anndata.Concat([]*anndata.AnnData{cells(), cells()}, anndata.IndexUnique("-"), anndata.Label("sample"))
	fmt.Println(both)
	fmt.Println(both.ObsNames()[2:4])
	fmt.Println(both.Obs().Col("sample").Strings())
	// Output:
	// AnnData object with n_obs × n_vars = 6 × 2
	//     obs: 'batch', 'sample'
	//     obsm: 'pca'
	// [cell2-0 cell0-1]
	// [0 0 0 1 1 1]
}
