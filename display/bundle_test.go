package display

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html/template"
	"image"
	"image/color"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
	_ "github.com/lazycell/lazycell/lazy/exec" // computes views
	"github.com/lazycell/lazycell/lazy/random"
)

type page struct{ body string }

func (p page) HTML() string { return p.body }

type shape struct{}

func (*shape) SVG() string { return "<svg/>" }

type rich struct{}

func (rich) MIMEBundle() (data, metadata map[string]any) {
	return map[string]any{"text/markdown": []byte("*hi*"), "image/png": []byte{1, 2}, "text/html": template.HTML("<i>hi</i>")},
		map[string]any{"image/png": map[string]any{"width": 2}}
}

type single map[string]any

func (s single) MIMEBundle() map[string]any { return s }

type brittle struct{ N int }

func (brittle) HTML() string { panic(errors.New("no paper")) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func smallFrame() *frame.Frame {
	return must(frame.New([]string{"cell000", "cell001"},
		frame.Categories("batch", []string{"a", "b<"}), frame.Float64s("score", []float64{0.5, 1. / 3})))
}

func TestOf(t *testing.T) {
	var none *page
	for _, tc := range []struct {
		name  string
		value any
		mimes string            // besides text/plain
		texts map[string]string // exact, by MIME type
	}{
		{name: "nil", value: nil, texts: map[string]string{MIMEText: "nil"}},
		{name: "string", value: "a\"b", texts: map[string]string{MIMEText: `"a\"b"`}},
		{name: "shape", value: lazy.Shape{500, 500}, texts: map[string]string{MIMEText: "(500, 500)"}},
		{name: "time", value: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), texts: map[string]string{MIMEText: "2024-01-02 03:04:05 +0000 UTC"}},
		{name: "HTML", value: page{"<b>x</b>"}, mimes: "text/html", texts: map[string]string{MIMEHTML: "<b>x</b>", MIMEText: `{body:"<b>x</b>"}`}},
		{name: "SVG", value: &shape{}, mimes: "image/svg+xml", texts: map[string]string{MIMESVG: "<svg/>", MIMEText: "&{}"}},
		{name: "nil pointer with HTML", value: none, texts: map[string]string{MIMEText: "(*display.page)(nil)"}},
		{name: "bundle with metadata", value: rich{}, mimes: "image/png text/html text/markdown",
			texts: map[string]string{MIMEText: "{}", "text/markdown": "*hi*", MIMEPNG: "AQI=", MIMEHTML: "<i>hi</i>"}},
		{name: "bundle", value: single{MIMEText: "one", MIMEHTML: "<i>1</i>"}, mimes: "text/html", texts: map[string]string{MIMEText: "one"}},
		{name: "panic in HTML", value: brittle{7}, texts: map[string]string{MIMEText: "{N:7}\n%!(display.brittle.HTML panicked: no paper)"}},
		{name: "template.HTML", value: template.HTML("<b>x</b>"), mimes: "text/html", texts: map[string]string{MIMEHTML: "<b>x</b>"}},
		{name: "JSON", value: json.RawMessage(` {"a":1}`), mimes: "application/json", texts: map[string]string{MIMEText: `{"a":1}`}},
		{name: "broken JSON", value: json.RawMessage(`{"a":`), texts: map[string]string{MIMEText: `json.RawMessage("{\"a\":")`}},
		{name: "image", value: image.NewGray(image.Rect(0, 0, 3, 2)), mimes: "image/png", texts: map[string]string{MIMEText: "*image.Gray 3×2"}},
		{name: "rectangle", value: image.Rect(0, 0, 3, 2), texts: map[string]string{MIMEText: "(0,0)-(3,2)"}},
		{name: "endless image", value: image.NewUniform(color.White), texts: map[string]string{}},
		{name: "vast image", value: &image.Gray{Rect: image.Rect(0, 0, 1<<20, 1)}, texts: map[string]string{MIMEText: "*image.Gray 1048576×1"}},
		{name: "broken image", value: &image.Gray{Stride: 3, Rect: image.Rect(0, 0, 3, 2)}, texts: map[string]string{}},
		{name: "matrix", value: mat.NewDense(2, 2, []float64{1, 2.5, -3, 1. / 3}), texts: map[string]string{MIMEText: "⎡ 1       2.5⎤\n⎣-3  0.333333⎦"}},
		{name: "vector", value: mat.NewVecDense(1, []float64{5}), texts: map[string]string{MIMEText: "[5]"}},
		{name: "complex matrix", value: mat.NewCDense(1, 1, []complex128{1i}), texts: map[string]string{MIMEText: "[(0+1i)]"}},
		{name: "empty matrix", value: &mat.Dense{}, texts: map[string]string{MIMEText: "matrix (0×0)"}},
		{name: "formatted matrix", value: mat.Formatted(mat.NewDense(1, 2, []float64{1, 2})), texts: map[string]string{MIMEText: "[1  2]"}},
		{name: "array in memory", value: lazy.FromSlice([]float64{1, 2}, 2), texts: map[string]string{MIMEText: "array([1., 2.])"}},
		{name: "lazy array", value: random.Uniform(10, 10), mimes: "text/html"},
		{name: "graph", value: random.Uniform(10, 10).Visualize(), mimes: "text/html"},
		{name: "frame", value: smallFrame(), mimes: "text/html", texts: map[string]string{MIMEText: smallFrame().String()}},
		{name: "series", value: smallFrame().Col("batch"), texts: map[string]string{MIMEText: smallFrame().Col("batch").String()}},
	} {
		b, err := Of(context.Background(), tc.value)
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		mimes := slices.Sorted(maps.Keys(b.Data))
		want := append(strings.Fields(tc.mimes), MIMEText)
		slices.Sort(want)
		if !slices.Equal(mimes, want) {
			t.Errorf("%s: MIME types %v, want %v", tc.name, mimes, want)
		}
		if b.Text() == "" {
			t.Errorf("%s: no text", tc.name)
		}
		for mime, text := range tc.texts {
			if b.Data[mime] != text {
				t.Errorf("%s: %s is %q, want %q", tc.name, mime, b.Data[mime], text)
			}
		}
		if _, err := json.Marshal(b); err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestOfNothing(t *testing.T) {
	if b, err := Of(context.Background()); err != nil || len(b.Data) != 0 {
		t.Errorf("got %v, %v", b, err)
	}
}

// What carries an error, or can't be computed, is no result.
func TestOfErrors(t *testing.T) {
	gone := errors.New("the file is gone")
	failed := lazy.Failed(gone)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, tc := range []struct {
		name   string
		ctx    context.Context
		values []any
		want   error
	}{
		{"array", context.Background(), []any{failed}, gone},
		{"array in a tuple", context.Background(), []any{1, failed.AddScalar(1)}, gone},
		{"frame", context.Background(), []any{frame.Failed(gone)}, gone},
		{"series", context.Background(), []any{frame.Failed(gone).Col("x")}, gone},
		{"ended context", ended, []any{random.Uniform(10, 10).Slice(lazy.Range(0, 2))}, context.Canceled},
	} {
		if _, err := Of(tc.ctx, tc.values...); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, err, tc.want)
		}
	}
}

