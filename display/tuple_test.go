package display

import (
	"context"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
)

type lines string

func (l lines) String() string { return string(l) }

func TestTupleText(t *testing.T) {
	long := strings.Repeat("x", 70)
	for _, tc := range []struct {
		name   string
		values []any
		want   string
	}{
		{"short", []any{1, "a", nil}, `(1, "a", nil)`},
		{"lines", []any{lines("array([[1., 2.],\n       [3., 4.]])"), lazy.Shape{500, 500}}, "(array([[1., 2.],\n        [3., 4.]]),\n (500, 500))"},
		{"last has lines", []any{1, lines("a\nb")}, "(1,\n a\n b)"},
		{"as long as fits", []any{lines(long), lines("1234567")[:5]}, "(" + long + ", 12345)"},
		{"too long", []any{lines(long), lines("1234567")}, "(" + long + ",\n 1234567)"},
	} {
		b, err := Of(context.Background(), tc.values...)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Data) != 1 || b.Text() != tc.want {
			t.Errorf("%s: got %v, want %s", tc.name, b.Data, tc.want)
		}
	}
}

// When an element has more than text, all of them are shown one below the other.
func TestTupleOfRichValues(t *testing.T) {
	b := must(Of(context.Background(), page{"<b>x</b>"}, 7, &shape{}))
	html := b.text(MIMEHTML)
	at := -1
	for _, want := range []string{"<b>x</b>", "<pre style=\"margin: 0\">7</pre>", "<svg/>"} {
		next := strings.Index(html, want)
		if next <= at {
			t.Errorf("%s is not in its place in %s", want, html)
		}
		at = next
	}
	if b.Text() != `({body:"<b>x</b>"}, 7, &{})` {
		t.Error(b.Text())
	}
}
