package display

import (
	"encoding/json"
	"fmt"
	"html"
	"math"
	"strings"

	"github.com/lazycell/lazycell/lazy"
)

// How high a graph is drawn, in pixels.
const (
	minGraphHeight = 200
	maxGraphHeight = 420
)

// maxDagre is up to how many tasks the script library lays a graph out: it takes a second for this many.
const maxDagre = 400

// maxLegend is how many layers a legend names.
const maxLegend = 12

// graph is the look of a graph: a drawing that can be moved and zoomed and tells about the node under the pointer, made by
// the script library from the data in the output; a still picture in its place until then.
func graph(g *lazy.Graph) (Bundle, error) {
	b := plain(g.String())
	if n := max(len(g.Tasks), len(g.Layers)); n == 0 || len(g.Tasks) == 0 && n > lazy.MaxTasks {
		return b, nil
	}
	d := newDrawing(g)
	height := graphHeight(d.layout)
	data, err := json.Marshal(graphData(g, d))
	if err != nil {
		return Bundle{}, fmt.Errorf("showing %s: %w", g, err)
	}
	var page strings.Builder
	fmt.Fprintf(&page, `<div class="lazycell-graph" style="max-width: 100%%" data-graph='%s'>`+"\n", attribute(data))
	page.WriteString(untrusted)
	page.WriteString(`<div class="lazycell-stage" style="position: relative; overflow: hidden; font-size: 0">` + d.svg(height) + "</div>\n")
	page.WriteString(legend(g))
	page.WriteString("</div>\n")
	page.WriteString(library.script())
	b.Data[MIMEHTML] = page.String()
	return b, nil
}

// untrusted is seen only where drawings and scripts have been taken out of a notebook from elsewhere, as JupyterLab does:
// the style that hides it is taken out too. What is left of a drawing there, the text in it, has no size.
const untrusted = `<div style="contain: strict" aria-hidden="true">` +
	"The drawing is not shown because this notebook is not trusted.</div>\n"

// graphHeight is how high to draw a graph: high enough to fill the width, within bounds.
func graphHeight(l layout) int {
	const page = 820.0
	h := (l.height + 2*drawingMargin) * math.Min(1, page/(l.width+2*drawingMargin))
	return int(math.Min(math.Max(h+16, minGraphHeight), maxGraphHeight))
}

// What the script library draws. Names are short because there are up to thousands of tasks.
type (
	pageGraph struct {
		Name   string      `json:"name"`
		Layers []pageLayer `json:"layers"`
		Tasks  [][]any     `json:"tasks,omitempty"`  // layer, index, inputs, shape unless it is the layer's chunk shape
		Places [][2]int    `json:"places,omitempty"` // of the tasks, in a graph that is too large for the library to lay out well
		Rise   int         `json:"rise"`             // from a task up to its chunk
	}
	pageLayer struct {
		Name   string    `json:"name"`
		Op     string    `json:"op"` // with line breaks
		Shape  string    `json:"shape"`
		Chunk  string    `json:"chunk"`
		DType  string    `json:"dtype"`
		Kind   string    `json:"kind"`
		Chunks int       `json:"chunks"`
		Inputs []int     `json:"inputs"`
		Colors [3]string `json:"colors"`
		Font   float64   `json:"font"`
	}
)

func graphData(g *lazy.Graph, d *drawing) pageGraph {
	out := pageGraph{Name: g.Name, Rise: taskRadius + makeGap + chunkSide/2}
	for i, layer := range g.Layers {
		h := layerHue(i)
		lines := opLines(layer)
		out.Layers = append(out.Layers, pageLayer{
			Name: layer.Name, Op: strings.Join(lines, "\n"), Shape: layer.Shape.String(), Chunk: layer.ChunkShape.String(),
			DType: layer.DType.String(), Kind: layer.Kind, Chunks: layer.NChunks, Inputs: distinct(layer.Inputs),
			Colors: [3]string{h.task, h.chunk, h.line}, Font: labelSize(opWidth, lines),
		})
	}
	for _, task := range g.Tasks {
		row := []any{task.Layer, append([]int{}, task.Index...), distinct(task.Inputs)}
		if shape := task.Shape.String(); shape != g.Layers[task.Layer].ChunkShape.String() {
			row = append(row, shape)
		}
		out.Tasks = append(out.Tasks, row)
	}
	if d.folded || len(g.Tasks) > maxDagre {
		for i := range g.Tasks {
			out.Places = append(out.Places, [2]int{int(d.x[i]), int(d.taskY(i))})
		}
	}
	return out
}

// attribute is a text as an HTML attribute in single quotes. JSON has escaped < > and & already.
func attribute(text []byte) string { return strings.ReplaceAll(string(text), "'", "&#39;") }

// legend names the layers in their colours, sources first.
func legend(g *lazy.Graph) string {
	var b strings.Builder
	b.WriteString(`<div class="lazycell-legend" style="display: flex; flex-wrap: wrap; gap: .1em 1.4em; padding: .3em .2em; ` +
		`font: 12px/1.6 ` + fontFamily + `; color: var(--jp-ui-font-color1, inherit)">` + "\n")
	for i, layer := range g.Layers {
		if i == maxLegend && len(g.Layers) > maxLegend+1 {
			fmt.Fprintf(&b, "<span>and %d more layers</span>\n", len(g.Layers)-i)
			break
		}
		h := layerHue(i)
		fmt.Fprintf(&b, `<span class="lazycell-layer" data-layer="%d" style="white-space: nowrap">`+
			`<span style="display: inline-block; width: .75em; height: .75em; border-radius: 50%%; background: %s; border: 1.5px solid %s; margin-right: .45em; vertical-align: -.05em"></span>`+
			`<b style="font-weight: 600">%s</b> <span style="opacity: .75">%s in %s of %s, %s</span></span>`+"\n",
			i, h.task, h.line, html.EscapeString(layer.Name), layer.Shape, counted(layer.NChunks, "chunk"), layer.ChunkShape, layer.DType)
	}
	b.WriteString("</div>\n")
	return b.String()
}
