package frame

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestLater(t *testing.T) {
	read := 0
	later := Later(Ints("n", nil), 4, func() (*Series, error) {
		read++
		return Ints("n", []int64{4, 3, 2, 1}), nil
	})
	f, err := New([]string{"a", "b", "c", "d"}, later, Strings("s", []string{"w", "x", "y", "z"}))
	if err != nil {
		t.Fatal(err)
	}
	taken, err := f.Take(List{3, 0})
	if err != nil {
		t.Fatal(err)
	}
	more, err := taken.With(Strings("t", []string{"u", "v"}))
	if err != nil || later.Len() != 4 || later.Kind() != IntKind || later.DType() != "int64" || more.Col("n").Len() != 2 || more.Col("n").DType() != "int64" {
		t.Fatal(err, later.Len(), later.Kind())
	}
	if read != 0 {
		t.Fatal("the values were read before anybody asked")
	}
	if got := more.Col("n").Values(); !slices.Equal(got.([]int64), []int64{1, 4}) {
		t.Error(got)
	}
	if got := later.Rename("m").Values(); !slices.Equal(got.([]int64), []int64{4, 3, 2, 1}) || read != 1 {
		t.Errorf("%v, read %d times", got, read)
	}
	if got := f.Col("n").Lt(3); !slices.Equal(got, []bool{false, false, true, true}) {
		t.Error(got)
	}
}

func TestLaterFails(t *testing.T) {
	gone := errors.New("the file is gone")
	for name, c := range map[string]struct {
		read func() (*Series, error)
		want string
	}{
		"error":   {func() (*Series, error) { return nil, gone }, "the file is gone"},
		"carried": {func() (*Series, error) { return failed("s", gone), nil }, "the file is gone"},
		"rows":    {func() (*Series, error) { return Strings("s", []string{"a"}), nil }, "1 rows were read where there were 2"},
		"kind":    {func() (*Series, error) { return Ints("s", []int64{1, 2}), nil }, "column of kind"},
	} {
		make := func() *Frame {
			f, err := New([]string{"a", "b"}, Later(Strings("s", nil), 2, c.read))
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		s := make().Col("s")
		if err := s.Err(); err != nil {
			t.Errorf("%s: %v before it was read", name, err)
		}
		if s.Values() != nil || !s.IsMissing(1) || s.Text(0) != "" || len(s.Strings()) != 2 {
			t.Errorf("%s: values of what wasn't read", name)
		}
		_, compared := make().Col("s").Compare(Equal, "a")
		_, number := make().Col("s").Float64s()
		_, joined := Concat(Inner, make(), make())
		taken, err := make().Take(List{1})
		if err != nil {
			t.Fatal(err)
		}
		for call, err := range map[string]error{
			"Err": s.Err(), "Load": make().Col("s").Load(), "Compare": compared, "Float64s": number, "Concat": joined,
			"AsCategory": make().Col("s").AsCategory().Err(), "Take": taken.Col("s").Load(),
		} {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %s: %v", name, call, err)
			}
		}
		if made := make(); made.Col("s").Equal(make().Col("s")) || !strings.Contains(made.Col("s").String(), c.want) || len(made.String()) == 0 {
			t.Errorf("%s: it is equal to itself, or can't be printed", name)
		}
	}
}
