package kernel

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestSweep(t *testing.T) {
	parent := t.TempDir()
	t.Setenv("TMPDIR", parent)
	dead := filepath.Join(parent, dirPattern+"dead")
	young := filepath.Join(parent, dirPattern+"young")
	other := filepath.Join(parent, "something-else")
	unlocked := filepath.Join(parent, dirPattern+"without-lock")
	for _, dir := range []string{dead, young, other, unlocked} {
		if err := os.MkdirAll(filepath.Join(dir, "cells1"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-time.Hour)
	age := func(dir string) {
		t.Helper()
		if err := os.Chtimes(filepath.Join(dir, lockName), old, old); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{dead, young, other} {
		if err := os.WriteFile(filepath.Join(dir, lockName), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	age(dead)
	age(other)
	living, err := newBuildDir()
	if err != nil {
		t.Fatal(err)
	}
	age(living.path)
	second, err := newBuildDir()
	if err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]bool{dead: false, young: true, other: true, unlocked: true, living.path: true, second.path: true} {
		if _, err := os.Stat(dir); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", dir, err == nil, want)
		}
	}
	for _, d := range []*buildDir{living, second} {
		if err := d.remove(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(d.path); err == nil {
			t.Errorf("%s is left", d.path)
		}
	}
}

func TestNoPlaceForBuilding(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	if _, err := newBuildDir(); err == nil {
		t.Error("a directory was made where there is no place")
	}
}
