package display

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// even is a number of chunks of one size.
func even(n, size int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = size
	}
	return out
}

func TestGridSVG(t *testing.T) {
	for _, tc := range []struct {
		name   string
		chunks [][]int
		faces  int
		labels []string
	}{
		{"1d", [][]int{even(4, 2500)}, 1, []string{"10000"}},
		{"2d", [][]int{even(4, 2500), even(4, 2500)}, 1, []string{"10000", "10000"}},
		{"2d-thin", [][]int{{10000}, {100}}, 1, []string{"100", "10000"}},
		{"2d-flat", [][]int{{5}, {1000000}}, 1, []string{"1000000", "5"}},
		{"2d-uneven", [][]int{{4096, 4096, 1808}, {4096, 4096, 1808}}, 1, []string{"10000", "10000"}},
		{"3d", [][]int{even(4, 50), even(3, 100), even(5, 100)}, 3, []string{"200", "500", "300"}},
		{"4d", [][]int{even(4, 5), even(4, 50), even(3, 100), even(5, 100)}, 4, []string{"20", "200", "500", "300"}},
		{"5d", [][]int{{2}, {3}, {4}, {5}, {6}}, 4, []string{"3", "2", "4", "6", "5"}},
		{"many", [][]int{even(5000, 2), even(300, 10)}, 1, []string{"3000", "10000"}},
		{"scalar", nil, 0, nil},
		{"empty", [][]int{{0}, {5}}, 0, nil},
	} {
		svg := gridSVG(tc.chunks)
		if tc.faces == 0 {
			if svg != "" {
				t.Errorf("%s: %s", tc.name, svg)
			}
			continue
		}
		golden(t, "grid-"+tc.name+".svg", svg+"\n")
		if n := strings.Count(svg, `stroke-width="1.5"`); n != tc.faces {
			t.Errorf("%s: %d faces, want %d", tc.name, n, tc.faces)
		}
		var labels []string
		for _, m := range regexp.MustCompile(`>(\d+)</text>`).FindAllStringSubmatch(svg, -1) {
			labels = append(labels, m[1])
		}
		if fmt.Sprint(labels) != fmt.Sprint(tc.labels) {
			t.Errorf("%s: labels %v, want %v", tc.name, labels, tc.labels)
		}
		if len(svg) > 3500 {
			t.Errorf("%s: %d bytes", tc.name, len(svg))
		}
		within(t, tc.name, svg)
	}
}

// within checks that a drawing is well formed and that its paths lie in its view.
func within(t *testing.T, name, svg string) {
	t.Helper()
	var w, h float64
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range start.Attr {
			switch {
			case start.Name.Local == "svg" && a.Name.Local == "viewBox":
				fmt.Sscanf(a.Value, "0 0 %f %f", &w, &h)
			case a.Name.Local == "d":
				for _, point := range regexp.MustCompile(`[ML]([-\d.]+) ([-\d.]+)`).FindAllStringSubmatch(a.Value, -1) {
					x, _ := strconv.ParseFloat(point[1], 64)
					y, _ := strconv.ParseFloat(point[2], 64)
					if x < 0 || y < 0 || x > w || y > h {
						t.Errorf("%s: (%v, %v) is outside of %v × %v", name, x, y, w, h)
					}
				}
			}
		}
	}
}
