package store

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy/block"
)

type noDriver struct{}

func (noDriver) Open(context.Context, string, Mode) (Root, error) { return nil, ErrUnsupported }

func TestLookup(t *testing.T) {
	_, err := Lookup("hdf5")
	if !errors.Is(err, ErrUnsupported) || !strings.Contains(err.Error(), `no hdf5 driver is linked into this program (none is): add import _ "github.com/lazycell/lazycell"`) {
		t.Error(err)
	}
	Register("other", noDriver{})
	if d, err := Lookup("other"); err != nil || d == nil {
		t.Error(d, err)
	}
	if _, err := Lookup("hdf5"); err == nil || !strings.Contains(err.Error(), "there are other") {
		t.Error(err)
	}
}

func TestElements(t *testing.T) {
	for _, c := range []struct {
		shape []int
		want  int
		fails string
	}{
		{nil, 1, ""},
		{[]int{2, 3}, 6, ""},
		{[]int{0, 1 << 62, 1 << 62}, 0, ""},
		{[]int{1 << 62, 4}, 0, "more elements than any machine"},
		{[]int{1 << 40, 1 << 40, 1 << 40}, 0, "more elements than any machine"},
		{[]int{0, -1}, 0, "negative size"},
	} {
		got, err := Elements(c.shape)
		if c.fails == "" && (err != nil || got != c.want) || c.fails != "" && (!errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), c.fails)) {
			t.Errorf("%v: %d, %v", c.shape, got, err)
		}
	}
	if err := CheckMemory([]int{1 << 30}, 1); err != nil {
		t.Error(err)
	}
	if err := CheckMemory([]int{1 << 46}, 8); err == nil || !strings.Contains(err.Error(), "the machine has") {
		t.Error(err)
	}
}

func TestTypes(t *testing.T) {
	for d := block.Bool; d.Valid(); d++ {
		made, err := Numeric(d).Make(3)
		if err != nil {
			t.Fatal(err)
		}
		if typ, err := TypeOf(made); err != nil || typ != Numeric(d) || typ.String() != d.String() || typ.IsString() {
			t.Errorf("%v: %v, %v", d, typ, err)
		}
	}
	if made, err := String.Make(2); err != nil || len(made.([]string)) != 2 {
		t.Error(made, err)
	}
	if _, ok := String.DType(); ok || String.String() != "string" {
		t.Error("String is a number")
	}
	for _, v := range []any{nil, 1, []int{1}, []any{}} {
		if _, err := TypeOf(v); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%T: %v", v, err)
		}
	}
	if _, err := Type(200).Make(1); !errors.Is(err, ErrUnsupported) {
		t.Error(err)
	}
}
