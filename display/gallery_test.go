package display

import (
	"context"
	"fmt"
	"html"
	"os"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// gallery is the values of which a page is made for looking at and for the browser tests.
func gallery() []struct {
	name  string
	value any
} {
	r := random.New(1)
	x, y := r.Uniform(10000, 10000), r.Uniform(10000, 10000)
	both := lazy.Concat(0, x, y)
	deep := x.AddScalar(1).Log().Mul(x.Sum(0)).Mean(1)
	return []struct {
		name  string
		value any
	}{
		{"x", x},
		{"x graph", x.Visualize()},
		{"sum over rows", x.Sum(1)},
		{"sum graph", x.Sum(1).Visualize()},
		{"both", both},
		{"both graph", both.Visualize()},
		{"obsm", lazy.Concat(0, r.Uniform(10000, 100), r.Uniform(10000, 100))},
		{"obsm graph", lazy.Concat(0, r.Uniform(10000, 100), r.Uniform(10000, 100)).Visualize()},
		{"deep graph", deep.Visualize()},
		{"many tasks", r.Chunks(100, 100).Uniform(2000, 2000).Sum(1).Visualize()},
		{"too many tasks", r.Chunks(100, 100).Uniform(10000, 10000).AddScalar(1).Sum(1).Visualize()},
		{"3-d", r.Chunks(50, 100, 100).Uniform(200, 300, 500)},
		{"4-d", r.Chunks(5, 50, 100, 100).Uniform(20, 200, 300, 500)},
		{"many chunks", r.Chunks(100, 100).Uniform(20000, 10000)},
	}
}

func TestGallery(t *testing.T) {
	out := os.Getenv("LAZYCELL_GALLERY")
	if out == "" {
		t.Skip("set LAZYCELL_GALLERY to a file to write the page")
	}
	var page strings.Builder
	page.WriteString("<!doctype html><meta charset=utf-8><body style='font-family: sans-serif; max-width: 860px; margin: 1em auto'>\n")
	for _, g := range gallery() {
		b, err := Of(context.Background(), g.value)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&page, "<h4>%s</h4><pre>%s</pre>\n%s\n", g.name, html.EscapeString(b.Text()), b.text(MIMEHTML))
		t.Log(g.name, len(b.text(MIMEHTML)))
	}
	if err := os.WriteFile(out, []byte(page.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
