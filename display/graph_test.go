package display

import (
	"context"
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

var dataAttribute = regexp.MustCompile(`data-graph='([^']*)'`)

// pageData is the data of a graph in an output.
func pageData(t *testing.T, markup string) pageGraph {
	t.Helper()
	m := dataAttribute.FindStringSubmatch(markup)
	if m == nil {
		t.Fatal("no data in the output")
	}
	var g pageGraph
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &g); err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGraph(t *testing.T) {
	r := random.New(1)
	x, x2 := r.Uniform(10000, 10000), r.Uniform(10000, 10000)
	a := r.Uniform(10000, 100)
	small := r.Chunks(100, 100)
	for _, tc := range []struct {
		name         string
		array        *lazy.Array
		tasks, edges int // as the tutorial counts them; 0 tasks: layers are drawn
		folded       bool
	}{
		{"x", x, 16, 16, false},
		{"sum", x.Sum(1), 36, 68, false},
		{"both", lazy.Concat(0, x, x2), 64, 96, false},
		{"one", a, 1, 1, false},
		{"scalar", a.Sum(), 3, 5, false},
		{"wide", small.Uniform(2000, 2000).Sum(1), 860, 1700, true},
		{"layers", small.Uniform(10000, 10000).AddScalar(1), 0, 1, false},
	} {
		g := tc.array.Visualize()
		b, err := Of(context.Background(), g)
		if err != nil {
			t.Fatal(err)
		}
		markup := b.text(MIMEHTML)
		data := pageData(t, markup)
		picture := drawings.FindString(markup)
		circles, squares := strings.Count(picture, "<circle"), strings.Count(picture, "<rect")
		edges := 0
		for _, task := range data.Tasks {
			edges += 1 + len(task[2].([]any))
		}
		if tc.tasks == 0 {
			for _, layer := range data.Layers {
				edges += len(layer.Inputs)
			}
			if circles != len(g.Layers) || squares != 0 {
				t.Errorf("%s: %d circles, %d squares", tc.name, circles, squares)
			}
		} else if circles != tc.tasks || squares != tc.tasks {
			t.Errorf("%s: %d circles, %d squares, want %d", tc.name, circles, squares, tc.tasks)
		}
		if len(data.Tasks) != tc.tasks || edges != tc.edges {
			t.Errorf("%s: %d tasks, %d edges, want %d and %d", tc.name, len(data.Tasks), edges, tc.tasks, tc.edges)
		}
		if folded := len(data.Places) > 0; folded != tc.folded {
			t.Errorf("%s: folded %v", tc.name, folded)
		}
		if heads := strings.Count(picture, "Z"); heads != edges {
			t.Errorf("%s: %d arrows in the picture, want %d", tc.name, heads, edges)
		}
		if b.Text() != g.String() {
			t.Error(b.Text())
		}
		for _, layer := range g.Layers {
			if !strings.Contains(words(markup), layer.Name) {
				t.Errorf("%s: the legend lacks %s", tc.name, layer.Name)
			}
		}
		within := regexp.MustCompile(`<script class="lazycell-library">`).Split(markup, 2)[0]
		if limit := 3000 + 450*max(tc.tasks, 7); len(within) > limit {
			t.Errorf("%s: %d bytes, more than %d", tc.name, len(within), limit)
		}
	}
}

// The same array gives the same output, byte by byte.
func TestGraphIsStable(t *testing.T) {
	BeginCell("first")
	must(Of(context.Background(), random.New(7).Uniform(5000, 5000).Visualize()))
	BeginCell("second")
	markup := must(Of(context.Background(), random.New(7).Uniform(5000, 5000).Sum(1).Visualize())).text(MIMEHTML)
	golden(t, "graph.html", markup)
}

func TestGraphEscapes(t *testing.T) {
	hostile := `it's <script>alert("1")</script> & more`
	g := &lazy.Graph{
		Name:   hostile,
		Layers: []lazy.GraphLayer{{Name: hostile, Op: hostile, Shape: lazy.Shape{1}, ChunkShape: lazy.Shape{1}, NChunks: 1}},
		Tasks:  []lazy.GraphTask{{Layer: 0, Index: []int{0}, Shape: lazy.Shape{1}}},
		NTasks: 1,
	}
	BeginCell("before")
	must(Of(context.Background(), g))
	BeginCell("here")
	markup := must(Of(context.Background(), g)).text(MIMEHTML)
	if n := strings.Count(markup, "<script"); n != 1 {
		t.Errorf("%d scripts in %s", n, markup)
	}
	data := pageData(t, markup)
	if data.Name != hostile || data.Layers[0].Name != hostile {
		t.Errorf("the page reads %q", data.Name)
	}
}

func TestGraphWithNothingToDraw(t *testing.T) {
	layers := make([]lazy.GraphLayer, lazy.MaxTasks+1)
	for name, g := range map[string]*lazy.Graph{
		"empty":           {Name: "none"},
		"too many layers": {Name: "deep", Layers: layers, NTasks: 1 << 20},
	} {
		b := must(Of(context.Background(), g))
		if len(b.Data) != 1 || b.Text() != g.String() {
			t.Errorf("%s: %.200v", name, b.Data)
		}
	}
}

func TestLegendIsBounded(t *testing.T) {
	a := random.New(1).Uniform(10)
	for range 100 {
		a = a.AddScalar(1)
	}
	markup := legend(a.Visualize())
	if n := strings.Count(markup, "data-layer"); n != maxLegend || !strings.Contains(markup, "and 89 more layers") {
		t.Errorf("%d layers in %s", n, markup)
	}
}

// The largest graph that shows its tasks is laid out and drawn in a moment.
func TestLargeGraph(t *testing.T) {
	g := random.New(1).Chunks(100, 100).Uniform(2000, 2000).AddScalar(1).Log().Sum(0).Visualize()
	if g.Tasks == nil {
		t.Fatalf("%v shows no tasks", g)
	}
	start := time.Now()
	b := must(Of(context.Background(), g))
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("%v took %v", g, took)
	}
	if n := len(b.text(MIMEHTML)); n > 1<<20 {
		t.Errorf("%v takes %d bytes", g, n)
	}
}

func TestOpLines(t *testing.T) {
	for op, want := range map[string]string{
		"uniform": "uniform", "sum-aggregate": "sum-|aggregate", "expand_dims": "expand-|dims", "not_equal": "not-|equal",
		"log1p": "log1p", "a-b-c": "a-b-c", "one-two-three-four-five": "one-two-|three-|…", "": "",
	} {
		if got := strings.Join(opLines(lazy.GraphLayer{Op: op}), "|"); got != want {
			t.Errorf("%s is written %s, want %s", op, got, want)
		}
	}
}
