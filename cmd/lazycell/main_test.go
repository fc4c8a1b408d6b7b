//go:build cgo && (linux || darwin || freebsd)

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain is the command itself when the tests start this binary again.
func TestMain(m *testing.M) {
	if os.Getenv("LAZYCELL_TEST_COMMAND") != "" {
		main()
		if path := os.Getenv("LAZYCELL_TEST_PEAK"); path != "" {
			if err := reportPeak(path); err != nil {
				panic(err)
			}
		}
		return
	}
	testscript.Main(m, map[string]func(){"lazycell": main})
}

func TestCommands(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("go.mod", "module example.org/other\n\ngo 1.26\n")
	notJSON := write("kernel-1.json", "[")
	noPorts := write("kernel-2.json", `{"ip": "127.0.0.1", "shell_port": 0}`)
	good := write("kernel-3.json", `{"ip": "127.0.0.1", "shell_port": 1, "control_port": 2, "iopub_port": 3, "stdin_port": 4, "hb_port": 5, "key": "k"}`)
	if err := os.Mkdir(filepath.Join(dir, "file-in-the-way"), 0o755); err != nil {
		t.Fatal(err)
	}
	write("file-in-the-way/share", "")
	cases := []struct {
		name string
		env  string
		args []string
		ok   bool
		says []string
	}{
		{"version", "", []string{"version"}, true, []string{"lazycell ", "go1."}},
		{"no command", "", nil, true, []string{"install", "doctor"}},
		{"the session is not shown", "", []string{"help"}, true, []string{"The kernel:"}},
		{"unknown command", "", []string{"instal"}, false, []string{`unknown command "instal"`}},
		{"doctor", "", []string{"doctor"}, true, []string{"Go ", "C compiler", "HDF5", "JupyterLab ", "jupyter_core "}},
		{"doctor without Go", "LAZYCELL_GO=/no/such/go", []string{"doctor"}, false, []string{"MISSING  Go", "https://go.dev/dl/"}},
		{"doctor without source", "LAZYCELL_MODULE=" + dir, []string{"doctor"}, false, []string{"MISSING  lazycell's source", "is the module example.org/other"}},
		{"kernel without a file", "", []string{"kernel"}, false, []string{"accepts 1 arg"}},
		{"kernel with a missing file", "", []string{"kernel", filepath.Join(dir, "missing.json")}, false, []string{"missing.json", "no such file"}},
		{"kernel with a file that is no JSON", "", []string{"kernel", notJSON}, false, []string{"bad connection file", notJSON}},
		{"kernel with a file without ports", "", []string{"kernel", noPorts}, false, []string{"bad connection file", "shell_port"}},
		{"kernel without source", "LAZYCELL_MODULE=" + filepath.Join(dir, "missing"), []string{"kernel", good}, false, []string{"LAZYCELL_MODULE"}},
		{"prepare", "", []string{"prepare"}, true, nil},
		{"prepare without source", "LAZYCELL_MODULE=" + dir, []string{"prepare"}, false, []string{"is the module example.org/other"}},
		{"session by hand", "", []string{"session", dir}, false, []string{"it is the kernel that starts a session"}},
		{"install", "", []string{"install", "--prefix", dir}, true, []string{filepath.Join(dir, "share", "jupyter", "kernels", "lazycell")}},
		{"install again under another name", "", []string{"install", "--prefix", dir, "--name", "second"}, true, []string{"kernels/second"}},
		{"install for the user", "JUPYTER_DATA_DIR=" + dir, []string{"install", "--user"}, true, []string{filepath.Join(dir, "kernels", "lazycell")}},
		{"install into the environment", "VIRTUAL_ENV=" + dir, []string{"install", "--sys-prefix"}, true, []string{dir}},
		{"install in two places", "", []string{"install", "--user", "--prefix", dir}, false, []string{"prefix", "user"}},
		{"install under a bad name", "", []string{"install", "--prefix", dir, "--name", "../x"}, false, []string{"can't be the name of a kernel"}},
		{"install where a file is", "", []string{"install", "--prefix", filepath.Join(dir, "file-in-the-way")}, false, []string{"not a directory"}},
		{"uninstall", "", []string{"uninstall", "--prefix", dir, "--name", "second"}, true, []string{"kernels/second"}},
		{"uninstall again", "", []string{"uninstall", "--prefix", dir, "--name", "second"}, false, []string{"no kernel second", "jupyter kernelspec list"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], c.args...)
			cmd.Env = append(os.Environ(), "LAZYCELL_TEST_COMMAND=1", "PATH="+os.Getenv("PATH")+":"+jupyterBin(t))
			if c.env != "" {
				cmd.Env = append(cmd.Env, c.env)
			}
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Run(); (err == nil) != c.ok {
				t.Errorf("error %v, want ok %v", err, c.ok)
			}
			for _, s := range c.says {
				if !strings.Contains(out.String(), s) {
					t.Errorf("it does not say %q:\n%s", s, &out)
				}
			}
		})
	}
}

// jupyterBin is the directory of the jupyter command.
func jupyterBin(t *testing.T) string {
	t.Helper()
	if p := os.Getenv("LAZYCELL_PYTHON"); p != "" {
		return filepath.Dir(p)
	}
	dir, err := filepath.Abs("../../.venv/bin")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
