package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/random"
)

// beside is what a command may take beside its --memory, in MiB: the program and its libraries, tables, and buffers of compressors.
const beside = 128

// TestMemory converts files that are larger than the memory that the command may take, each conversion in a process of its own whose peak is looked at. With
// LAZYCELL_SOAK the files have 16 GB, which lie on disk, and the command may take 512 MiB; only what is marked is done then, some 50 GB at a time.
func TestMemory(t *testing.T) {
	soak := os.Getenv("LAZYCELL_SOAK") != ""
	rows, budget, dir := 24000, 160, quickDir(t) // 384 MB
	if soak {
		rows, budget, dir = 1000000, 512, t.TempDir()
	}
	const columns = 4000
	write(t, filepath.Join(dir, "dense.h5ad"), random.New(1).Uniform(rows, columns).AsType(lazy.Float32))
	for _, c := range []struct {
		name string
		args []string
		soak bool
		done []string // what isn't needed any more
	}{
		{"h5ad to zarr", []string{"convert", "dense.h5ad", "a.zarr"}, true, nil},
		{"zarr to compressed h5ad", []string{"convert", "a.zarr", "b.h5ad", "--compression", "gzip:1"}, true, nil},
		{"difference", []string{"diff", "a.zarr", "dense.h5ad"}, true, []string{"a.zarr"}},
		{"compressed h5ad to chunks of another shape", []string{"convert", "b.h5ad", "c.zarr", "--chunks", "1000,100", "--to", "zarr3"}, true, []string{"b.h5ad"}},
		{"every second row", []string{"subset", "dense.h5ad", "d.h5ad", "--obs", "::2"}, true, []string{"d.h5ad"}},
		{"concatenation", []string{"concat", "dense.h5ad", "dense.h5ad", "-o", "e.zarr", "--index-unique", "-"}, false, []string{"e.zarr"}},
		{"dense to sparse", []string{"convert", "c.zarr", "f.zarr", "--sparse"}, false, []string{"c.zarr", "dense.h5ad"}},
		{"sparse h5ad to zarr", []string{"convert", "sparse.h5ad", "g.zarr"}, true, nil},
		{"sparse zarr to compressed h5ad", []string{"convert", "g.zarr", "h.h5ad", "--compression", "gzip:1"}, true, nil},
		{"check", []string{"check", "h.h5ad"}, true, nil},
	} {
		if soak && !c.soak {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			if c.args[1] == "sparse.h5ad" {
				write(t, filepath.Join(dir, "sparse.h5ad"), random.New(2).Sparse(0.3, rows, columns))
			}
			peak := peakOf(t, dir, append(c.args, "--memory", strconv.Itoa(budget)+"MiB"))
			t.Logf("%d MiB of %d + %d", peak, budget, beside)
			if peak > budget+beside {
				t.Errorf("it took %d MiB, allowed are %d and %d beside", peak, budget, beside)
			}
			for _, name := range c.done {
				if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// peakOf runs a command and gives the most memory that it took, in MiB.
func peakOf(t *testing.T, dir string, args []string) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	report := filepath.Join(t.TempDir(), "peak")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "LAZYCELL_TEST_COMMAND=1", "LAZYCELL_TEST_PEAK="+report)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	peak, err := strconv.Atoi(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return peak >> 10
}

// reportPeak writes the most memory that this process took, in KiB, where peakOf looks for it. What the system tells of a process that has ended is no use: there
// counts what its parent had when it started it.
func reportPeak(path string) error {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmHWM:" {
			return os.WriteFile(path, []byte(fields[1]), 0o666)
		}
	}
	return errors.New("the system doesn't say how much memory this process took")
}

func write(t *testing.T, path string, x *lazy.Array) {
	t.Helper()
	a, err := anndata.New(anndata.Data{X: x})
	if err != nil {
		t.Fatal(err)
	}
	if err := h5ad.Write(path, a); err != nil {
		t.Fatal(err)
	}
}

// quickDir is a folder in memory where the system has such: what is written there takes no time to be brought to disk.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "lazycell-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}
