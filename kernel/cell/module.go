package cell

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/mod/modfile"
)

// sessionModule is the name of the module that cells belong to.
const sessionModule = "lazycell.session"

// writeModule makes dir a module whose requirements are those of this project, so that cells and session host agree on
// every version.
func writeModule(dir, moduleDir string) error {
	mod, err := os.ReadFile(filepath.Join(moduleDir, "go.mod"))
	if err != nil {
		return fmt.Errorf("find the lazycell module: %w", err)
	}
	var b strings.Builder
	for _, line := range strings.Split(string(mod), "\n") {
		switch {
		case strings.HasPrefix(line, "module "):
			b.WriteString("module " + sessionModule + "\n")
		case strings.HasPrefix(line, "tool "):
		default:
			b.WriteString(line + "\n")
		}
	}
	fmt.Fprintf(&b, "\nrequire %s v0.0.0\n\nreplace %s => %q\n", modulePath, modulePath, moduleDir)
	sum, err := os.ReadFile(filepath.Join(moduleDir, "go.sum"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("find the lazycell module: %w", err)
	}
	return writeModuleFiles(dir, moduleFiles{[]byte(b.String()), sum})
}

// moduleFiles are the go.mod and go.sum of the session.
type moduleFiles struct{ mod, sum []byte }

func writeModuleFiles(dir string, f moduleFiles) error {
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), f.mod, 0o644); err != nil {
		return fmt.Errorf("write the session's module: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), f.sum, 0o644); err != nil {
		return fmt.Errorf("write the session's module: %w", err)
	}
	return nil
}

func readModuleFiles(dir string) (moduleFiles, error) {
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return moduleFiles{}, fmt.Errorf("read the session's module: %w; %%reset go.mod writes it anew", err)
	}
	sum, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return moduleFiles{}, fmt.Errorf("read the session's module: %w", err)
	}
	return moduleFiles{mod, sum}, nil
}

// moduleChange is another version of a module, or another place.
type moduleChange struct{ path, was, is string }

// moved lists the modules for which held is true and which are another version in after than in before, or are replaced by
// something else. A process can't hold two versions of a package.
func moved(before, after moduleFiles, held func(module string) bool) []moduleChange {
	was, is := versions(before.mod), versions(after.mod)
	var out []moduleChange
	for path, v := range was {
		if now := is[path]; now != "" && now != v && held(path) {
			out = append(out, moduleChange{path, v, now})
		}
	}
	for path, now := range is {
		if _, known := was[path]; !known && strings.HasPrefix(now, replaced) && held(path) {
			out = append(out, moduleChange{path, "", now})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].path < out[j].path })
	return out
}

// refusal says why a session can't have packages that need other versions of modules.
func refusal(changes []moduleChange) string {
	var out []string
	for _, c := range changes {
		out = append(out, fmt.Sprintf("%s %s (this session has %s)", c.path, c.is, c.was))
	}
	return "needs other versions of modules than those which this session has loaded: " + strings.Join(out, ", ") +
		"; %restart starts a session that has them, and in which all is declared again; for a module of the kernel's own, add it to the lazycell module with `go get` and build the kernel again"
}

// replaced starts what a module is when a replace directive gives it another place.
const replaced = "=> "

// versions reads what a go.mod file says of each module: its version, or what replaces it.
func versions(mod []byte) map[string]string {
	out := map[string]string{}
	f, err := modfile.ParseLax("go.mod", mod, nil)
	if err != nil {
		return out
	}
	for _, r := range f.Require {
		out[r.Mod.Path] = r.Mod.Version
	}
	if f, err = modfile.Parse("go.mod", mod, nil); err != nil { // ParseLax leaves replacements out
		return out
	}
	for _, r := range f.Replace {
		out[r.Old.Path] = strings.TrimSpace(replaced + r.New.Path + " " + r.New.Version)
	}
	return out
}

// pinned is a go.mod file in which some modules are again what they were.
func pinned(mod []byte, changes []moduleChange) ([]byte, error) {
	f, err := modfile.Parse("go.mod", mod, nil)
	if err != nil {
		return nil, fmt.Errorf("read the session's module: %w; %%reset go.mod writes it anew", err)
	}
	for _, c := range changes {
		if strings.HasPrefix(c.is, replaced) {
			for _, r := range f.Replace {
				if r.Old.Path == c.path {
					err = errors.Join(err, f.DropReplace(r.Old.Path, r.Old.Version))
				}
			}
		}
		switch was, isPlace := strings.CutPrefix(c.was, replaced); {
		case isPlace:
			place, version, _ := strings.Cut(was, " ")
			err = errors.Join(err, f.AddReplace(c.path, "", place, version))
		case c.was != "":
			err = errors.Join(err, f.AddRequire(c.path, c.was))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("change the session's module: %w", err)
	}
	f.Cleanup()
	return modfile.Format(f.Syntax), nil
}
