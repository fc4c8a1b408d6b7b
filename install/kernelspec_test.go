package install

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestKernelspec(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kernels")
	for _, binary := range []string{"/old/lazycell", "/a place/lazycell"} {
		target, err := Kernelspec(dir, "lazycell", binary)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(target, "kernel.json"))
		if err != nil {
			t.Fatal(err)
		}
		var s spec
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatal(err)
		}
		if want := []string{binary, "kernel", "{connection_file}"}; !slices.Equal(s.Argv, want) {
			t.Errorf("argv %q, want %q", s.Argv, want)
		}
		if s.DisplayName != DisplayName || s.Language != "go" || s.InterruptMode != "message" {
			t.Errorf("kernel.json: %s", data)
		}
		for _, logo := range []string{"logo-32x32.png", "logo-64x64.png", "logo-svg.svg"} {
			if info, err := os.Stat(filepath.Join(target, logo)); err != nil || info.Size() == 0 {
				t.Errorf("%s: %v", logo, err)
			}
		}
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("beside the kernelspec there is something else: %v, %v", left, err)
	}
}

func TestRemoveLeavesOtherKernels(t *testing.T) {
	dir := t.TempDir()
	for name, spec := range map[string]string{"python3": `{"argv": ["python", "-m", "ipykernel_launcher"], "language": "python"}`, "broken": "{"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, "kernel.json"), []byte(spec), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Remove(dir, name); err == nil || !strings.Contains(err.Error(), "not installed by lazycell") {
			t.Errorf("remove %s: %v, want a refusal", name, err)
		}
		if _, err := os.Stat(filepath.Join(dir, name, "kernel.json")); err != nil {
			t.Errorf("%s is gone: %v", name, err)
		}
	}
}

func TestReadOnlyPlace(t *testing.T) {
	if os.Geteuid() == 0 {
		// Root may write anywhere but here.
		_, err := Kernelspec("/proc/lazycell", "lazycell", "/lazycell")
		if err == nil || !strings.Contains(err.Error(), "/proc/lazycell") {
			t.Errorf("error %v, want one that names the place", err)
		}
		return
	}
	dir := filepath.Join(t.TempDir(), "kernels")
	if err := os.Mkdir(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	if _, err := Kernelspec(dir, "lazycell", "/lazycell"); err == nil || !strings.Contains(err.Error(), "--user") {
		t.Errorf("error %v, want advice", err)
	}
}
