// Package thin links the plugin of a cell to what the session has loaded already. Go's own way to make a plugin puts all
// packages that a cell imports into it, to find when it is loaded that the session has them: linking and loading take as
// long as for a whole program, and as much memory.
//
// Here Go's linker is shown a shared library that is said to have all packages. It is only a list of the names that the cell
// uses and that the session is known to have; and because the linker expects what uses shared libraries to name all symbols,
// the compiled cell is changed so that it does. What the linker makes of that is an object file of a few kilobytes for the
// system's linker, whose work is done here as well. All of this depends on the formats of one version of Go, on Linux and
// amd64; where anything is not as it is known to be, there is an error, and the cell can be linked in Go's own way.
package thin

import (
	"bytes"
	"context"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Possible says whether this package knows the formats of this system and of the version of Go it was built with.
func Possible() bool {
	return runtime.GOOS == "linux" && runtime.GOARCH == "amd64" && strings.HasPrefix(runtime.Version()+".", "go1.26.")
}

// Missing says that a cell uses what isn't loaded yet.
type Missing struct{ Name string }

// Error names the symbol or package.
func (e *Missing) Error() string { return e.Name + " is not loaded" }

// Job is a cell to be linked.
type Job struct {
	Path     string   // the import path of its package
	Archive  string   // the package, compiled with -dynlink, -linkshared and -dwarf=false
	Cell     string   // the name of the variable that has the *rt.Cell
	Dir      string   // for files
	Images   []*Image // what is loaded, in the order of loading
	Packages *Packages
	Link     func(ctx context.Context, args ...string) error // runs Go's linker
}

// Plugin makes the plugin and writes it to a file. A *Missing error says that it needs what isn't loaded.
func (j *Job) Plugin(ctx context.Context, file string) error {
	object, imports, used, err := j.rename()
	if err != nil {
		return err
	}
	for _, path := range imports {
		if !Has(j.Images, path) {
			return &Missing{"package " + path}
		}
	}
	module, ok := j.find("runtime.firstmoduledata")
	if !ok {
		return &Missing{"runtime.firstmoduledata"}
	}
	symbols, err := j.provide(used, module.size)
	if err != nil {
		return err
	}
	objectFile, config, stub := filepath.Join(j.Dir, "thin.o"), filepath.Join(j.Dir, "thin.cfg"), filepath.Join(j.Dir, stubName)
	var importConfig bytes.Buffer
	for _, path := range imports {
		fmt.Fprintf(&importConfig, "packageshlib %s=%s\n", path, stub)
	}
	if err := errors.Join(os.WriteFile(objectFile, object, 0o600), os.WriteFile(config, importConfig.Bytes(), 0o600), os.WriteFile(stub, writeStub(symbols), 0o600)); err != nil {
		return fmt.Errorf("write what Go's linker reads: %w", err)
	}
	// The linker doesn't find the system's linker, and leaves its object file. The other flags are for what it would ask it.
	linked, systemLinker := filepath.Join(j.Dir, "go.o"), filepath.Join(j.Dir, "none")
	defer func() {
		for _, f := range []string{objectFile, config, stub, linked, filepath.Join(j.Dir, "trivial.c")} {
			_ = os.Remove(f) // the session's directory goes in the end anyway
		}
	}()
	if err := j.Link(ctx, "-o", file, "-importcfg", config, "-installsuffix", "dynlink", "-pluginpath", j.Path, "-buildmode=plugin", "-buildid="+j.Path,
		"-linkshared", "-s", "-w", "-compressdwarf=false", "-B=none", "-extld="+systemLinker, "-tmpdir="+j.Dir, objectFile); err == nil || !strings.Contains(err.Error(), "running "+systemLinker+" failed") {
		return errors.Join(errors.New("Go's linker has not come to its end"), err)
	}
	f, err := elf.Open(linked)
	if err != nil {
		return fmt.Errorf("read what Go's linker has made: %w", err)
	}
	defer f.Close()
	w := writer{object: f, path: j.Path, cell: j.Cell, next: uint32(module.size - 8), provides: func(name string) bool {
		_, ok := j.find(name)
		return ok
	}}
	plugin, err := w.write()
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, plugin, 0o600); err != nil {
		return fmt.Errorf("write a plugin: %w", err)
	}
	return nil
}

// rename returns the object file of the cell in which all symbols have names, the packages that it imports, and what it uses.
func (j *Job) rename() (object []byte, imports []string, used []use, err error) {
	archive, err := os.ReadFile(j.Archive)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("read a compiled cell: %w", err)
	}
	o, err := findObject(archive)
	if err != nil {
		return nil, nil, nil, err
	}
	imports = o.imports()
	// What the linker always adds needs its fingerprint too, which it would otherwise not know.
	var added []string
	for _, path := range []string{"runtime", "runtime/cgo"} {
		if !slices.Contains(imports, path) {
			added = append(added, path)
		}
	}
	extra, err := j.Packages.libraries(added...)
	if err != nil {
		return nil, nil, nil, err
	}
	if object, used, err = o.byNames(j.Packages.number, extra, j.keeps, j.has); err != nil {
		return nil, nil, nil, err
	}
	// The table of what a plugin exports has distances to types, which lie elsewhere here.
	object = bytes.ReplaceAll(object, []byte(exportsTable), []byte("go:plugin_tabs"))
	return object, append(imports, added...), used, nil
}

