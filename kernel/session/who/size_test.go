package who

import (
	"bytes"
	"strings"
	"testing"
)

type array struct{ n int64 }

func (a *array) NBytes() int64 { return a.n }

type node struct {
	next *node
	data []float64
}

func TestSize(t *testing.T) {
	number, text, list := 1, "héllo", make([]float64, 3, 10)
	shared := []*[8]byte{new([8]byte)}
	shared = append(shared, shared[0])
	loop := &node{data: make([]float64, 4)}
	loop.next = loop
	big := &array{1 << 40}
	var none *array
	var boxed any = int64(5)
	table := map[string]int32{"ab": 1, "c": 2}
	cases := []struct {
		name    string
		pointer any
		want    int64
	}{
		{"number", &number, 8},
		{"string", &text, 16 + 6},
		{"slice with its capacity", &list, 24 + 80},
		{"shared once", &shared, 24 + int64(cap(shared))*8 + 8},
		{"loop", &loop, 8 + 32 + 4*8},
		{"asked", &big, 8 + 1<<40},
		{"nil", &none, 8},
		{"interface", &boxed, 16 + 8},
		{"map", &table, 8 + 2*(16+4) + 3},
		{"no pointer", 3, 0},
	}
	for _, c := range cases {
		if got, exact := Size(c.pointer); got != c.want || !exact {
			t.Errorf("%s: %d (exact: %t), want %d", c.name, got, exact, c.want)
		}
	}
}

func TestPrint(t *testing.T) {
	var err error
	x, big := 1, &array{5 << 20}
	var b bytes.Buffer
	Fprint(&b, Variable{"x", 2, &x}, Variable{"err", 3, &err}, Variable{"big", 10, &big})
	want := "NAME  TYPE        SIZE      CELL\nx     int         8 B       [2]\nerr   error       16 B      [3]\nbig   *who.array  5.00 MiB  [10]\n"
	if b.String() != want {
		t.Errorf("table\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	FprintMemory(&b)
	if !strings.Contains(b.String(), "heap in use") {
		t.Errorf("memory: %s", b.String())
	}
}
