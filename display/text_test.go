package display

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

type point struct {
	X, Y int
	name string
}

type node struct {
	Name string
	Next *node
}

type celsius float64

func (c celsius) String() string { return fmt.Sprintf("%.1f°C", float64(c)) }

type angry struct{ Level int }

func (angry) String() string { panic("no") }

type nested struct{ Inner any }

func loop() *node {
	a := &node{Name: "a"}
	a.Next = &node{Name: "b", Next: a}
	return a
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestText(t *testing.T) {
	var missing *point
	var none error
	self := map[string]any{"n": 1}
	self["self"] = self
	lst := []any{1, nil}
	lst[1] = lst
	for _, tc := range []struct {
		name  string
		value any
		want  string
	}{
		{"nil", nil, "nil"},
		{"nil error", none, "nil"},
		{"nil pointer", missing, "(*display.point)(nil)"},
		{"bool", true, "true"},
		{"int", 42, "42"},
		{"uint8", uint8(7), "7"},
		{"float", 0.1, "0.1"},
		{"float32", float32(0.1), "0.1"},
		{"large float", 1e21, "1e+21"},
		{"complex", 1 + 2i, "(1+2i)"},
		{"string", "it's \"so\"\n", `"it's \"so\"\n"`},
		{"error", errors.New("a\nb"), "a\nb"},
		{"stringer", celsius(20), "20.0°C"},
		{"pointer with String", big.NewInt(5), "5"},
		{"duration", 90 * time.Second, "1m30s"},
		{"slice", []int{1, 2, 3}, "[1 2 3]"},
		{"strings", []string{"a b", "c"}, `["a b" "c"]`},
		{"empty slice", []int(nil), "[]"},
		{"array", [2]bool{true, false}, "[true false]"},
		{"bytes", []byte("héllo"), `[]byte("héllo")`},
		{"binary", []byte{0, 1, 255}, "[0 1 255]"},
		{"struct", point{1, 2, "p"}, `{X:1 Y:2 name:"p"}`},
		{"pointer", &point{1, 2, ""}, `&{X:1 Y:2 name:""}`},
		{"pointer to a number", new(int), "&0"},
		{"map", map[string]int{"b": 2, "a": 1}, `map["a":1 "b":2]`},
		{"map of mixed keys", map[any]int{"b": 2, 3: 1, 1: 0}, `map[1:0 3:1 "b":2]`},
		{"stringers inside", map[int][]celsius{1: {2}}, "map[1:[2.0°C]]"},
		{"func", func(int) string { return "" }, "func(int) string"},
		{"chan", make(chan int, 3), "chan int (0 of 3 waiting)"},
		{"cycle", loop(), `&{Name:"a" Next:&{Name:"b" Next:&…}}`},
		{"cyclic map", self, `map["n":1 "self":map[…]]`},
		{"cyclic slice", lst, "[1 […]]"},
		{"shared, not cyclic", [2]*int{new(int), new(int)}, "[&0 &0]"},
		{"panic", angry{1}, "%!(display.angry.String panicked: no)"},
		{"panic inside", []any{1, angry{1}}, "[1 %!(display.angry.String panicked: no)]"},
		{"wrapped numbers", upTo(40), "[0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29\n 30 31 32 33 34 35 36 37 38 39]"},
		{"long slice", upTo(1000), "[0 1 2 3 4 5 6 7 8 9 … 980 more … 990 991 992 993 994 995 996 997 998 999]"},
		{"wide struct", struct{ First, Second string }{strings.Repeat("a", 40), strings.Repeat("b", 40)},
			`{First:"` + strings.Repeat("a", 40) + "\"\n Second:\"" + strings.Repeat("b", 40) + `"}`},
	} {
		if got := Text(tc.value); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", tc.name, got, tc.want)
		}
	}
}

func TestTextIsBounded(t *testing.T) {
	var deep any = 1
	for range 10000 {
		deep = nested{deep}
	}
	wide := map[int][][]int{}
	for i := range 3000 {
		wide[i] = [][]int{upTo(300), upTo(300)}
	}
	list := &node{Name: "0"}
	for i, at := 1, list; i < 100000; i++ {
		at.Next = &node{Name: fmt.Sprint(i)}
		at = at.Next
	}
	for name, v := range map[string]any{
		"deep":        deep,
		"wide":        wide,
		"linked list": list,
		"string":      strings.Repeat("é", 1<<22),
		"bytes":       []byte(strings.Repeat("x", 1<<22)),
		"strings":     []string{strings.Repeat("x", 1<<20), strings.Repeat("y", 1<<20)},
		"error":       errors.New(strings.Repeat("long ", 1<<20)),
		"matrix":      [500][500]float64{},
	} {
		got := Text(v)
		if len(got) > maxText+64 || !strings.Contains(got, cut) || !utf8.ValidString(got) {
			t.Errorf("%s: %d bytes, valid %v: %.100s…", name, len(got), utf8.ValidString(got), got)
		}
	}
}

func TestTextBreaksLines(t *testing.T) {
	v := map[string]any{
		"numbers": upTo(100),
		"points":  []point{{1, 2, "a"}, {3, 4, "b"}, {5, 6, "c"}, {7, 8, "d"}},
		"texts":   []string{"the first of them", "the second of them", "the third of them", "the last of them"},
	}
	got := Text(v)
	for _, line := range strings.Split(got, "\n") {
		if n := utf8.RuneCountInString(line); n > lineWidth {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
	golden(t, "text.txt", got+"\n")
}
