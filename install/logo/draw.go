//go:build ignore

// Draws the kernel's logo: a cell that holds a grid of chunks, most of which exist as outlines only. Run it in its
// directory: go run draw.go
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"os"
	"strings"
)

// tile is a square with round corners, filled or as an outline, in a drawing of 64 by 64.
type tile struct {
	x, y, size, radius float64
	line               float64 // width of the outline, 0 for filled
	colour             color.RGBA
}

var (
	blue = color.RGBA{0x00, 0x7d, 0x9c, 0xff}
	cyan = color.RGBA{0x00, 0xad, 0xd8, 0xff}
	rose = color.RGBA{0xce, 0x32, 0x62, 0xff}
)

func tiles() []tile {
	all := []tile{{3, 3, 58, 15, 4, blue}}
	filled := map[int]color.RGBA{0: cyan, 4: rose, 5: cyan}
	for i := range 9 {
		t := tile{x: 13 + float64(i%3)*13.5, y: 13 + float64(i/3)*13.5, size: 11, radius: 3, line: 1.8, colour: cyan}
		if c, ok := filled[i]; ok {
			t.line, t.colour = 0, c
		}
		all = append(all, t)
	}
	return all
}

// inside says whether a point lies in a square with round corners.
func inside(px, py, x, y, size, radius float64) bool {
	dx := max(x+radius-px, px-(x+size-radius), 0)
	dy := max(y+radius-py, py-(y+size-radius), 0)
	return dx*dx+dy*dy <= radius*radius
}

func (t tile) covers(px, py float64) bool {
	if !inside(px, py, t.x, t.y, t.size, t.radius) {
		return false
	}
	return t.line == 0 || !inside(px, py, t.x+t.line, t.y+t.line, t.size-2*t.line, max(t.radius-t.line, 0.1))
}

// draw paints the tiles, taking 8 by 8 samples of each pixel.
func draw(size int) image.Image {
	const samples = 8
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			var r, g, b, n int
			for i := range samples * samples {
				px := (float64(x) + (float64(i%samples)+0.5)/samples) * 64 / float64(size)
				py := (float64(y) + (float64(i/samples)+0.5)/samples) * 64 / float64(size)
				for _, t := range tiles() {
					if t.covers(px, py) {
						r, g, b, n = r+int(t.colour.R), g+int(t.colour.G), b+int(t.colour.B), n+1
						break
					}
				}
			}
			if n > 0 {
				img.SetNRGBA(x, y, color.NRGBA{uint8(r / n), uint8(g / n), uint8(b / n), uint8(n * 255 / (samples * samples))})
			}
		}
	}
	return img
}

func svg() string {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">` + "\n")
	for _, t := range tiles() {
		style := fmt.Sprintf(`fill="#%02x%02x%02x"`, t.colour.R, t.colour.G, t.colour.B)
		h := t.line / 2
		if t.line > 0 {
			style = fmt.Sprintf(`fill="none" stroke="#%02x%02x%02x" stroke-width="%g"`, t.colour.R, t.colour.G, t.colour.B, t.line)
		}
		fmt.Fprintf(&b, `<rect x="%g" y="%g" width="%g" height="%g" rx="%g" %s/>`+"\n", t.x+h, t.y+h, t.size-t.line, t.size-t.line, t.radius-h, style)
	}
	return b.String() + "</svg>\n"
}

func main() {
	for _, size := range []int{32, 64} {
		f, err := os.Create(fmt.Sprintf("logo-%dx%d.png", size, size))
		if err != nil {
			log.Fatal(err)
		}
		if err := png.Encode(f, draw(size)); err != nil {
			log.Fatal(err)
		}
		if err := f.Close(); err != nil {
			log.Fatal(err)
		}
	}
	if err := os.WriteFile("logo-svg.svg", []byte(svg()), 0o644); err != nil {
		log.Fatal(err)
	}
}