// Has reports whether a package is loaded.
func Has(images []*Image, path string) bool {
	for _, im := range images {
		if _, ok := im.find(packageHash + path); ok {
			return true
		}
	}
	return false
}

// has reports whether the session has a type.
func (j *Job) has(name string) bool {
	_, ok := j.find(mangled(name))
	return ok
}

// keeps reports whether later cells may use a symbol: the types, functions and variables of the package.
func (j *Job) keeps(name string) bool {
	if rest, ok := strings.CutPrefix(name, "type:"); ok {
		return strings.HasPrefix(strings.TrimPrefix(rest, "*"), j.Path+".")
	}
	return strings.HasPrefix(name, j.Path+".")
}

const (
	stubName = "thin.so"
	// libraryHash begins the name of what says which version of a shared library is loaded.
	libraryHash = "go:link.abihash."
	// packageHash begins the name of what says which version of a package is loaded.
	packageHash = "go:link.pkghash."
	// debugInfo begins the names of what is for debuggers.
	debugInfo  = "go:info."
	initTask   = "..inittask"
	addModule  = "runtime.addmoduledata" // only plugins have it, and this package makes it for them
	mapInit    = "runtime.mapinitnoop"   // the linker insists on it, and seldom uses it
	lastModule = "runtime.lastmoduledatap"
)

// always are symbols that the linker looks for.
var always = []use{{symbol{mapInit, abiInternal}, true}, {symbol{"runtime.unreachableMethod", abiInternal}, true},
	{symbol{addModule, abi0}, true}, {symbol{lastModule, abi0}, true}}

// provide finds all that the cell uses. moduleSize is the size of the runtime's description of a module.
func (j *Job) provide(used []use, moduleSize uint64) ([]provided, error) {
	module := make([]byte, typeHeader)
	binary.LittleEndian.PutUint64(module, moduleSize)
	out := []provided{{name: libraryHash + stubName, kind: elf.STT_OBJECT, size: 16}, {name: "type:runtime.moduledata", kind: elf.STT_OBJECT, data: module}}
	seen := map[symbol]bool{}
	for _, u := range append(used, always...) {
		if seen[u.symbol] || strings.HasPrefix(u.name, debugInfo) {
			continue
		}
		seen[u.symbol] = true
		switch {
		case strings.HasSuffix(u.name, initTask):
			// Of this size it is one that has nothing to do: it has been done.
			out = append(out, provided{name: u.name, kind: elf.STT_OBJECT, size: 8})
		case u.name == mapInit:
			out = append(out, provided{name: u.name + internalSuffix, kind: elf.STT_FUNC})
		case u.name == addModule:
			out = append(out, provided{name: u.name, kind: elf.STT_FUNC})
		case u.points:
			p, err := j.loaded(u.symbol)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		}
	}
	return out, nil
}

// What the linker calls functions of either kind in shared libraries.
const (
	internalSuffix = ".abiinternal"
	abi0Suffix     = ".abi0"
)

// loaded shows the linker a symbol that is loaded.
func (j *Job) loaded(s symbol) (provided, error) {
	name := mangled(s.name)
	if s.abi == abi0 {
		if at, ok := j.find(name + abi0Suffix); ok {
			return provided{name: s.name + abi0Suffix, kind: at.kind, size: at.size}, nil
		}
	}
	at, ok := j.find(name)
	if !ok {
		return provided{}, &Missing{s.name}
	}
	p := provided{name: s.name, kind: at.kind, size: at.size}
	switch {
	case at.kind == elf.STT_FUNC && (s.abi == abi0) != j.Packages.inAssembly(s.name) && !j.both(name):
		return provided{}, &Missing{s.name + ", as it is called,"}
	case at.kind == elf.STT_FUNC && !strings.HasPrefix(s.name, "type:"):
		p.name += internalSuffix
	case at.kind == elf.STT_OBJECT && isType(s.name):
		var err error
		if p.data, p.mask, err = at.typ(); err != nil {
			return provided{}, err
		}
	}
	return p, nil
}

// both reports whether a function is loaded both as the compiler and as assembly call functions. The latter has a suffix then.
func (j *Job) both(name string) bool {
	_, ok := j.find(name + abi0Suffix)
	return ok
}

func (j *Job) find(name string) (place, bool) {
	for _, im := range j.Images {
		if p, ok := im.find(name); ok {
			return p, true
		}
	}
	return place{}, false
}

// isType reports whether a symbol is a type's description.
func isType(name string) bool {
	return strings.HasPrefix(name, "type:") && !strings.HasPrefix(name, "type:.")
}
