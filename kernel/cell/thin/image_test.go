package thin

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestImage looks up all names of this program's C library, as debug/elf reads them.
func TestImage(t *testing.T) {
	if !Possible() {
		t.Skip("not on this system, and by this version of Go")
	}
	dir := t.TempDir()
	source, library := filepath.Join(dir, "a.c"), filepath.Join(dir, "a.so")
	if err := os.WriteFile(source, []byte("int one = 1; int two(void) { return 2; } static int three; int *four = &one; int *five = &three; int puts(const char*); int six(void) { return puts(\"\"); }"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("gcc", "-shared", "-fPIC", "-Wl,--hash-style=gnu", "-o", library, source).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	im, err := OpenImage(library)
	if err != nil {
		t.Fatal(err)
	}
	defer im.Close()
	f, err := elf.Open(library)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	symbols, err := f.DynamicSymbols()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range symbols {
		p, ok := im.find(s.Name)
		if ok != (s.Section != elf.SHN_UNDEF) {
			t.Errorf("%s: found %t", s.Name, ok)
		}
		if ok && (p.addr != s.Value || p.size != s.Size || p.kind != elf.ST_TYPE(s.Info)) {
			t.Errorf("%s: found %+v, want %+v", s.Name, p, s)
		}
	}
	if _, ok := im.find("three"); ok {
		t.Error("found a name that is not exported")
	}
	one, _ := im.find("one")
	four, _ := im.find("four")
	five, _ := im.find("five")
	if b, err := im.at(one.addr, 4); err != nil || b[0] != 1 {
		t.Errorf("the value of one: %v, %v", b, err)
	}
	if to, err := im.pointer(five.addr); err != nil || to == 0 {
		t.Errorf("where five points to: %d, %v", to, err)
	}
	if _, err := im.pointer(four.addr); err != nil {
		t.Error(err)
	}
	if _, err := im.at(1<<40, 1); err == nil {
		t.Error("an address outside: no error")
	}
	if _, err := OpenImage(source); err == nil {
		t.Error("opened a text: no error")
	}
}
