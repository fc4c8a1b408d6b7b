package kernel

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lazycell/lazycell/kernel/cell"
)

// SetAutoGet implements magic.Host.
func (h commandHost) SetAutoGet(on bool) { h.k.engine.compiler.SetAutoGet(on) }

// Get implements magic.Host.
func (h commandHost) Get(ctx context.Context, args []string) (string, error) {
	return h.k.engine.compiler.Get(ctx, args...)
}

// ResetModule implements magic.Host.
func (h commandHost) ResetModule() error { return h.k.engine.compiler.ResetModule() }

// SetBuildFlags implements magic.Host.
func (h commandHost) SetBuildFlags(flags []string) []string {
	return h.k.engine.compiler.SetBuildFlags(flags)
}

// BuildFlags implements magic.Host.
func (h commandHost) BuildFlags() []string { return h.k.engine.compiler.BuildFlags() }

// UseWorkspace implements magic.Host.
func (h commandHost) UseWorkspace() ([]string, error) {
	modules, err := h.k.engine.compiler.UseWorkspace()
	says := map[cell.Replaced]string{
		cell.Added:  "Added replace rule for module %q to local directory %q.",
		cell.Moved:  "Replace rule for module %q moved to local directory %q.",
		cell.Was:    "Replace rule for module %q to local directory %q already exists.",
		cell.Loaded: "Module %q is loaded in this session and stays as it is: no replace rule to %q.",
	}
	var report []string
	for _, m := range modules {
		report = append(report, fmt.Sprintf(says[m.Done], m.Module, m.Dir))
	}
	return report, err
}

// Track implements magic.Host.
func (h commandHost) Track(path string) error {
	path = filepath.Clean(path)
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("track: %w", err)
	}
	e := h.k.engine
	e.mu.Lock()
	defer e.mu.Unlock()
	if !slices.Contains(e.tracked, path) {
		e.tracked = append(e.tracked, path)
	}
	return nil
}

// Untrack implements magic.Host.
func (h commandHost) Untrack(path string) error {
	e := h.k.engine
	e.mu.Lock()
	defer e.mu.Unlock()
	prefix, many := strings.CutSuffix(path, "...")
	clean := filepath.Clean(path)
	e.tracked = slices.DeleteFunc(e.tracked, func(t string) bool {
		return t == clean || many && strings.HasPrefix(t, prefix)
	})
	return nil
}

// Tracked implements magic.Host. Modules that replace others in go.mod are tracked of themselves.
func (h commandHost) Tracked() []string {
	e := h.k.engine
	e.mu.Lock()
	all := slices.Clone(e.tracked)
	e.mu.Unlock()
	for _, dir := range e.compiler.LocalModules() {
		if !slices.Contains(all, dir) {
			all = append(all, dir)
		}
	}
	slices.Sort(all)
	return all
}

// ConnectWidgets implements magic.Host.
func (h commandHost) ConnectWidgets() { h.k.comms.start() }

// WidgetsAlive implements magic.Host.
func (h commandHost) WidgetsAlive() bool { return h.k.comms.alive() }
