package install

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHDF5 looks for HDF5 with pkg-config, without, and where there is none.
func TestHDF5(t *testing.T) {
	dir := t.TempDir()
	header := filepath.Join(dir, "hdf5.h")
	if err := os.WriteFile(header, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	defer func(old []string) { hdf5Headers = old }(hdf5Headers)
	for _, c := range []struct {
		name, script string
		headers      []string
		ok           bool
		detail       string
	}{
		{"pkg-config", "echo 1.14.3", nil, true, "1.14.3"},
		{"header", "exit 1", []string{header}, true, header},
		{"none", "exit 1", []string{filepath.Join(dir, "none.h")}, false, "can't be built"},
	} {
		if err := os.WriteFile(filepath.Join(dir, "pkg-config"), []byte("#!/bin/sh\n"+c.script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", dir)
		hdf5Headers = c.headers
		f := examineHDF5(context.Background())
		if f.OK != c.ok || !strings.Contains(f.Detail, c.detail) || !c.ok && !strings.Contains(f.Fix, "libhdf5-dev") || c.ok && f.Fix != "" {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

func TestJupyterVersion(t *testing.T) {
	cases := []struct{ name, text, want string }{
		{"lab", "Selected Jupyter core packages...\nIPython          : 9.18.1\njupyter_core     : 5.9.1\njupyterlab       : 4.6.6\nnotebook         : not installed\n", "JupyterLab 4.6.6, jupyter_core 5.9.1"},
		{"notebook", "notebook         : 7.4.1\njupyter_core     : 5.9.1\n", "Notebook 7.4.1, jupyter_core 5.9.1"},
		{"core only", "jupyter_core     : 5.9.1\n", "jupyter_core 5.9.1"},
		{"old", "4.4.0\n", "4.4.0"},
	}
	for _, c := range cases {
		if got := jupyterVersion(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
