package display

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// How an array's chunks are drawn.
const (
	gridSide   = 120.0 // pixels of the longest axis
	gridLines  = 20    // boundaries drawn along one axis; more are thinned out
	gridFont   = 12.0
	gridMargin = 4.0
	gridColor  = "#00add8"
)

// gridSVG draws an array as a rectangle or a box with the boundaries of its chunks, in the colours of the page. Of an array
// of more than three dimensions it draws several, the last three axes last. Arrays without elements or axes have no drawing.
func gridSVG(chunks [][]int) string {
	lengths := make([]int, len(chunks))
	for i, sizes := range chunks {
		for _, n := range sizes {
			lengths[i] += n
		}
		if lengths[i] == 0 {
			return ""
		}
	}
	if len(chunks) == 0 {
		return ""
	}
	drawn := scaled(lengths)
	var c canvas
	first := len(chunks) % 3
	if first == 0 {
		first = 3
	}
	for lo, hi := 0, first; lo < len(chunks); lo, hi = hi, hi+3 {
		axes := make([]gridAxis, 0, 3)
		for i := lo; i < hi; i++ {
			axes = append(axes, newGridAxis(lengths[i], chunks[i], drawn[i]))
		}
		if lo > 0 {
			c.x = c.right + 3*gridMargin
		}
		c.box(axes)
	}
	return c.svg()
}

// scaled is how long to draw axes of these lengths: true to scale while they are alike, less and less the more they differ.
func scaled(lengths []int) []float64 {
	longest := 0
	for _, n := range lengths {
		longest = max(longest, n)
	}
	out := make([]float64, len(lengths))
	for i, n := range lengths {
		ratio := float64(longest) / float64(n)
		switch {
		case ratio > 100:
			ratio = math.Log(100 + 12.4)
		case ratio > math.E:
			ratio = math.Log(ratio + 12.4)
		}
		out[i] = gridSide / ratio
	}
	return out
}

// gridAxis is an axis to be drawn: where its chunks begin and end, in pixels.
type gridAxis struct {
	label string
	at    []float64
}

func (a gridAxis) size() float64 { return a.at[len(a.at)-1] }

func newGridAxis(length int, sizes []int, pixels float64) gridAxis {
	a := gridAxis{label: strconv.Itoa(length), at: []float64{0}}
	step := (len(sizes) + gridLines - 1) / gridLines
	sum := 0
	for i, n := range sizes {
		sum += n
		if (i+1)%step == 0 && sum < length && n > 0 {
			a.at = append(a.at, pixels*float64(sum)/float64(length))
		}
	}
	a.at = append(a.at, pixels)
	return a
}

// canvas collects what is drawn and how large it has become.
type canvas struct {
	b             strings.Builder
	x             float64 // left edge of the next box
	right, bottom float64
}

// depthX and depthY are how far one pixel of the third axis reaches to the right and up.
const depthX, depthY = 0.5, 0.36

// box draws one to three axes: the last goes right, the one before it down, the one before that back.
func (c *canvas) box(axes []gridAxis) {
	wide := axes[len(axes)-1]
	high := gridAxis{at: []float64{0, 26}}
	deep := gridAxis{at: []float64{0, 0}}
	if len(axes) > 1 {
		high = axes[len(axes)-2]
	}
	if len(axes) > 2 {
		deep = axes[len(axes)-3]
	}
	w, h := wide.size(), high.size()
	dx, dy := deep.size()*depthX, deep.size()*depthY
	left, top := c.x+gridMargin, gridMargin+dy
	if deep.label != "" {
		// The label of the depth stands left of its edge.
		left += max(0, textWidth(deep.label, gridFont)-dx/2)
	}
	c.face(wide.at, high.at, func(u, v float64) (float64, float64) { return left + u, top + v }, 1)
	if deep.label != "" {
		c.face(wide.at, deep.at, func(u, v float64) (float64, float64) { return left + u + v*depthX, top - v*depthY }, 0.6)
		c.face(deep.at, high.at, func(u, v float64) (float64, float64) { return left + w + u*depthX, top + v - u*depthY }, 1.5)
		c.label(deep.label, left+dx/2-gridMargin-textWidth(deep.label, gridFont)/2, top-dy/2-1, 0)
	}
	c.label(wide.label, left+w/2, top+h+gridFont+2, 0)
	c.reach(left+max(w, w/2+textWidth(wide.label, gridFont)/2), top+h+gridFont+2*gridMargin)
	if high.label != "" {
		x, y := left+w+dx+gridFont+2, top+(h-dy)/2
		if long := textWidth(high.label, gridFont); deep.label == "" && long > h || long < 18 {
			c.label(high.label, x-gridFont+2+long/2, y+gridFont/3, 0)
			c.reach(x+long-gridFont+2, 0)
		} else {
			c.label(high.label, x, y, -90)
			c.reach(x+gridMargin, 0)
		}
	}
	c.reach(left+w+dx, 0)
}

// face draws a grid of which the lines lie at u and v, which place puts onto the page.
func (c *canvas) face(u, v []float64, place func(u, v float64) (x, y float64), shade float64) {
	w, h := u[len(u)-1], v[len(v)-1]
	point := func(u, v float64) string {
		x, y := place(u, v)
		return coord(x) + " " + coord(y)
	}
	outline := "M" + point(0, 0) + "L" + point(w, 0) + "L" + point(w, h) + "L" + point(0, h) + "Z"
	fmt.Fprintf(&c.b, `<path d="%s" fill="%s" fill-opacity="%s" stroke="currentColor" stroke-width="1.5"/>`, outline, gridColor, coord(0.3*shade))
	var lines strings.Builder
	for _, x := range u[1 : len(u)-1] {
		lines.WriteString("M" + point(x, 0) + "L" + point(x, h))
	}
	for _, y := range v[1 : len(v)-1] {
		lines.WriteString("M" + point(0, y) + "L" + point(w, y))
	}
	if lines.Len() > 0 {
		fmt.Fprintf(&c.b, `<path d="%s" fill="none" stroke="currentColor" stroke-opacity="0.6" stroke-width="0.8"/>`, lines.String())
	}
}

// label writes a text around its middle, turned by an angle.
func (c *canvas) label(text string, x, y, angle float64) {
	turn := ""
	if angle != 0 {
		turn = fmt.Sprintf(` transform="rotate(%s %s %s)"`, coord(angle), coord(x), coord(y))
	}
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" text-anchor="middle"%s>%s</text>`, coord(x), coord(y), turn, text)
}

func (c *canvas) reach(x, y float64) { c.right, c.bottom = max(c.right, x), max(c.bottom, y) }

func (c *canvas) svg() string {
	w, h := math.Ceil(c.right+gridMargin), math.Ceil(c.bottom)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" `+
		`style="color: var(--jp-ui-font-color1, currentColor)" stroke-linejoin="round">`+
		`<g>%s</g></svg>`, coord(w), coord(h), strings.ReplaceAll(c.b.String(), "<text ", fmt.Sprintf(`<text fill="currentColor" font-size="%s" font-family="%s" `, coord(gridFont), fontFamily)))
}

const fontFamily = "var(--jp-ui-font-family, system-ui, sans-serif)"

// textWidth is about how wide a text in a proportional font is.
func textWidth(s string, size float64) float64 { return 0.6 * size * float64(len([]rune(s))) }

// coord is a number as short as SVG allows.
func coord(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}
