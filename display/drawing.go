package display

import (
	"fmt"
	"html"
	"math"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/lazy"
)

const (
	drawingMargin = 12.0
	opWidth       = 2*taskRadius - 3 // of the text on a task
	maxTitles     = 150              // tasks of a drawing in which each says what it is when pointed at
	maxLabels     = 400              // tasks of a drawing that are labelled
)

// drawing is a graph as a still picture: what is seen until the interactive one has been drawn, and where scripts don't run.
type drawing struct {
	g     *lazy.Graph
	units []unit
	layout
	tasks, chunks, texts, lines, heads strings.Builder
}

func newDrawing(g *lazy.Graph) *drawing {
	d := &drawing{g: g, units: taskUnits(g)}
	tall := 2 * taskRadius
	if g.Tasks != nil {
		tall += makeGap + chunkSide
	}
	d.layout = layOut(d.units, tall)
	return d
}

// svg draws the graph to fill a box of this height and the width of the page.
func (d *drawing) svg(height int) string {
	byLayer := make([][]int, len(d.g.Layers))
	for i := range d.units {
		byLayer[d.layer(i)] = append(byLayer[d.layer(i)], i)
		d.arrows(i)
	}
	for layer, members := range byLayer {
		if len(members) > 0 {
			d.nodes(layer, members)
		}
	}
	// A small graph is drawn at its true size, not blown up.
	const page = 760.0
	w, h := d.width+2*drawingMargin, d.height+2*drawingMargin
	viewW, viewH := math.Max(w, page), math.Max(h, float64(height))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="100%%" height="%d" viewBox="%s %s %s %s" preserveAspectRatio="xMidYMid meet" style="display: block" role="img" aria-label="%s">`,
		height, coord(-drawingMargin-(viewW-w)/2), coord(-drawingMargin-(viewH-h)/2), coord(viewW), coord(viewH), html.EscapeString(d.g.String()))
	fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="1.5"/>`, d.lines.String(), edgeColor)
	fmt.Fprintf(&b, `<path d="%s" fill="%s"/>`, d.heads.String(), edgeColor)
	b.WriteString(d.tasks.String() + d.chunks.String())
	if d.texts.Len() > 0 {
		fmt.Fprintf(&b, `<g fill="%s" text-anchor="middle" font-family="%s">%s</g>`, inkColor, fontFamily, d.texts.String())
	}
	b.WriteString("</svg>")
	return b.String()
}

func (d *drawing) layer(i int) int {
	if d.g.Tasks == nil {
		return i
	}
	return d.g.Tasks[i].Layer
}

func (d *drawing) chunkY(i int) float64 { return d.taskY(i) - taskRadius - makeGap - chunkSide/2 }

// arrows draws a task's arrow to its chunk and those from the chunks it reads.
func (d *drawing) arrows(i int) {
	x, y := d.x[i], d.taskY(i)
	top := func(in int) float64 { return d.taskY(in) - taskRadius }
	if d.g.Tasks != nil {
		d.arrow(x, y-taskRadius, x, d.chunkY(i)+chunkSide/2)
		top = func(in int) float64 { return d.chunkY(in) - chunkSide/2 }
	}
	for _, in := range distinct(d.units[i].inputs) {
		// Into the circle, towards its middle.
		fx, fy := d.x[in], top(in)
		angle := math.Atan2(fy-y, fx-x)
		d.arrow(fx, fy, x+taskRadius*math.Cos(angle), y+taskRadius*math.Sin(angle))
	}
}

func (d *drawing) arrow(x0, y0, x1, y1 float64) {
	const long, half = 7, 3.5
	dx, dy := x1-x0, y1-y0
	n := math.Hypot(dx, dy)
	dx, dy = dx/n, dy/n
	bx, by := x1-long*dx, y1-long*dy
	fmt.Fprintf(&d.lines, "M%s %sL%s %s", coord(x0), coord(y0), coord(bx), coord(by))
	fmt.Fprintf(&d.heads, "M%s %sL%s %sL%s %sZ", coord(x1), coord(y1), coord(bx-half*dy), coord(by+half*dx), coord(bx+half*dy), coord(by-half*dx))
}

