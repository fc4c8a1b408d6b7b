package display

import (
	_ "embed" // the scripts
	"regexp"
	"strings"
	"sync"
)

// The scripts that draw graphs; assets/README.md says where they come from.
var (
	//go:embed assets/cytoscape.min.js
	cytoscapeJS string
	//go:embed assets/cytoscape-dagre.min.js
	dagreJS string
	//go:embed assets/widget.js
	widgetJS string
)

// shelf knows in which cell's output the script library is.
type shelf struct {
	mu      sync.Mutex
	current string // the cell whose output is being made
	holder  string // the cell whose output has the library
	held    bool
}

var library shelf

// BeginCell tells which cell's output is being made from here on. The first graph of a session brings the script library
// into the notebook, half a megabyte, and the other graphs use it from there. When the cell that has it begins again its
// output is about to be replaced, so the next graph, of whichever cell, brings it again. The key is the cell's id in the
// notebook; "" stands for a cell that the front end didn't name, which counts as one that hasn't run before. (A key made of
// the source won't do: two cells may well show the same graph.)
func BeginCell(key string) {
	library.mu.Lock()
	defer library.mu.Unlock()
	library.current = key
	if library.held && key != "" && library.holder == key {
		library.held = false
	}
}

// mark and back undo what output that is not shown after all has put on the shelf.
func (s *shelf) mark() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

func (s *shelf) back(held bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = s.held && held
}

// script is what a graph's output ends with: the library if the notebook doesn't have it yet, and a word to it that there is
// a graph to draw. A graph may be shown before the library is there: the word waits in a list that the library finds.
func (s *shelf) script() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := ""
	if !s.held {
		s.held, s.holder = true, s.current
		out = libraryScript()
	}
	return out + "<script>(window.lazycellGraphs = window.lazycellGraphs || []).push(1)</script>\n"
}

// libraryScript is all scripts in one element. Each library sees a module system of its own, not that of the page (RequireJS
// in the classic notebook, a bundler in others), and leaves nothing behind in the page.
func libraryScript() string {
	var b strings.Builder
	b.WriteString(`<script class="lazycell-library">` + "\n(function () {\nvar libraries = {};\n")
	for _, lib := range []struct{ name, source string }{{"cytoscape", cytoscapeJS}, {"dagre", dagreJS}} {
		b.WriteString("(function () {\nvar exports = {}, module = { exports: exports }, define, require;\n")
		b.WriteString(inScript(sourceMap.ReplaceAllString(lib.source, "")))
		b.WriteString("\nlibraries." + lib.name + " = module.exports;\n}).call({});\n")
	}
	b.WriteString(inScript(widgetJS))
	b.WriteString("})();\n</script>\n")
	return b.String()
}

var sourceMap = regexp.MustCompile(`(?m)^//# sourceMappingURL=.*$`)

// inScript keeps a script from ending the element it stands in.
func inScript(source string) string {
	return strings.NewReplacer("</script", `<\/script`, "<!--", `<\!--`).Replace(source)
}
