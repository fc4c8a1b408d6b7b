package kernel

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMatches(t *testing.T) {
	cases := []struct {
		pattern, source string
		want            bool
	}{
		{"", "", true},
		{"*", "", true},
		{"*", "a/b\nc", true},
		{"x*", "x := 1", true},
		{"*1", "x := 1", true},
		{"x?:=*", "x := 1", true},
		{"x:=*", "x := 1", false},
		{"?", "é", true},
		{"?", "", false},
		{"*a*b*c", "xxaxxbxxbxxc", true},
		{"*a*b*c", "xxaxxcxxb", false},
		{"**", "x", true},
		{"x", "xy", false},
		{"[x]", "[x]", true},
	}
	for _, c := range cases {
		if got := matches(c.pattern, c.source); got != c.want {
			t.Errorf("matches(%q, %q) = %v, want %v", c.pattern, c.source, got, c.want)
		}
	}
}

func TestHistory(t *testing.T) {
	var h history
	for i, source := range []string{"a", "b", "a", "c"} {
		h.add(i+1, source)
	}
	h.result(4, map[string]json.RawMessage{"text/plain": json.RawMessage(`"shown"`)})
	h.result(3, map[string]json.RawMessage{"text/plain": json.RawMessage(`"of another cell"`)})
	h.result(4, map[string]json.RawMessage{"text/html": json.RawMessage(`"<b>"`)})
	stop := 3
	cases := []struct {
		name string
		r    historyRequest
		want []int
	}{
		{"all", historyRequest{Access: "tail"}, []int{1, 2, 3, 4}},
		{"tail", historyRequest{Access: "tail", N: 2}, []int{3, 4}},
		{"long tail", historyRequest{Access: "tail", N: 20}, []int{1, 2, 3, 4}},
		{"range", historyRequest{Access: "range", Start: 2, Stop: &stop}, []int{2}},
		{"open range", historyRequest{Access: "range", Session: 1, Start: 2}, []int{2, 3, 4}},
		{"range of another session", historyRequest{Access: "range", Session: 7, Start: 0}, nil},
		{"search", historyRequest{Access: "search", Pattern: "a"}, []int{1, 3}},
		{"unique search", historyRequest{Access: "search", Pattern: "*", Unique: true}, []int{2, 3, 4}},
		{"short search", historyRequest{Access: "search", Pattern: "*", N: 1}, []int{4}},
		{"search for what is not there", historyRequest{Access: "search", Pattern: "z*"}, nil},
	}
	for _, c := range cases {
		var got []int
		for _, e := range h.find(c.r) {
			got = append(got, e.number)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	if got := h.entries[3].output; got != "shown" {
		t.Errorf("output of the last cell %q, want %q", got, "shown")
	}
}
