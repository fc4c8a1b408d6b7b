package sibling

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "a.h5ad")
	one, err := Name(target)
	if err != nil {
		t.Fatal(err)
	}
	two, err := Name(target)
	if err != nil || one == two || filepath.Dir(one) != dir || !strings.HasPrefix(filepath.Base(one), ".a.h5ad.new-") {
		t.Errorf("%q and %q, %v", one, two, err)
	}
}

func TestTarget(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "link")
	if err := os.WriteFile(real, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	for _, path := range []string{real, link} {
		if got, err := Target(path); got != real || err != nil {
			t.Errorf("%s stands for %s, %v", path, got, err)
		}
	}
	if got, err := Target(filepath.Join(dir, "new")); got != filepath.Join(dir, "new") || err != nil {
		t.Errorf("%s, %v", got, err)
	}
}

// What a dead process left is found; what a living one writes, and what belongs to other targets, is not.
func TestLeftovers(t *testing.T) {
	ended := exec.Command(os.Args[0], "-test.run=^$")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	target := filepath.Join(dir, "a.zarr")
	dead := Prefix(target) + strconv.Itoa(ended.Process.Pid) + "-00"
	alive, err := Name(target)
	if err != nil {
		t.Fatal(err)
	}
	other := Prefix(filepath.Join(dir, "b.zarr")) + strconv.Itoa(ended.Process.Pid) + "-00"
	for _, name := range []string{dead, alive, other, target, Prefix(target) + "x-00"} {
		if err := os.Mkdir(name, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if got := Leftovers(target); !slices.Equal(got, []string{dead}) {
		t.Errorf("left over are %q, want %q", got, dead)
	}
	if got := Leftovers(filepath.Join(dir, "nowhere", "a")); got != nil {
		t.Errorf("left over are %q", got)
	}
}
