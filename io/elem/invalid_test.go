package elem_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/io/elem"
	"github.com/lazycell/lazycell/io/store"
)

// TestInvalidElements: what can't be read is an error that names the element and what is wrong with it.
func TestInvalidElements(t *testing.T) {
	encode := func(n *node, kind, version string) {
		n.Attrs["encoding-type"], n.Attrs["encoding-version"] = kind, version
	}
	numbers := func(shape ...int) *node {
		n := 1
		for _, s := range shape {
			n *= s
		}
		return &node{Attrs: map[string]any{"encoding-type": "array", "encoding-version": "0.2.0"}, DType: "float64", Shape: shape, Values: counted(n)}
	}
	cases := map[string]struct {
		sparse bool
		change func(n *node)
		want   string
	}{
		"other file":            {change: func(n *node) { encode(n, "MuData", "0.1.0") }, want: "holds a MuData 0.1.0, not an AnnData"},
		"no file of ours":       {change: func(n *node) { n.Attrs = map[string]any{}; delete(n.Members, "obs") }, want: `there is no AnnData in it: no encoding-type, and no "obs"`},
		"array as table":        {change: func(n *node) { n.Attrs = map[string]any{}; n.Members["obs"] = numbers(3) }, want: `obs: the encoding array 0.2.0 can't be read here; leave it out with the option Without("obs")`},
		"old raw and new":       {change: func(n *node) { n.Members["raw.X"] = numbers(3, 4) }, want: "raw.X: there is a raw, too"},
		"group as table":        {change: func(n *node) { n.Attrs = map[string]any{}; n.at("obs").Attrs = map[string]any{} }, want: "obs: a group without an encoding can't be read here"},
		"unknown matrix":        {change: func(n *node) { encode(n.at("X"), "bsr_matrix", "9") }, want: "X: the encoding bsr_matrix 9"},
		"unknown column":        {change: func(n *node) { encode(n.at("obs", "score"), "datetime", "1") }, want: "obs/score: the encoding datetime 1"},
		"newer version":         {change: func(n *node) { encode(n.at("obs", "stage"), "categorical", "0.9.0") }, want: "obs/stage: the encoding categorical 0.9.0"},
		"frame in layers":       {change: func(n *node) { n.at("layers").Members["f"] = n.at("obs") }, want: "layers/f: it is a dataframe"},
		"strings as matrix":     {change: func(n *node) { n.Members["X"] = n.at("obs", "name"); encode(n.at("X"), "array", "0.2.0") }, want: "X: an array of strings where numbers"},
		"group as array":        {change: func(n *node) { n.Members["X"] = n.at("obsm"); encode(n.at("X"), "array", "0.2.0") }, want: "X: array is a group where an array was expected"},
		"array as group":        {change: func(n *node) { encode(n.at("X"), "csr_matrix", "0.1.0") }, want: "X: csr_matrix without a shape"},
		"mapping is no group":   {change: func(n *node) { n.Members["obsm"] = numbers(2) }, want: "obsm: the encoding array 0.2.0"},
		"no obs":                {change: func(n *node) { delete(n.Members, "obs") }, want: `anndata without "obs"`},
		"raw without var":       {change: func(n *node) { delete(n.at("raw").Members, "var") }, want: `raw: raw without "var"`},
		"no index":              {change: func(n *node) { delete(n.at("obs").Attrs, "_index") }, want: `obs: dataframe without the attribute "_index"`},
		"index is gone":         {change: func(n *node) { delete(n.at("obs").Members, "_index") }, want: `obs: dataframe without "_index"`},
		"no column order":       {change: func(n *node) { delete(n.at("obs").Attrs, "column-order") }, want: `obs: dataframe without a list of names in the attribute "column-order"`},
		"column is gone":        {change: func(n *node) { delete(n.at("obs").Members, "score") }, want: `obs: dataframe without "score"`},
		"short column":          {change: func(n *node) { n.at("obs").Members["score"] = numbers(2) }, want: `obs: frame.New: column "score" has 2 rows, the index has 3`},
		"matrix as column":      {change: func(n *node) { n.at("obs").Members["score"] = numbers(3, 2) }, want: "obs/score: shape [3 2] where one axis"},
		"code out of range":     {change: func(n *node) { n.at("obs", "stage", "codes").Values = []int8{0, 2, 1} }, want: `obs/stage: frame: column "stage": code 2 in row 1 is out of range for 2 categories`},
		"codes are no integers": {change: func(n *node) { n.at("obs", "stage").Members["codes"] = numbers(3) }, want: "codes are float64"},
		"category twice":        {change: func(n *node) { n.at("obs", "stage", "categories").Values = []string{"a", "a"} }, want: `category "a" occurs twice`},
		"no codes":              {change: func(n *node) { delete(n.at("obs", "stage").Members, "codes") }, want: `obs/stage: categorical without "codes"`},
		"no mask":               {change: func(n *node) { delete(n.at("obs", "count").Members, "mask") }, want: `obs/count: nullable-integer without "mask"`},
		"mask of numbers":       {change: func(n *node) { n.at("obs", "count").Members["mask"] = numbers(3) }, want: "obs/count: a mask of []float64"},
		"short mask":            {change: func(n *node) { m := n.at("obs", "count", "mask"); m.Shape, m.Values = []int{2}, []bool{true, false} }, want: "3 values but a mask of 2"},
		"rows of obs":           {change: func(n *node) { n.Members["X"] = numbers(4, 4) }, want: "obs: 3 rows do not match n_obs = 4 of X with shape (4, 4)"},
		"shape of a layer":      {change: func(n *node) { n.at("layers").Members["counts"] = numbers(3, 5) }, want: "layers/counts: shape (3, 5) does not match"},
		"shape of obsm":         {change: func(n *node) { n.at("obsm").Members["X_pca"] = numbers(2, 2) }, want: "obsm/X_pca: shape (2, 2) does not match n_obs = 3"},
		"axes of X":             {change: func(n *node) { n.Members["X"] = numbers(3) }, want: "X: shape (3,) has 1 dimensions"},
		"rows of raw":           {change: func(n *node) { n.at("raw").Members["X"] = numbers(2, 5) }, want: "raw: 2 rows do not match n_obs = 3"},
		"raw without X":         {change: func(n *node) { delete(n.at("raw").Members, "X") }, want: `raw: raw without "X"`},
		"scalar of many": {change: func(n *node) {
			n.at("uns").Members["n"] = numbers(2)
			encode(n.at("uns", "n"), "numeric-scalar", "0.2.0")
		}, want: "uns/n: numeric-scalar of shape [2]"},
		"no indptr":           {sparse: true, change: func(n *node) { delete(n.at("X").Members, "indptr") }, want: `X: csr_matrix without "indptr"`},
		"no shape":            {sparse: true, change: func(n *node) { delete(n.at("X").Attrs, "shape") }, want: "X: csr_matrix without a shape"},
		"negative shape":      {sparse: true, change: func(n *node) { n.at("X").Attrs["shape"] = []int64{-2, 3} }, want: "X: shape [-2 3] has a negative size"},
		"absurd shape":        {sparse: true, change: func(n *node) { n.at("X").Attrs["shape"] = []int64{2, 1 << 60} }, want: "X: shape"},
		"short indptr":        {sparse: true, change: func(n *node) { p := n.at("X", "indptr"); p.Shape, p.Values = []int{2}, []int32{0, 1} }, want: "X: indptr has 2 numbers where the shape (2, 3) asks for 3"},
		"falling indptr":      {sparse: true, change: func(n *node) { n.at("X", "indptr").Values = []int32{0, 3, 1} }, want: "X: indptr goes from 3 to 1 at line 1"},
		"long indptr":         {sparse: true, change: func(n *node) { n.at("X", "indptr").Values = []int32{0, 1, 9} }, want: "X: indptr goes from 1 to 9 at line 1 of 3 values"},
		"late indptr":         {sparse: true, change: func(n *node) { n.at("X", "indptr").Values = []int32{1, 1, 3} }, want: "X: indptr begins with 1"},
		"negative indptr":     {sparse: true, change: func(n *node) { n.at("X", "indptr").Values = []int32{-1, 1, 3} }, want: "X: indptr begins with -1"},
		"index out of range":  {sparse: true, change: func(n *node) { n.at("X", "indices").Values = []int32{1, 3, 2} }, want: "X: index 3 of entry 1 is out of range for 3"},
		"negative index":      {sparse: true, change: func(n *node) { n.at("X", "indices").Values = []int32{1, -1, 2} }, want: "X: index -1 of entry 1"},
		"indices are no ints": {sparse: true, change: func(n *node) { n.at("X").Members["indices"] = numbers(3) }, want: "X/indices: shape [3], type float64: it can't be the indices"},
		"fewer values":        {sparse: true, change: func(n *node) { n.at("X").Members["data"] = numbers(2) }, want: "X: 3 indices for 2 values"},
		"values of strings":   {sparse: true, change: func(n *node) { n.at("X").Members["data"] = n.at("obs", "_index") }, want: "X/data: shape [2], type string"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			top := written(t, sample(), elem.Writer{})
			if c.sparse {
				top = sparseSample(t)
			}
			c.change(top)
			for _, lazily := range []bool{false, true} {
				a, err := readBack(top, lazily)
				if err == nil && lazily {
					_, err = a.X().Dense()
					for _, name := range a.Obs().Columns() {
						err = errors.Join(err, a.Obs().Col(name).Load())
					}
				}
				if err == nil || !strings.Contains(err.Error(), c.want) || strings.HasPrefix(err.Error(), "/") {
					t.Errorf("lazily %v: %v, want %q", lazily, err, c.want)
				}
			}
		})
	}
}

// TestWithout leaves out what could not be read.
func TestWithout(t *testing.T) {
	top := written(t, sample(), elem.Writer{})
	for _, n := range []*node{top.at("uns", "title"), top.at("uns", "deep"), top.at("obsm", "X_pca"), top.at("raw"), top.at("obs", "score"), top.at("layers")} {
		n.Attrs["encoding-type"] = "something"
	}
	_, err := readBack(top, false)
	if !errors.Is(err, store.ErrUnsupported) {
		t.Fatal(err)
	}
	r := elem.Reader{Without: []string{"uns/title", "/uns/deep/", "obsm/X_pca", "raw", "obs/score", "layers"}}
	a, err := r.Read(t.Context(), top.group("/"))
	if err != nil {
		t.Fatal(err)
	}
	if a.Uns()["title"] != nil || a.Raw() != nil || a.Obs().Has("score") || a.Layers().Len() != 0 || a.Obsm().Len() != 1 || a.Uns()["n"] != int64(7) {
		t.Errorf("left: %v", a)
	}
}
