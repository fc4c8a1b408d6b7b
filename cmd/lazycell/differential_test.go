package main

import (
	"os"
	"os/exec"
	"testing"
)

// TestDifferential is a few cases of `make differential`: random files of Python's, converted and compared in Python.
func TestDifferential(t *testing.T) {
	python := os.Getenv("LAZYCELL_PYTHON")
	if python == "" {
		python = "../../.venv/bin/python"
	}
	cmd := exec.Command(python, "../../testdata/differential/differential.py", os.Args[0], "20", "1000")
	cmd.Env = append(os.Environ(), "LAZYCELL_TEST_COMMAND=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
