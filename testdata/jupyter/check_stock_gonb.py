"""Shows values of this library in GoNB's own kernel, which it builds, and in lazycell: python check_stock_gonb.py

The same cells run in both kernels. What gonb.Show displays must be the same: the types and every text, apart from names that
are made anew for each display.
"""
import os
import pathlib
import re
import subprocess
import unittest

from jupyter_client.manager import start_new_kernel

ROOT = pathlib.Path(__file__).resolve().parents[2]
GONB = ROOT / "build" / "bench" / "gonb"
TIMEOUT = 300

MODULE = f"""!*cp "{ROOT}/go.sum" . && sed -e '/^tool /d' "{ROOT}/go.mod" > go.mod && go mod edit -module=stock -require=github.com/lazycell/lazycell@v0.0.0 -replace=github.com/lazycell/lazycell="{ROOT}"
%noautoget"""

CELLS = {
    "text": "gonb.Show(1, \"two\", []float64{3})",
    "array": "gonb.Show(lazy.Zeros(lazy.Float64, 10000, 10000))",
    "values": "gonb.Show(must(lazy.FromSlice([]float64{1, 2, 3, 4}, 2, 2).Compute()))",
    "graph": "gonb.Show(random.New(1).Uniform(10000, 10000).Sum(1).Visualize())",
}
HELPERS = """
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
"""


class Kernel:
    def __init__(self, name):
        self.manager, self.client = start_new_kernel(kernel_name=name, startup_timeout=60)

    def run(self, source):
        """What a cell shows: a list of bundles; its error fails."""
        shown, errors = [], []

        def output(m):
            if m["msg_type"] == "error":
                errors.append(m["content"]["evalue"] + "\n" + "\n".join(m["content"]["traceback"]))
            elif "data" in m["content"]:
                shown.append(m["content"]["data"])

        self.client.execute_interactive(source, timeout=TIMEOUT, stop_on_error=False, allow_stdin=False, output_hook=output)
        if errors:
            raise AssertionError("\n".join(errors))
        return shown

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def steady(text):
    """A text without the names that are made anew for each display."""
    return re.sub(r"\b(?:uniform|zeros|sum|lc|lazycell|graph|cy)[-_][\w-]+", "NAME", text)


class Stock(unittest.TestCase):
    maxDiff = 2000

    @classmethod
    def setUpClass(cls):
        subprocess.run([ROOT / "bench" / "kernel" / "gonb.sh", GONB], check=True, cwd=ROOT)
        os.environ["PATH"] = f"{GONB / 'bin'}:{os.environ['PATH']}"
        os.environ["JUPYTER_PATH"] = f"{GONB / 'data'}:{os.environ.get('JUPYTER_PATH', '')}"
        cls.gonb, cls.own = Kernel("gonb"), Kernel("lazycell")
        cls.gonb.run(MODULE)
        cls.gonb.run(HELPERS)

    @classmethod
    def tearDownClass(cls):
        cls.gonb.stop()
        cls.own.stop()

    def test_same_displays(self):
        for name, code in CELLS.items():
            with self.subTest(name):
                imports = imports_of(code)
                theirs = self.gonb.run(imports + "%%\n" + code)
                ours = self.own.run(imports + code + ";")
                self.assertTrue(theirs, "GoNB's kernel shows nothing")
                self.assertEqual([set(b) for b in theirs], [set(b) for b in ours])
                for a, b in zip(theirs, ours):
                    for mime in a:
                        self.assertEqual(steady(a[mime]), steady(b[mime]))

    def test_what_is_shown(self):
        shown = self.gonb.run(imports_of(CELLS["array"]) + "%%\n" + CELLS["array"])
        self.assertIn("762.94 MiB", shown[0]["text/html"])
        self.assertIn("10000", shown[0]["text/plain"])


def imports_of(code):
    paths = {"gonb": "display/gonb", "lazy": "lazy", "random": "lazy/random"}
    lines = [f'import "github.com/lazycell/lazycell/{p}"' for n, p in paths.items() if re.search(rf"\b{n}\.", code)]
    # Executors register themselves.
    return "\n".join(lines + ['import _ "github.com/lazycell/lazycell"']) + "\n"


if __name__ == "__main__":
    unittest.main(argv=["check_stock_gonb.py"])
