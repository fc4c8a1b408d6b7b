//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the cases of testdata: commands on files, and what they say. $ELEM is the folder of the fixtures that Python's anndata made.
func TestScripts(t *testing.T) {
	elem, err := filepath.Abs("../../testdata/elem")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("ELEM", elem)
			e.Setenv("TMPDIR", e.WorkDir)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"damage": damage, "exits": exits},
	})
}

// damage overwrites bytes of a file: damage FILE OFFSET HEX.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: damage FILE OFFSET HEX")
	}
	offset, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	bytes, err := hex.DecodeString(args[2])
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteAt(bytes, offset)
	ts.Check(err)
	ts.Check(f.Close())
}

// exits runs lazycell, which has to end with a code: exits CODE ARGUMENTS….
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE ARGUMENTS…")
	}
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec("lazycell", args[1:]...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != code {
		ts.Fatalf("it ended with %v, not with code %d", err, code)
	}
}
