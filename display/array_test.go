package display

import (
	"context"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

var (
	drawings = regexp.MustCompile(`(?s)<svg.*?</svg>`)
	tags     = regexp.MustCompile(`<[^>]*>`)
	spaces   = regexp.MustCompile(`\s+`)
)

// words is the text of a piece of HTML, without drawings.
func words(markup string) string {
	text := tags.ReplaceAllString(drawings.ReplaceAllString(markup, " "), " ")
	return strings.TrimSpace(spaces.ReplaceAllString(html.UnescapeString(text), " "))
}

func TestChunkTable(t *testing.T) {
	r := random.New(1)
	x, x2 := r.Uniform(10000, 10000), r.Uniform(10000, 10000)
	a := r.Uniform(10000, 100)
	sparse := r.Chunks(625, 1000).Sparse(0.1, 10000, 1000)
	for _, tc := range []struct {
		name  string
		array *lazy.Array
		want  string
	}{
		{"x", x, "Bytes 762.94 MiB 47.68 MiB Shape (10000, 10000) (2500, 2500) Count 1 Graph Layer 16 Chunks Type float64 dense"},
		{"obsm", a, "Bytes 7.63 MiB 7.63 MiB Shape (10000, 100) (10000, 100) Count 1 Graph Layer 1 Chunk Type float64 dense"},
		{"sum", x.Sum(1), "Bytes 78.12 kiB 19.53 kiB Shape (10000,) (2500,) Count 3 Graph Layers 4 Chunks Type float64 dense"},
		{"both", lazy.Concat(0, x, x2), "Bytes 1.49 GiB 47.68 MiB Shape (20000, 10000) (2500, 2500) Count 3 Graph Layers 32 Chunks Type float64 dense"},
		{"both obsm", lazy.Concat(0, a, a), "Bytes 15.26 MiB 7.63 MiB Shape (20000, 100) (10000, 100) Count 2 Graph Layers 2 Chunks Type float64 dense"},
		{"small", r.Uniform(100, 100), "Bytes 78.12 kiB 78.12 kiB Shape (100, 100) (100, 100) Count 1 Graph Layer 1 Chunk Type float64 dense"},
		{"csr", sparse, "Bytes 11.52 MiB 737.31 kiB Shape (10000, 1000) (625, 1000) Count 1 Graph Layer 16 Chunks Type float64 csr"},
		{"csc", sparse.Transpose().Log1p(), "Bytes 11.52 MiB 737.31 kiB Shape (1000, 10000) (1000, 625) Count 3 Graph Layers 16 Chunks Type float64 csc"},
		{"large sparse view", r.Sparse(0.1, 10000, 1000).Slice(lazy.Range(0, 9000)), "Bytes"},
		{"scalar", x.Sum(), "Bytes 8 B 8 B Shape () () Count"},
		{"empty", r.Uniform(0, 5), "Bytes 0 B 0 B Shape (0, 5)"},
	} {
		b, err := Of(context.Background(), tc.array)
		if err != nil {
			t.Fatal(err)
		}
		if got := words(b.text(MIMEHTML)); !strings.HasPrefix(got, "Array Chunk "+tc.want) {
			t.Errorf("%s:\n got %s\nwant %s", tc.name, got, tc.want)
		}
		if b.Text() != tc.array.String() {
			t.Errorf("%s: %s", tc.name, b.Text())
		}
		if has := strings.Contains(b.text(MIMEHTML), "<svg"); has != (tc.array.Size() > 0 && tc.array.NDim() > 0) {
			t.Errorf("%s: drawn %v", tc.name, has)
		}
	}
}

// Sparse views and arrays in memory say how much they keep.
func TestSparseArrays(t *testing.T) {
	x := lazy.FromSparse([]int{0, 2, 2, 4}, []int{0, 2, 0, 1}, []float32{1, 2, 3, 4}, 3, 3)
	for name, tc := range map[string]struct {
		array *lazy.Array
		want  string
	}{
		"memory":     {x, "<Compressed Sparse Row sparse matrix of dtype 'float32'\n\twith 4 stored elements and shape (3, 3)>"},
		"view":       {x.Slice(lazy.Range(1, 3)), "<Compressed Sparse Row sparse matrix of dtype 'float32'\n\twith 2 stored elements and shape (2, 3)>"},
		"lazy view":  {random.New(1).Sparse(1, 50, 40).Slice(lazy.All, lazy.At(3, 3)), "<Compressed Sparse Row sparse matrix of dtype 'float64'\n\twith 100 stored elements and shape (50, 2)>"},
		"dense view": {x.ToDense().Slice(lazy.Range(0, 1)), "array([[1., 0., 2.]], dtype=float32)"},
	} {
		b, err := Of(context.Background(), tc.array)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if b.Text() != tc.want || tc.array.String() != tc.want {
			t.Errorf("%s: %s", name, b.Text())
		}
	}
}

// Views and arrays in memory show values, as String writes them.
func TestArrayValues(t *testing.T) {
	x := random.New(1).Uniform(2000, 2000)
	memory, err := x.Slice(lazy.Range(0, 40), lazy.Range(0, 40)).Compute()
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range map[string]*lazy.Array{
		"large view":  x.Slice(lazy.Range(0, 500), lazy.Range(3, 503)),
		"small view":  x.Slice(lazy.At(12, 12, 3), lazy.At(1, 2)),
		"memory":      memory,
		"vector":      lazy.FromSlice([]int64{1, 2, 3}, 3),
		"scalar view": x.Slice(lazy.Range(0, 1), lazy.Range(0, 1)),
		"empty view":  x.Slice(lazy.Range(0, 0)),
	} {
		b, err := Of(context.Background(), a)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(b.Data) != 1 || b.Text() != a.String() || !strings.HasPrefix(b.Text(), "array(") {
			t.Errorf("%s: %v", name, b.Data)
		}
	}
}
