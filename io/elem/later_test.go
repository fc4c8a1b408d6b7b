package elem_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestColumnsAreReadWhenTouched: what was touched before the file was closed is there, and the rest, which was not, can't be read any more.
func TestColumnsAreReadWhenTouched(t *testing.T) {
	for _, f := range append(formats, packed[0]) {
		path := filepath.Join(quickDir(t), "a."+f.suffix)
		if err := f.write(path, sample()); err != nil {
			t.Fatal(err)
		}
		file := must(f.open(path))
		obs := file.Obs()
		if got := obs.Col("score").Values().([]float64); got[1] != 1 {
			t.Errorf("%s: score is %v", f.suffix, got)
		}
		if kinds := []string{obs.Col("stage").DType(), obs.Col("count").DType(), obs.Col("keep").DType(), obs.Col("name").DType()}; strings.Join(kinds, " ") != "category Int64 bool object" {
			t.Errorf("%s: types before they are read: %q", f.suffix, kinds)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		if err := obs.Col("score").Load(); err != nil {
			t.Errorf("%s: %v", f.suffix, err)
		}
		for _, name := range []string{"stage", "count", "keep", "name"} {
			if err := obs.Col(name).Load(); err == nil || !strings.Contains(err.Error(), "read "+path) || !strings.Contains(err.Error(), "obs/"+name) {
				t.Errorf("%s: %s after the file was closed: %v", f.suffix, name, err)
			}
		}
		if len(obs.Index()) != 3 {
			t.Errorf("%s: the names of rows are gone", f.suffix)
		}
	}
}
