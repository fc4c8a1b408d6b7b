package kernel

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sources tells the entries of a history as "session/number source=output".
func sources(entries []historyEntry) []string {
	list := []string{}
	for _, e := range entries {
		text := fmt.Sprintf("%d/%d %s", e.session, e.number, e.source)
		if e.output != "" {
			text += "=" + e.output
		}
		list = append(list, text)
	}
	return list
}

func TestHistoryOfSessions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "jupyter", "lazycell", "history.jsonl")
	kernels := []*history{{file: newHistoryFile(path)}, {file: newHistoryFile(path)}, {file: newHistoryFile(path)}}
	kernels[0].add(1, "a")
	kernels[1].add(1, "b\nb")
	kernels[0].add(2, "c")
	kernels[0].result(2, map[string]json.RawMessage{"text/plain": json.RawMessage(`"C"`)})
	kernels[1].add(2, "a")
	two := 2
	cases := []struct {
		name   string
		kernel int
		r      historyRequest
		want   []string
	}{
		{"tail of all", 0, historyRequest{Access: "tail"}, []string{"2/1 b\nb", "2/2 a", "1/1 a", "1/2 c=C"}},
		{"tail of all in another", 1, historyRequest{Access: "tail", N: 3}, []string{"1/2 c=C", "2/1 b\nb", "2/2 a"}},
		{"tail of a new one", 2, historyRequest{Access: "tail", N: 2}, []string{"1/2 c=C", "2/2 a"}},
		{"range of this session", 1, historyRequest{Access: "range"}, []string{"2/1 b\nb", "2/2 a"}},
		{"range of the session before", 1, historyRequest{Access: "range", Session: -1, Start: 1, Stop: &two}, []string{"1/1 a"}},
		{"range of a session by number", 2, historyRequest{Access: "range", Session: 2, Start: 2}, []string{"2/2 a"}},
		{"search", 2, historyRequest{Access: "search", Pattern: "a"}, []string{"1/1 a", "2/2 a"}},
		{"unique search", 2, historyRequest{Access: "search", Pattern: "a", Unique: true}, []string{"2/2 a"}},
	}
	for _, c := range cases {
		if d := cmp.Diff(c.want, sources(kernels[c.kernel].find(c.r))); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

func TestHistoryFileIsBounded(t *testing.T) {
	f := &historyFile{path: filepath.Join(t.TempDir(), "history"), limit: 10_000}
	h := &history{file: f}
	for i := range 1000 {
		h.add(i+1, fmt.Sprintf("cell %d %s", i+1, strings.Repeat("x", 40)))
		if info, err := os.Stat(f.path); err != nil || info.Size() > f.limit {
			t.Fatalf("after %d cells: %v, %d bytes, want at most %d", i+1, err, info.Size(), f.limit)
		}
	}
	entries := (&history{file: f}).find(historyRequest{Access: "tail"})
	if n := len(entries); n < 30 || n > 200 || entries[n-1].number != 1000 || entries[0].number != 1001-n {
		t.Errorf("%d cells are left, %v to %v; want the last ones", n, entries[0].number, entries[n-1].number)
	}
	h.add(1001, strings.Repeat("y", maxRecord+1))
	if got := (&history{file: f}).find(historyRequest{Access: "tail", N: 1}); got[0].number != 1000 {
		t.Error("a cell of absurd length is in the file")
	}
}

func TestHistoryOfKernelsAtTheSameTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			h := &history{file: &historyFile{path: path, limit: 8000}, failed: func(err error) { t.Error(err) }}
			for i := range 50 {
				h.add(i+1, "a cell")
			}
		})
	}
	wg.Wait()
	sessions := map[int]bool{}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var r record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Errorf("%q: %v", line, err)
		}
		sessions[r.Session] = true
	}
	if h := (&history{file: newHistoryFile(path)}); len(h.find(historyRequest{})) == 0 || h.session != 9 {
		t.Errorf("the session after 8 has the number %d", h.session)
	}
}

func TestHistoryWithoutAFile(t *testing.T) {
	spoilt := filepath.Join(t.TempDir(), "spoilt")
	text := "{\"s\":3,\"n\":1,\"in\":\"good\"}\nnonsense\n{\"s\":-1}\n[]\n{\"s\":3,\"n\":2,\"in\":\"cut of"
	if err := os.WriteFile(spoilt, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, path string
		want       []string
		fails      int
	}{
		{"none", "", []string{"1/1 a"}, 0},
		{"no place", "/proc/no/such/place", []string{"1/1 a"}, 1},
		{"a directory", t.TempDir(), []string{"1/1 a"}, 1},
		{"spoilt lines", spoilt, []string{"3/1 good", "4/1 a"}, 0},
	}
	for _, c := range cases {
		fails := 0
		h := &history{file: newHistoryFile(c.path), failed: func(error) { fails++ }}
		h.add(1, "a")
		if d := cmp.Diff(c.want, sources(h.find(historyRequest{Access: "tail"}))); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if fails != c.fails {
			t.Errorf("%s: %d failures, want %d", c.name, fails, c.fails)
		}
	}
}
