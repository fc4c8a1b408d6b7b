package cell

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

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
			b.WriteString("module lazycell.session\n")
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
		return moduleFiles{}, fmt.Errorf("read the session's module: %w", err)
	}
	sum, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	if err != nil {
		return moduleFiles{}, fmt.Errorf("read the session's module: %w", err)
	}
	return moduleFiles{mod, sum}, nil
}

// moved says which modules have another version in after than in before; "" when none has. Their packages may be in the
// session already, and a process can't hold two versions of a package.
func moved(before, after moduleFiles) string {
	was, is := versions(before.mod), versions(after.mod)
	var out []string
	for path, v := range was {
		if now := is[path]; now != "" && now != v {
			out = append(out, fmt.Sprintf("%s %s (this kernel has %s)", path, now, v))
		}
	}
	if len(out) == 0 {
		return ""
	}
	sort.Strings(out)
	return "needs other versions of modules than this kernel was built with: " + strings.Join(out, ", ") +
		"; add it to the lazycell module with `go get` and build the kernel again"
}

// versions reads the requirements of a go.mod file.
func versions(mod []byte) map[string]string {
	out := map[string]string{}
	block := false
	for _, line := range strings.Split(string(mod), "\n") {
		f := strings.Fields(line)
		switch {
		case len(f) >= 2 && f[0] == "require" && f[1] == "(":
			block = true
		case len(f) >= 3 && f[0] == "require":
			out[f[1]] = f[2]
		case block && len(f) > 0 && f[0] == ")":
			block = false
		case block && len(f) >= 2:
			out[f[0]] = f[1]
		}
	}
	return out
}
