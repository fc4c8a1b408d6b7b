package display_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/lazycell/lazycell/display"
	"github.com/lazycell/lazycell/lazy"
)

func TestProfileIsShown(t *testing.T) {
	var p lazy.Profile
	began := time.Now()
	for k := range 40 {
		steps := []string{"uniform, div, log1p, var", "sum-aggregate <of rows>"}[k%8/7]
		p.Add(lazy.ProfileTask{Steps: steps, Worker: k % 2, Start: began.Add(time.Duration(k/2) * 30 * time.Millisecond), Took: 25 * time.Millisecond, Bytes: 1 << 20})
	}
	b, err := display.Of(t.Context(), &p)
	if err != nil {
		t.Fatal(err)
	}
	page := b.Data[display.MIMEHTML].(string)
	for _, want := range []string{"<svg", "worker 2</text>", "uniform, div, log1p, var</td>", "&lt;of rows&gt;", "100 ms"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	svg := page[strings.Index(page, "<svg") : strings.Index(page, "</svg>")+6]
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the picture is no XML: %v\n%s", err, svg)
		}
	}
	if text := b.Data[display.MIMEText].(string); !strings.Contains(text, "uniform, div, log1p, var") {
		t.Error(text)
	}
	if b, err := display.Of(t.Context(), &lazy.Profile{}); err != nil || strings.Contains(b.Data[display.MIMEHTML].(string), "<svg") {
		t.Errorf("a profile of nothing: %v, %v", b, err)
	}
}
