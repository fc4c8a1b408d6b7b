package install

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

//go:embed logo/*.png logo/*.svg
var logos embed.FS

// DisplayName is the kernel's name in menus.
const DisplayName = "Go (lazycell)"

// spec is the content of kernel.json.
type spec struct {
	Argv          []string          `json:"argv"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode"`
	Env           map[string]string `json:"env,omitempty"`
	Metadata      map[string]any    `json:"metadata"`
}

var validName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

// Kernelspec writes the kernelspec for the binary into dir, which is a "kernels" directory of Jupyter, under the given
// name. One that is there is replaced when the new one is complete. It returns the directory of the kernelspec.
func Kernelspec(dir, name, binary string) (string, error) {
	if !validName.MatchString(name) || name == "." || name == ".." {
		return "", fmt.Errorf("%q can't be the name of a kernel: use letters, digits, dots, dashes and underscores", name)
	}
	target := filepath.Join(dir, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", cannotWrite(dir, err)
	}
	temp, err := os.MkdirTemp(dir, "."+name+"-")
	if err != nil {
		return "", cannotWrite(dir, err)
	}
	defer os.RemoveAll(temp)
	if err := writeSpec(temp, name, binary); err != nil {
		return "", cannotWrite(dir, err)
	}
	if err := replace(temp, target); err != nil {
		return "", cannotWrite(dir, err)
	}
	return target, nil
}

// cannotWrite says what to do about a directory that can't be written.
func cannotWrite(dir string, err error) error {
	hint := ""
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, errReadOnly) {
		hint = "; choose a place that you may write to: --user, --sys-prefix inside a virtual environment, or --prefix DIR"
	}
	return fmt.Errorf("install the kernelspec in %s: %w%s", dir, err, hint)
}

func writeSpec(dir, name, binary string) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	display := DisplayName
	if name != "lazycell" {
		display += " " + name
	}
	data, err := json.MarshalIndent(spec{
		Argv:          []string{binary, "kernel", "{connection_file}"},
		DisplayName:   display,
		Language:      "go",
		InterruptMode: "message",
		Metadata:      map[string]any{"debugger": false},
	}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "kernel.json"), append(data, '\n'), 0o644); err != nil {
		return err
	}
	names, err := fs.Glob(logos, "logo/*")
	if err != nil {
		return err
	}
	for _, n := range names {
		data, err := logos.ReadFile(n)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(n)), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// replace gives temp the name target, whatever had it before.
func replace(temp, target string) error {
	old := temp + "-old"
	err := os.Rename(target, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	had := err == nil
	if err := os.Rename(temp, target); err != nil {
		if had {
			err = errors.Join(err, os.Rename(old, target))
		}
		return err
	}
	if had {
		return os.RemoveAll(old)
	}
	return nil
}

// Remove removes the kernelspec of the given name from a "kernels" directory, if it is one of this kernel.
func Remove(dir, name string) (string, error) {
	if !validName.MatchString(name) {
		return "", fmt.Errorf("%q can't be the name of a kernel", name)
	}
	target := filepath.Join(dir, name)
	data, err := os.ReadFile(filepath.Join(target, "kernel.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("there is no kernel %s in %s; `jupyter kernelspec list` shows where kernels are", name, dir)
	}
	if err != nil {
		return "", fmt.Errorf("remove the kernel %s: %w", name, err)
	}
	var s spec
	if err := json.Unmarshal(data, &s); err != nil || len(s.Argv) != 3 || s.Argv[1] != "kernel" || s.Language != "go" {
		return "", fmt.Errorf("the kernel in %s was not installed by lazycell: remove it with `jupyter kernelspec remove %s`", target, name)
	}
	if err := os.RemoveAll(target); err != nil {
		return "", fmt.Errorf("remove the kernel %s: %w", name, err)
	}
	return target, nil
}
