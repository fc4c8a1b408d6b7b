package cell

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell/thin"
	"github.com/lazycell/lazycell/kernel/cell/uses"
)

// A cell is compiled once and used twice: as the main package of its plugin, and as a library that later cells import.
// Go's compiler leaves in every package named main the table of what the plugin exports, and the linker takes the table
// of any package it meets; so the library copy has its tables' names changed to ones that nobody looks for, and no other cell has.
var pluginTables = []string{"go:plugin.tabs", "go:plugin.exports"}

// otherName is a name of the same length for a table of the package.
func otherName(table, path string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(path))
	const begin = "go:p"
	digits := fmt.Sprintf("%020d", h.Sum64())
	return begin + digits[len(digits)-(len(table)-len(begin)):]
}

// build says what is to become a plugin.
type build struct {
	path      string            // the import path of the package
	file      string            // its only file
	cellVar   string            // the variable that has the *rt.Cell
	mainFile  string            // with it the plugin exports what this one exports, which imports path, and without it what the package does
	embedFile string            // the compiler's configuration for go:embed, or ""
	cells     map[string]string // the archives of earlier cells
	imports   []string          // the packages that the cell itself imports
	images    []*thin.Image     // what the session has loaded, empty when that isn't known
}

// product is where a built cell lies.
type product struct {
	plugin  string
	library string // the archive that later cells import
	thin    bool   // it is linked to what the session has loaded
}

// build makes the plugin of a cell: linked to what the session has loaded if that is all it uses, else with all that it imports.
func (t *toolchain) build(ctx context.Context, b build) (product, error) {
	dir := filepath.Dir(b.file)
	p := product{plugin: filepath.Join(dir, "cell.so"), library: filepath.Join(dir, "library.a")}
	archive, config := filepath.Join(dir, "cell.a"), filepath.Join(dir, "importcfg")
	defer func() {
		for _, f := range []string{archive, filepath.Join(dir, "main.a"), config} {
			_ = os.Remove(f) // the session's directory goes in the end anyway
		}
	}()
	if err := os.WriteFile(config, t.importConfig(b.cells), 0o644); err != nil {
		return product{}, fmt.Errorf("write the import configuration of a cell: %w", err)
	}
	thinly := len(b.images) > 0 && len(t.flags.link) == 0
	if err := t.compile(ctx, b.path, b.file, archive, config, b.embedFile, thinly); err != nil {
		return product{}, err
	}
	if err := writeLibrary(b.path, archive, p.library); err != nil {
		return product{}, err
	}
	if thinly {
		if err := t.thinly(ctx, b, archive, p.plugin); err == nil || ctx.Err() != nil {
			p.thin = true
			return p, err
		}
	}
	return p, t.whole(ctx, b, archive, config, p)
}

// whole links a cell with all that it imports. If that brings packages which the session doesn't have, later cells find them
// complete, and can be linked to them.
func (t *toolchain) whole(ctx context.Context, b build, archive, config string, p product) error {
	if fresh := t.fresh(b); len(fresh) > 0 && b.mainFile == "" {
		complete := b
		complete.mainFile = filepath.Join(filepath.Dir(b.file), "main.go")
		if err := os.WriteFile(complete.mainFile, []byte(t.completing(b, fresh)), 0o644); err != nil {
			return fmt.Errorf("write a cell's source: %w", err)
		}
		if err := t.whole(ctx, complete, archive, config, p); err == nil || ctx.Err() != nil {
			return err
		}
	}
	pluginPath := b.path
	if b.mainFile != "" {
		all := map[string]string{b.path: p.library}
		maps.Copy(all, b.cells)
		if err := os.WriteFile(config, t.importConfig(all), 0o644); err != nil {
			return fmt.Errorf("write the import configuration of a cell: %w", err)
		}
		pluginPath, archive = b.path+"/main", filepath.Join(filepath.Dir(b.file), "main.a")
		if err := t.compile(ctx, pluginPath, b.mainFile, archive, config, "", false); err != nil {
			return err
		}
	}
	return t.link(ctx, pluginPath, archive, p.plugin, config)
}

// fresh returns the packages that a cell imports and the session doesn't have.
func (t *toolchain) fresh(b build) []string {
	var out []string
	for _, path := range b.imports {
		if len(b.images) > 0 && path != "unsafe" && !slices.Contains(out, path) && !thin.Has(b.images, path) {
			out = append(out, path)
		}
	}
	return out
}

// completing is the main package of a plugin that exports the cell, and uses all that some packages export.
func (t *toolchain) completing(b build, packages []string) string {
	var imports, body strings.Builder
	for i, path := range packages {
		pkg, err := t.Import(path)
		if err != nil {
			continue
		}
		if statements := uses.Of(pkg, fmt.Sprintf("p%d", i)); statements != "" {
			fmt.Fprintf(&imports, "import p%d %q\n", i, path)
			body.WriteString(statements)
		}
	}
	return fmt.Sprintf("package main\n\nimport \"unsafe\"\nimport c %q\n%s\nvar Cell = c.%s\n\nfunc main() {}\n%s\nfunc LcUse() {\n%s}\n",
		b.path, imports.String(), b.cellVar, uses.Helpers, body.String())
}

// compile compiles one package of one file into archive.
func (t *toolchain) compile(ctx context.Context, path, file, archive, config, embedFile string, thinly bool) error {
	args := []string{"-o", archive, "-trimpath", filepath.Dir(file) + "=>", "-p", path,
		"-lang=" + t.lang, "-complete", "-installsuffix", "dynlink", "-buildid", path, "-c=2", "-dynlink", "-nolocalimports",
		"-importcfg", config, "-pack"}
	if thinly {
		args = append(args, "-linkshared", "-dwarf=false")
	}
	if embedFile != "" {
		args = append(args, "-embedcfg", embedFile)
	}
	_, err := t.run(ctx, filepath.Join(t.toolDir, "compile"), append(append(args, t.flags.compile...), file)...)
	return err
}

// link makes a plugin of a package main.
func (t *toolchain) link(ctx context.Context, path, archive, plugin, config string) error {
	args := []string{"-o", plugin, "-importcfg", config, "-installsuffix", "dynlink",
		"-pluginpath", path, "-buildmode=plugin", "-buildid=" + path, "-s", "-w", "-extld=" + t.extld()}
	_, err := t.run(ctx, filepath.Join(t.toolDir, "link"), append(append(args, t.flags.link...), archive)...)
	return err
}

func writeLibrary(path, archive, library string) error {
	b, err := os.ReadFile(archive)
	if err != nil {
		return fmt.Errorf("read a compiled cell: %w", err)
	}
	for _, name := range pluginTables {
		if !bytes.Contains(b, []byte(name)) {
			return fmt.Errorf("the compiled cell %s has no %s: this version of Go makes plugins in another way", archive, name)
		}
		b = bytes.ReplaceAll(b, []byte(name), []byte(otherName(name, path)))
	}
	if err := os.WriteFile(library, b, 0o644); err != nil {
		return fmt.Errorf("write the library of a cell: %w", err)
	}
	return nil
}