// An image of more pixels than a notebook should hold is made smaller.
func TestLargePicture(t *testing.T) {
	im := image.NewRGBA(image.Rect(-10, -10, 5990, 3990))
	for y := -10; y < 3990; y++ {
		for x := -10; x < 2990; x++ {
			im.SetRGBA(x, y, color.RGBA{255, 0, 0, 255})
		}
	}
	b := must(Of(context.Background(), im))
	raw := must(base64.StdEncoding.DecodeString(b.text(MIMEPNG)))
	got := must(png.Decode(bytes.NewReader(raw)))
	if n := got.Bounds().Dx() * got.Bounds().Dy(); n > maxPixels || n < maxPixels/4 {
		t.Errorf("shown as %v", got.Bounds())
	}
	left, right := got.At(1, 1), got.At(got.Bounds().Dx()-2, 1)
	if r, _, _, a := left.RGBA(); r != 0xffff || a != 0xffff {
		t.Errorf("left is %v", left)
	}
	if _, _, _, a := right.RGBA(); a != 0 {
		t.Errorf("right is %v", right)
	}
	if b.Text() != "*image.RGBA 6000×4000" {
		t.Error(b.Text())
	}
}

func TestLargeMatrix(t *testing.T) {
	m := mat.NewDense(100, 50, nil)
	for i := range 100 {
		for j := range 50 {
			m.Set(i, j, float64(100*i+j))
		}
	}
	golden(t, "matrix.txt", must(Of(context.Background(), m)).Text()+"\n")
}

func TestAnnDataIsText(t *testing.T) {
	a := must(anndata.New(anndata.Data{X: random.Uniform(10, 5)}))
	b := must(Of(context.Background(), a))
	if len(b.Data) != 1 || b.Text() != a.String() {
		t.Errorf("got %v", b.Data)
	}
}

func TestFrameTable(t *testing.T) {
	golden(t, "frame.html", must(Of(context.Background(), smallFrame())).text(MIMEHTML)+"\n")
	names := make([]string, 30)
	cols := make([]frame.Column, 30)
	for i := range cols {
		names[i] = "c" + strings.Repeat("x", i)
		cols[i] = frame.Ints(names[i], make([]int64, 1000))
	}
	long := must(frame.New(nil, cols...))
	html := must(Of(context.Background(), long)).text(MIMEHTML)
	for _, want := range []string{"<p>1000 rows × 30 columns</p>", "<th>4</th>", "<th>995</th>", "<th>…</th>"} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in the table", want)
		}
	}
	if strings.Contains(html, "<th>500</th>") || len(html) > 20000 {
		t.Errorf("a table of %d bytes", len(html))
	}
}
