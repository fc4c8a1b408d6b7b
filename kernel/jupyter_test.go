package kernel_test

import (
	"bytes"
	"context"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/lazycell/lazycell/kernel"
	"github.com/lazycell/lazycell/kernel/wire"
)

// python is the interpreter with jupyter_client.
func python(t *testing.T) string {
	t.Helper()
	if p := os.Getenv("LAZYCELL_PYTHON"); p != "" {
		return p
	}
	p, err := filepath.Abs("../.venv/bin/python")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p); err != nil {
		t.Fatalf("no Python at %s: type `make setup-test` at the top of the repository, or set LAZYCELL_PYTHON", p)
	}
	return p
}

// raceDetector says that this test binary is built with it.
var raceDetector bool

// sessionVariable names the program that is the session when this test binary is the kernel.
const sessionVariable = "LAZYCELL_TEST_SESSION_PROGRAM"

// TestMain is the kernel when Jupyter starts this binary: so the race detector sees it at work. The session can't be built
// with the detector, because plugins are not.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "kernel" {
		if err := runKernel(os.Args[2], os.Getenv(sessionVariable)); err != nil {
			log.Fatal(err)
		}
		return
	}
	os.Exit(m.Run())
}

func runKernel(connectionFile, session string) error {
	connection, err := wire.ReadConnection(connectionFile)
	if err != nil {
		return err
	}
	_, file, _, _ := runtime.Caller(0)
	k, err := kernel.New(kernel.Options{
		Connection: connection,
		Session:    func(dir string) []string { return []string{session, "session", dir} },
		ModuleDir:  filepath.Dir(filepath.Dir(file)),
		GoCmd:      "go",
		Version:    "lazycell race",
	})
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	go func() {
		for range interrupts {
			k.Interrupt()
		}
	}()
	return k.Run(ctx)
}

// installed builds the kernel, installs it into a Jupyter prefix of its own, and returns the environment that finds it there.
func installed(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "lazycell")
	for _, args := range [][]string{{"go", "build", "-o", binary, "../cmd/lazycell"}, {binary, "install", "--prefix", dir}} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	if raceDetector {
		spec := filepath.Join(dir, "share", "jupyter", "kernels", "lazycell", "kernel.json")
		data, err := os.ReadFile(spec)
		if err == nil {
			data = bytes.Replace(data, []byte(binary), []byte(os.Args[0]), 1)
			err = os.WriteFile(spec, data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv(sessionVariable, binary)
		t.Setenv("GORACE", "halt_on_error=1")
	}
	return append(os.Environ(), "JUPYTER_DATA_DIR="+filepath.Join(dir, "data"), "JUPYTER_PATH="+filepath.Join(dir, "share", "jupyter"), "JUPYTER_PREFER_ENV_PATH=0")
}

// TestJupyter runs the tests that talk to the kernel as Jupyter does: jupyter_client starts it from its kernelspec.
func TestJupyter(t *testing.T) {
	env := installed(t)
	for _, script := range []string{"kernel_cells.py", "kernel_protocol.py", "kernel_requests.py", "kernel_clients.py", "kernel_places.py", "kernel_standard.py", "kernel_assist.py", "kernel_crashes.py", "kernel_progress.py", "kernel_interrupts.py", "kernel_modules.py", "kernel_faults.py"} {
		t.Run(script, func(t *testing.T) {
			cmd := exec.Command(python(t), filepath.Join("..", "testdata", "jupyter", script))
			cmd.Env = env
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", script, err, out)
			}
		})
	}
}
