"""The kernel on machines that are set up in their own ways: python kernel_places.py [--all]

With --all it is built anew too, in a checkout whose path has spaces, and with a home directory that can't be written.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from jupyter_client.manager import KernelManager

ROOT = pathlib.Path(__file__).resolve().parents[2]
TIMEOUT = 90
ALL = "--all" in sys.argv
CELLS = {
    'import "fmt"\nfmt.Println("hello")': "hello",
    'import "gonum.org/v1/gonum/mat"\nmat.NewDense(1, 2, []float64{3, 4}).At(0, 1)': "4",
    'import "github.com/lazycell/lazycell/lazy/random"\nx := random.New(1).Uniform(100, 100)\nx.Shape()': "(100, 100)",
    'import "github.com/lazycell/lazycell/anndata"\nvar a *anndata.AnnData\na == nil': "true",
    "!echo from the shell": "from the shell",
    '%%writefile "a file.txt"\nits text': "Wrote 9 bytes",
    'string(must(os.ReadFile("a file.txt")))': "its text",
    "%cd .\nfilepath.Base(must(os.Getwd()))": "notebooks",
}
DEAD_PROXY = {name: "http://127.0.0.1:9" for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY")}


class Places(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="a place ü ")
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        self.notebooks = self.directory("notebooks")

    def directory(self, *names):
        path = self.place.joinpath(*names)
        path.mkdir(parents=True)
        return path

    def run_cells(self, env, cells=CELLS, before=(), spec=None):
        """Runs cells on a kernel with more variables in its environment; returns what the last shows. The kernel's command starts with before."""
        manager = KernelManager(kernel_name="lazycell", connection_file=str(self.place / "kernel-1.json"))
        spec = spec or manager.kernel_spec
        command = [*before, *(a.format(connection_file=manager.connection_file) for a in spec.argv)]
        manager._kernel_spec = spec
        spec.argv = command
        manager.start_kernel(env={**os.environ, **env}, cwd=str(self.notebooks))
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=TIMEOUT)
            for source, want in cells.items():
                shown = []

                def output(m):
                    content = m["content"]
                    shown.append(content.get("text") or content.get("data", {}).get("text/plain") or content.get("evalue") or "")

                client.execute_interactive(source, timeout=4 * TIMEOUT, output_hook=output, allow_stdin=False)
                self.assertIn(want, "".join(shown), source)
            return "".join(shown)
        finally:
            client.stop_channels()
            manager.shutdown_kernel()

    def test_spaces(self):
        self.run_cells({"HOME": str(self.directory("a home")), "TMPDIR": str(self.directory("temporary files")), **self.caches()})
        self.assertEqual(os.listdir(self.place / "temporary files"), [])

    def caches(self):
        """Go's own directories, which it would look for in the home directory."""
        names = ("GOCACHE", "GOPATH", "GOMODCACHE")
        values = subprocess.run(["go", "env", *names], check=True, capture_output=True, text=True).stdout.split("\n")
        return dict(zip(names, values))

    def test_proxies_that_are_dead(self):
        self.run_cells(DEAD_PROXY)

    def test_no_network(self):
        """After installation nothing is fetched; what would have to be says so at once."""
        cells = {**CELLS, 'import "example.org/no/such/module"': "module lookup disabled by GOPROXY=off"}
        self.run_cells({**DEAD_PROXY, "GOPROXY": "off"}, cells)

    @unittest.skipUnless(
        subprocess.run(["unshare", "-n", "sh", "-c", "ip link set lo up"], capture_output=True).returncode == 0, "needs the right to make a network of its own"
    )
    def test_no_network_at_all(self):
        """The kernel in a network of its own, that nothing but a socket file leads out of."""
        self.assertNotEqual(subprocess.run(["unshare", "-n", "ping", "-c1", "-W1", "1.1.1.1"], capture_output=True).returncode, 0)
        manager = KernelManager(kernel_name="lazycell", transport="ipc", ip=str(self.place / "s"))
        manager.kernel_spec.argv[:0] = ["unshare", "-n", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"]
        manager.start_kernel(cwd=str(self.notebooks))
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=TIMEOUT)
            for source in CELLS:
                self.assertEqual(client.execute_interactive(source, timeout=TIMEOUT, output_hook=lambda m: None)["content"]["status"], "ok", source)
        finally:
            client.stop_channels()
            manager.shutdown_kernel()

    def test_home_for_reading_only(self):
        """Histories and settings can't be kept; cells run."""
        env = {"HOME": "/proc/nobody", "XDG_DATA_HOME": "", "XDG_CACHE_HOME": "", "JUPYTER_DATA_DIR": "/proc/nobody/jupyter", **self.caches()}
        self.run_cells(env)

    def test_an_older_go_first(self):
        old = self.directory("old", "bin")
        script = old / "go"
        script.write_text('#!/bin/sh\n[ "$1" = env ] || exit 1\nshift\nfor name do\n\t[ $name = GOVERSION ] && echo go1.20.3 || echo /none\ndone\n')
        script.chmod(0o755)
        self.run_cells({"PATH": f"{old}:{os.environ['PATH']}"})
        # When it is the one to be used, the first cell says what is wrong and what to do.
        said = self.run_cells({"LAZYCELL_GO": str(script)}, {"1": "go1.20.3: plugins need the same version"})
        self.assertIn("make build", said)

    def test_another_toolchain_is_asked_for(self):
        self.run_cells({"GOTOOLCHAIN": "go1.25.0", "GOPROXY": "off"}, {"1 + 1": "2", 'import "strings"\nstrings.ToUpper("a")': "A"})

    @unittest.skipUnless(ALL, "takes minutes")
    def test_a_home_without_caches(self):
        """Go can't keep what it compiles where it wants to: the kernel finds another place."""
        temp = self.directory("temporary files")
        env = {"HOME": "/proc/nobody", "XDG_CACHE_HOME": "", "XDG_DATA_HOME": "", "TMPDIR": str(temp), **self.caches()}
        del env["GOCACHE"]
        os.environ.pop("GOCACHE", None)
        self.run_cells(env)
        self.assertEqual([f for f in os.listdir(temp) if not f.startswith("lazycell-go-build-")], [])

    @unittest.skipUnless(ALL, "takes minutes")
    def test_a_checkout_with_spaces(self):
        checkout = self.directory("a checkout", "lazy cell")
        archive = subprocess.Popen(["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", checkout], stdin=archive.stdout, check=True)
        self.assertEqual(archive.wait(), 0)
        binary = checkout / "build" / "lazycell"
        subprocess.run(["go", "build", "-buildvcs=false", "-o", binary, "./cmd/lazycell"], cwd=checkout, check=True)
        prefix = self.place / "a prefix"
        subprocess.run([binary, "install", "--prefix", prefix, "--name", "spaces"], check=True, capture_output=True)
        spec = json.loads((prefix / "share" / "jupyter" / "kernels" / "spaces" / "kernel.json").read_text())
        self.assertEqual(spec["argv"][0], str(binary))
        kernel_spec = KernelManager(kernel_name="lazycell").kernel_spec
        kernel_spec.argv = spec["argv"]
        self.run_cells({}, spec=kernel_spec)
        subprocess.run([binary, "uninstall", "--prefix", prefix, "--name", "spaces"], check=True, capture_output=True)
        self.assertFalse((prefix / "share" / "jupyter" / "kernels" / "spaces").exists())


if __name__ == "__main__":
    unittest.main(argv=[a for a in sys.argv if a != "--all"])