// nodes draws the circles and squares of one layer.
func (d *drawing) nodes(layer int, members []int) {
	h := layerHue(layer)
	fmt.Fprintf(&d.tasks, `<g fill="%s" stroke="%s" stroke-width="1.5">`, h.task, h.line)
	fmt.Fprintf(&d.chunks, `<g fill="%s" stroke="%s" stroke-width="1.5">`, h.chunk, h.line)
	op := opLines(d.g.Layers[layer])
	for _, i := range members {
		x, y := d.x[i], d.taskY(i)
		d.node(&d.tasks, fmt.Sprintf(`circle cx="%s" cy="%s" r="%s"`, coord(x), coord(y), coord(taskRadius)), "circle", d.title(i))
		if len(d.units) <= maxLabels {
			d.label(x, y, opWidth, op)
		}
		if d.g.Tasks == nil {
			continue
		}
		cy := d.chunkY(i)
		d.node(&d.chunks, fmt.Sprintf(`rect x="%s" y="%s" width="%s" height="%[3]s" rx="3"`, coord(x-chunkSide/2), coord(cy-chunkSide/2), coord(chunkSide)), "rect", "")
		if len(d.units) <= maxLabels {
			d.label(x, cy, chunkSide-4, []string{lazy.Shape(d.g.Tasks[i].Index).String()})
		}
	}
	d.tasks.WriteString("</g>")
	d.chunks.WriteString("</g>")
}

func (d *drawing) node(b *strings.Builder, start, tag, title string) {
	if title == "" {
		b.WriteString("<" + start + "/>")
		return
	}
	b.WriteString("<" + start + "><title>" + html.EscapeString(title) + "</title></" + tag + ">")
}

func (d *drawing) title(i int) string {
	layer := d.g.Layers[d.layer(i)]
	switch {
	case len(d.units) > maxTitles:
		return ""
	case d.g.Tasks == nil:
		return fmt.Sprintf("%s: %s of %v, %v", layer.Name, counted(layer.NChunks, "chunk"), layer.ChunkShape, layer.DType)
	}
	task := d.g.Tasks[i]
	return fmt.Sprintf("%s: makes chunk %v of shape %v, %v", layer.Name, lazy.Shape(task.Index), task.Shape, layer.DType)
}

// label writes lines of text in the middle of a node, as large as fits its width.
func (d *drawing) label(x, y, width float64, lines []string) {
	size := labelSize(width, lines)
	y += size*0.35 - size*1.1*float64(len(lines)-1)/2
	for _, line := range lines {
		fmt.Fprintf(&d.texts, `<text x="%s" y="%s" font-size="%s">%s</text>`, coord(x), coord(y), coord(size), html.EscapeString(line))
		y += size * 1.1
	}
}

func labelSize(width float64, lines []string) float64 {
	longest := 1
	for _, line := range lines {
		longest = max(longest, len([]rune(line)))
	}
	return math.Max(math.Min(10, math.Round(20*width/(0.56*float64(longest)))/20), 4)
}

// opLines is what is written on the tasks of a layer: its operation, broken where its name has a joint.
func opLines(layer lazy.GraphLayer) []string {
	const lineLength = 8
	lines := []string{""}
	for _, part := range strings.SplitAfter(strings.ReplaceAll(layer.Op, "_", "-"), "-") {
		last := len(lines) - 1
		if lines[last] != "" && len(lines[last])+len(part) > lineLength {
			lines = append(lines, part)
		} else {
			lines[last] += part
		}
	}
	if len(lines) > 3 {
		lines = append(lines[:2], cut)
	}
	return lines
}

func distinct(xs []int) []int {
	out := append([]int{}, xs...)
	slices.Sort(out)
	return slices.Compact(out)
}
