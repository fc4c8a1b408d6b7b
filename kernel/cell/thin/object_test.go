package thin

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// compile compiles a package of one file as cells are compiled, and returns its archive and where the packages are that it imports.
func compile(t testing.TB, text string) ([]byte, *Packages) {
	t.Helper()
	if !Possible() {
		t.Skip("not on this system, and by this version of Go")
	}
	out, err := exec.Command("go", "list", "-export", "-deps", "-buildmode=plugin", "-f", "{{.ImportPath}}={{.Export}}", "fmt", "runtime/cgo").Output()
	if err != nil {
		t.Fatal(err)
	}
	archives := map[string]string{}
	var config strings.Builder
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "=")
		if archives[path] = file; file != "" {
			config.WriteString("packagefile " + path + "=" + file + "\n")
		}
	}
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(file("cell.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file("config"), []byte(config.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "tool", "compile", "-o", file("cell.a"), "-p", "cell1", "-complete", "-dynlink", "-linkshared", "-dwarf=false",
		"-importcfg", file("config"), "-pack", file("cell.go")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	archive, err := os.ReadFile(file("cell.a"))
	if err != nil {
		t.Fatal(err)
	}
	return archive, NewPackages(func(path string) string { return archives[path] })
}

const text = `package main
import "fmt"
type T struct{ a int }
func (t *T) Sum() int { return t.a }
var X = fmt.Sprint(T{1}, map[string]T{})
func Run() { fmt.Println(X) }
func main() {}
`

// TestByNames checks that all symbols of other packages get names, and with them the ways of calling functions.
func TestByNames(t *testing.T) {
	archive, packages := compile(t, text)
	o, err := findObject(archive)
	if err != nil {
		t.Fatal(err)
	}
	extra, err := packages.libraries("runtime", "runtime/cgo")
	if err != nil {
		t.Fatal(err)
	}
	file, used, err := o.byNames(packages.number, extra, func(name string) bool { return name == "type:cell1.T" }, func(name string) bool { return name == "type:map[string]cell1.T" })
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []use{{symbol{"fmt.Sprint", abiInternal}, true}, {symbol{"fmt.Println", abiInternal}, false}, {symbol{"os.Stdout", abi0}, true}, {symbol{"fmt..inittask", abi0}, false}, {symbol{"type:map[string]cell1.T", abi0}, true}} {
		if !slices.Contains(used, want) {
			t.Errorf("%+v is not among what is used: %v", want, used)
		}
	}
	again, err := findObject(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.imports(); !slices.Equal(got, []string{"fmt", "runtime", "runtime/cgo"}) {
		t.Errorf("imports %q", got)
	}
	if n := again.count(blockPackages, 8); n != 1 {
		t.Errorf("%d packages are used by number, want none but the first, which is no package", n)
	}
	names := map[string]bool{}
	for _, s := range append(again.symbols(blockNamedDefs), again.symbols(blockNamedRefs)...) {
		names[s.name] = true
	}
	for _, want := range []string{"cell1.Run", "type:cell1.T", "fmt.Sprint", "fmt.Println", "runtime.morestack_noctxt"} {
		if !names[want] {
			t.Errorf("the written object file has no %s", want)
		}
	}
	if again.err != nil {
		t.Error(again.err)
	}
}

// FuzzByNames checks that nothing panics at object files that are damaged.
func FuzzByNames(f *testing.F) {
	archive, packages := compile(f, text)
	for i := range 64 {
		f.Add(i*len(archive)/64, byte(0xff))
		f.Add(len(archive)-40*i, byte(i))
	}
	f.Fuzz(func(t *testing.T, at int, to byte) {
		if at < 0 || at >= len(archive) {
			return
		}
		damaged := slices.Clone(archive)
		damaged[at] = to
		o, err := findObject(damaged)
		if err != nil {
			return
		}
		_, _, _ = o.byNames(packages.number, nil, func(string) bool { return true }, func(name string) bool { return len(name)%2 == 0 })
	})
}
