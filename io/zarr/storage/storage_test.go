package storage

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	for key, ok := range map[string]bool{
		"a": true, "a/b.c/0": true, "é/ü": true, ".zgroup": true, "..a": true,
		"": false, "/a": false, "a/": false, "a//b": false, ".": false, "a/.": false, "..": false, "../a": false, "a/../../b": false,
		`a\b`: false, "a\x00b": false, strings.Repeat("a/", 3000) + "a": false,
	} {
		err := CheckKey(key)
		if ok != (err == nil) || !ok && !errors.Is(err, ErrKey) {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func TestDir(t *testing.T) {
	d, err := OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Set("a/b/c", []byte("0123456789")); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Get("a/b/c", 10); err != nil || string(got) != "0123456789" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := d.Get("a/b/c", 9); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	if got, err := d.GetRange("a/b/c", -3, 2); err != nil || string(got) != "78" {
		t.Errorf("%q, %v", got, err)
	}
	for _, r := range [][2]int64{{8, 3}, {-11, 1}, {1, -1}, {11, 0}, {1, 1 << 62}} {
		if _, err := d.GetRange("a/b/c", r[0], r[1]); err == nil {
			t.Errorf("range %v: no error", r)
		}
	}
	if _, err := d.Get("a/b", -1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder as a key: %v", err)
	}
	if there, err := d.Has("a/b/c/d"); there || err != nil {
		t.Errorf("a key below a file: %v, %v", there, err)
	}
	if names, err := d.Folders("a"); err != nil || strings.Join(names, " ") != "b" {
		t.Errorf("%v, %v", names, err)
	}
	if err := d.Delete("a/b/c"); err != nil {
		t.Error(err)
	}
	if err := d.Delete("a/b/c"); err != nil {
		t.Errorf("delete an absent key: %v", err)
	}
}
