package cell

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// A cell is compiled once and used twice: as the main package of its plugin, and as a library that later cells import.
// Go's compiler leaves in every package named main the table of what the plugin exports, and the linker takes the table
// of any package it meets; so the library copy has its table's name changed to one that nobody looks for.
var pluginTables = [][2][]byte{
	{[]byte("go:plugin.tabs"), []byte("go:plugin_tabs")},
	{[]byte("go:plugin.exports"), []byte("go:plugin_exports")},
}

// product is where a built cell lies.
type product struct {
	plugin  string
	library string // the archive that later cells import
}

// build makes a plugin of one Go file. path is the import path of the package. With a mainFile the plugin exports what that
// one exports (it imports path), and without one what the package itself does. cells are the archives of earlier cells.
func (t *toolchain) build(ctx context.Context, path, file, mainFile, embedFile string, cells map[string]string) (product, error) {
	dir := filepath.Dir(file)
	p := product{plugin: filepath.Join(dir, "cell.so"), library: filepath.Join(dir, "library.a")}
	archive, config := filepath.Join(dir, "cell.a"), filepath.Join(dir, "importcfg")
	if err := os.WriteFile(config, t.importConfig(cells), 0o644); err != nil {
		return product{}, fmt.Errorf("write the import configuration of a cell: %w", err)
	}
	if err := t.compile(ctx, path, file, archive, config, embedFile); err != nil {
		return product{}, err
	}
	if err := writeLibrary(archive, p.library); err != nil {
		return product{}, err
	}
	pluginPath := path
	if mainFile != "" {
		all := map[string]string{path: p.library}
		for k, v := range cells {
			all[k] = v
		}
		if err := os.WriteFile(config, t.importConfig(all), 0o644); err != nil {
			return product{}, fmt.Errorf("write the import configuration of a cell: %w", err)
		}
		pluginPath, archive = path+"/main", filepath.Join(dir, "main.a")
		if err := t.compile(ctx, pluginPath, mainFile, archive, config, ""); err != nil {
			return product{}, err
		}
	}
	if err := t.link(ctx, pluginPath, archive, p.plugin, config); err != nil {
		return product{}, err
	}
	for _, f := range []string{filepath.Join(dir, "cell.a"), filepath.Join(dir, "main.a"), config} {
		_ = os.Remove(f) // the session's directory goes in the end anyway
	}
	return p, nil
}

// compile compiles one package of one file into archive.
func (t *toolchain) compile(ctx context.Context, path, file, archive, config, embedFile string) error {
	args := []string{"-o", archive, "-trimpath", filepath.Dir(file) + "=>", "-p", path,
		"-lang=" + t.lang, "-complete", "-installsuffix", "dynlink", "-buildid", path, "-c=2", "-dynlink", "-nolocalimports",
		"-importcfg", config, "-pack"}
	if embedFile != "" {
		args = append(args, "-embedcfg", embedFile)
	}
	_, err := t.run(ctx, filepath.Join(t.toolDir, "compile"), append(append(args, t.flags.compile...), file)...)
	return err
}

// link makes a plugin of a package main.
func (t *toolchain) link(ctx context.Context, path, archive, plugin, config string) error {
	args := []string{"-o", plugin, "-importcfg", config, "-installsuffix", "dynlink",
		"-pluginpath", path, "-buildmode=plugin", "-buildid=" + path, "-s", "-w", "-extld=" + t.extld}
	_, err := t.run(ctx, filepath.Join(t.toolDir, "link"), append(append(args, t.flags.link...), archive)...)
	return err
}

func writeLibrary(archive, library string) error {
	b, err := os.ReadFile(archive)
	if err != nil {
		return fmt.Errorf("read a compiled cell: %w", err)
	}
	for _, names := range pluginTables {
		if !bytes.Contains(b, names[0]) {
			return fmt.Errorf("the compiled cell %s has no %s: this version of Go makes plugins in another way", archive, names[0])
		}
		b = bytes.ReplaceAll(b, names[0], names[1])
	}
	if err := os.WriteFile(library, b, 0o644); err != nil {
		return fmt.Errorf("write the library of a cell: %w", err)
	}
	return nil
}
