package display_test

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/lazycell/lazycell/display"
	"github.com/lazycell/lazycell/lazy/random"
)

// note is a value with a look of its own.
type note struct{ Title string }

func (n note) HTML() string { return "<h3>" + n.Title + "</h3>" }

func ExampleOf() {
	show := func(values ...any) {
		b, err := display.Of(context.Background(), values...)
		fmt.Println(b.Text(), slices.Sorted(maps.Keys(b.Data)), err)
	}
	show("text", 42, []string{"a", "b"})
	show(note{"Hello"})
	show(random.Uniform(10000, 10000))
	// Output:
	// ("text", 42, ["a" "b"]) [text/plain] <nil>
	// {Title:"Hello"} [text/html text/plain] <nil>
	// lazy.Array<uniform, shape=(10000, 10000), dtype=float64, chunks=(2500, 2500)> [text/html text/plain] <nil>
}

func ExampleText() {
	type point struct{ X, Y float64 }
	fmt.Println(display.Text(map[string]any{"at": &point{1, 2.5}, "seen": true}))
	// Output: map["at":&{X:1 Y:2.5} "seen":true]
}
