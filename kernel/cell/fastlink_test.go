package cell

import (
	"slices"
	"testing"
)

// TestCollectArgs reads what gcc says it would do, with temporary files in a directory whose name has a space.
func TestCollectArgs(t *testing.T) {
	said := "Using built-in specs.\n" +
		` /usr/lib/gcc/collect2 -plugin /usr/lib/gcc/liblto_plugin.so "-plugin-opt=-fresolution=/tmp/a place/cc1.res" --build-id -m elf_x86_64 -shared ` +
		`-o OUT.so /usr/lib/crti.o "-L/opt/my libs" IN.o -lc /a\ b/crtn.o` + "\n"
	before, behind, ok := collectArgs(said)
	if want := []string{"-m", "elf_x86_64", "-shared", "/usr/lib/crti.o", "-L/opt/my libs"}; !ok || !slices.Equal(before, want) {
		t.Errorf("before the object: %q, %v; want %q", before, ok, want)
	}
	if want := []string{"-lc", "/a b/crtn.o"}; !slices.Equal(behind, want) {
		t.Errorf("behind the object: %q, want %q", behind, want)
	}
}
