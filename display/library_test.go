package display

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// fresh makes the test a session of its own.
func fresh(t *testing.T) {
	t.Helper()
	library.mu.Lock()
	defer library.mu.Unlock()
	library.current, library.holder, library.held = "", "", false
}

// Runs of cells, and in which of their outputs the library must be.
func TestLibraryIsPutInOnce(t *testing.T) {
	g := random.New(1).Uniform(10, 10).Visualize()
	for _, tc := range []struct {
		name  string
		cells string // a run each: the cell's name, then the number of graphs it shows
		want  string // which outputs have the library: one character for each graph
	}{
		{"once", "a1 b1 c1", "+--"},
		{"twice in a cell", "a2 b1", "+--"},
		{"cells without graphs", "a0 b0 c1 d0 e1", "+-"},
		{"without BeginCell", "2", "+-"},
		{"cells without names", "_1 _1 _1", "+--"},
		{"its cell runs again", "a1 b1 a1 b1", "+-+-"},
		{"its cell has lost its graph", "a1 b1 a0 b1 c1 a1", "+-+--"},
		{"another cell runs again", "a1 b1 b1 b1 c1", "+----"},
	} {
		fresh(t)
		got := ""
		for _, run := range strings.Fields(tc.cells) {
			if len(run) > 1 {
				BeginCell(strings.Trim(run[:1], "_"))
			}
			for range int(run[len(run)-1] - '0') {
				markup := must(Of(context.Background(), g)).text(MIMEHTML)
				switch n := strings.Count(markup, "lazycell-library"); n {
				case 0:
					got += "-"
				case 1:
					got += "+"
				default:
					t.Errorf("%s: %d times in one output", tc.name, n)
				}
			}
		}
		if got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

// An output that fails was never in the notebook.
func TestLibraryOfAFailedOutput(t *testing.T) {
	fresh(t)
	g := random.New(1).Uniform(10, 10).Visualize()
	BeginCell("a")
	if _, err := Of(context.Background(), g, lazy.Failed(errors.New("gone"))); err == nil {
		t.Fatal("no error")
	}
	BeginCell("b")
	if markup := must(Of(context.Background(), g)).text(MIMEHTML); !strings.Contains(markup, "lazycell-library") {
		t.Error("the library is nowhere in the notebook")
	}
}

// The script element ends where it should, and fetches nothing.
func TestLibraryScript(t *testing.T) {
	s := libraryScript()
	if n := strings.Count(s, "</script"); n != 1 || !strings.HasSuffix(s, "</script>\n") {
		t.Errorf("%d ends of scripts", n)
	}
	for _, bad := range []string{"<!--", "sourceMappingURL", "fetch(", "XMLHttpRequest", "importScripts"} {
		if strings.Contains(s, bad) {
			t.Errorf("the library has %s", bad)
		}
	}
	for _, want := range []string{"The Cytoscape Consortium", "Permission is hereby granted", "cytoscape-dagre", "rankDir: 'BT'"} {
		if !strings.Contains(s, want) {
			t.Errorf("the library lacks %s", want)
		}
	}
}
