package anndata

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lazycell/lazycell/anndata/frame"
	"github.com/lazycell/lazycell/lazy"
)

func rowedSample(t *testing.T) *AnnData {
	t.Helper()
	a, err := New(Data{X: lazy.FromSlice([]float64{1, 2, 3, 4, 5, 6}, 3, 2), Obsm: map[string]any{
		"texts": &Texts{Shape: []int{3, 2}, Values: []string{"a", "b", "c", "d", "e", "f"}},
		"records": &Records{Shape: []int{3}, Fields: []Field{
			{Name: "n", Values: []int32{1, 2, 3}}, {Name: "pair", Values: []float64{1, -1, 2, -2, 3, -3}, Shape: []int{2}}}},
		"lists": &Awkward{Form: `{"class":"ListOffsetArray","offsets":"i64","content":{"class":"NumpyArray","primitive":"int64","form_key":"node1"},"form_key":"node0"}`,
			Length: 3, Buffers: map[string]any{"node0-offsets": []int64{0, 1, 1, 3}, "node1-data": []int64{7, 8, 9}}},
		"gaps": &Awkward{Form: `{"class":"ByteMaskedArray","mask":"i8","valid_when":true,"content":{"class":"NumpyArray","primitive":"int64","form_key":"node1"},"form_key":"node0"}`,
			Length: 3, Buffers: map[string]any{"node0-mask": []int8{1, 0, 1}, "node1-data": []int64{7, 8, 9}}},
	}, Uns: map[string]any{"foreign": &Foreign{Encoding: "zebra 0.1.0", Path: "uns/foreign"}}})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestRowedInViews(t *testing.T) {
	a := rowedSample(t)
	view := a.Slice(lazy.At(2, 0), lazy.All).Slice(lazy.At(1, 0, 1), lazy.All) // rows 0, 2, 0
	for name, want := range map[string]any{
		"texts": &Texts{Shape: []int{3, 2}, Values: []string{"a", "b", "e", "f", "a", "b"}},
		"records": &Records{Shape: []int{3}, Fields: []Field{
			{Name: "n", Values: []int32{1, 3, 1}}, {Name: "pair", Values: []float64{1, -1, 3, -3, 1, -1}, Shape: []int{2}}}},
		"gaps": &Awkward{Form: `{"class":"IndexedOptionArray","index":"i64","content":{"class":"NumpyArray","primitive":"int64","form_key":"node1"},"form_key":"taken"}`,
			Length: 3, Buffers: map[string]any{"taken-index": []int64{0, 2, 0}, "node1-data": []int64{7, 8, 9}}},
	} {
		got, err := view.Obsm().Value(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	lists, err := view.Copy().Slice(lazy.At(1), lazy.All).Obsm().Value("lists")
	if err != nil || !cmp.Equal(lists.(*Awkward).Buffers["taken-index"], []int64{2}) {
		t.Error(lists, err)
	}
	if err := a.Obsm().Set("short", &Texts{Shape: []int{2}, Values: []string{"a", "b"}}); err == nil {
		t.Error("rows that don't fit were accepted")
	}
	if err := a.Obsm().Get("texts").Err(); err == nil {
		t.Error("strings as an array of numbers")
	}
	if err := a.Obsm().Set("foreign", a.Uns()["foreign"]); err != nil {
		t.Error(err)
	}
	if _, err := a.Slice(lazy.At(1), lazy.All).Obsm().Value("foreign"); err == nil {
		t.Error("rows of an unknown element were selected")
	}
	if same, why, err := Equal(a, a.Copy()); !same {
		t.Error(why, err)
	}
}

func TestRowedInConcat(t *testing.T) {
	a, b := rowedSample(t), rowedSample(t)
	for _, name := range []string{"lists", "gaps"} {
		if Concat([]*AnnData{a, b}).Err() == nil {
			t.Error("awkward arrays were put together")
		}
		for _, x := range []*AnnData{a, b} {
			if err := x.Obsm().Delete(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	both := Concat([]*AnnData{a, b})
	if err := both.Err(); err != nil {
		t.Fatal(err)
	}
	texts, err := both.Obsm().Value("texts")
	if diff := cmp.Diff(any(&Texts{Shape: []int{6, 2}, Values: []string{"a", "b", "c", "d", "e", "f", "a", "b", "c", "d", "e", "f"}}), texts); diff != "" || err != nil {
		t.Error(diff, err)
	}
	back, err := both.Slice(lazy.Range(3, 6), lazy.All).Obsm().Value("records")
	want, _ := a.Obsm().Value("records")
	if diff := cmp.Diff(want, back); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := (&Texts{Shape: []int{2}, Values: []string{"a", "b"}}).TakeRows(frame.List{2}); err == nil {
		t.Error("a row that isn't there was taken")
	}
}
