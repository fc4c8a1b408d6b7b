package pipe

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConn(t *testing.T) {
	var wire bytes.Buffer
	c := NewConn(&wire, &wire)
	sent := []Request{{Op: Run, ID: 1, Plugin: "/x.so", Cell: 3, Key: "k"}, {Op: SetArgs, Args: []string{"a", "b c\n"}}, {}}
	for _, r := range sent {
		if err := c.Send(r); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range sent {
		var got Request
		if err := c.Receive(&got); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	}
	if err := c.Receive(new(Request)); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v, want io.EOF", err)
	}
}

func TestBadMessages(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"cut head":   {"\x00\x00", "unexpected EOF"},
		"cut body":   {"\x00\x00\x00\x09{}", "unexpected EOF"},
		"no JSON":    {"\x00\x00\x00\x02}{", "decode a message"},
		"wrong type": {"\x00\x00\x00\x0a{\"Op\": 12}", "decode a message"},
		"too large":  {"\xff\xff\xff\xff", "the limit is"},
	} {
		err := NewConn(strings.NewReader(c.data), io.Discard).Receive(new(Request))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", name, err, c.want)
		}
	}
	if err := NewConn(nil, io.Discard).Send(func() {}); err == nil {
		t.Error("a function was sent")
	}
}

func FuzzReceive(f *testing.F) {
	f.Add([]byte("{}"))
	f.Add([]byte(`{"Op":"done","Fault":{"Frames":[{"Cell":1}]},"Bundle":{"Data":{"text/plain":"x"}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		data := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
		var e Event
		if NewConn(bytes.NewReader(data), io.Discard).Receive(&e) != nil {
			return
		}
		var again bytes.Buffer
		c := NewConn(&again, &again)
		if err := c.Send(e); err != nil {
			t.Fatal(err)
		}
		if err := c.Receive(new(Event)); err != nil {
			t.Errorf("what was received can't be sent on: %v", err)
		}
	})
}

func TestPlaces(t *testing.T) {
	for file, want := range map[string]int{"Cell [3]": 3, "Cell [12]": 12, "Cell 3": 0, "xCell [3]": 0, "Cell [99999999999999999999]": 0, "cells.go": 0} {
		if got, ok := CellOf(file); got != want && ok || ok != (want > 0) {
			t.Errorf("CellOf(%q) = %d, %v, want %d", file, got, ok, want)
		}
	}
	for name, want := range map[string]string{
		"cell3/v1.half":                       "half",
		"cell3/v1.(*point).area":              "(*point).area",
		"cell3/v1.(*point).Lc_area.func1":     "(*point).area",
		"cell3/v1.point.Lc_area":              "point.area",
		"cell3/v1.half.func1":                 "half",
		"cell3/v1.half.func1.2.gowrap1":       "half",
		"lazycell.session/c3.half.deferwrap2": "half",
		"cell3/v1.Lc_cell.func1":              "",
		"cell3/v1.Run":                        "",
		"cell3/v1.init.0":                     "init",
	} {
		if got := UserFunc(name); got != want {
			t.Errorf("UserFunc(%q) = %q, want %q", name, got, want)
		}
	}
}
