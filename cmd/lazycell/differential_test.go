package main

import (
	"os"
	"os/exec"
	"testing"
)

// TestDifferential is a few cases of `make differential`: random files of Python's, converted and compared in Python.
func TestDifferential(t *testing.T) { python(t, "differential.py", "20", "1000") }

// TestCommandsLikePython compares what subset, concat and convert write with what Python makes itself.
func TestCommandsLikePython(t *testing.T) { python(t, "commands.py") }

// python runs a script of testdata/differential with this binary as lazycell.
func python(t *testing.T, script string, args ...string) {
	t.Helper()
	python := os.Getenv("LAZYCELL_PYTHON")
	if python == "" {
		python = "../../.venv/bin/python"
	}
	cmd := exec.Command(python, append([]string{"../../testdata/differential/" + script, os.Args[0]}, args...)...)
	cmd.Env = append(os.Environ(), "LAZYCELL_TEST_COMMAND=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
