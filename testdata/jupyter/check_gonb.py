"""Runs GoNB's own notebooks, unchanged, on the lazycell kernel: python check_gonb.py [--all] [NAME ...]

They come with the module github.com/janpfeifer/gonb: examples/ and examples/tests/. What a cell prints must be what the
notebook has stored from GoNB's kernel, and what it shows must have one of the stored types. Cells where this kernel differs
on purpose, or where the output depends on the machine, have a row in DIFFERS; docs/gonb.md says why. Notebooks that can't
run here have a row in SKIPPED with the reason. Those in SLOW run with --all only.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import nbformat
from jupyter_client.manager import start_new_kernel

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULE = pathlib.Path(
    subprocess.run(["go", "list", "-m", "-f", "{{.Dir}}", "github.com/janpfeifer/gonb"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
)
EXAMPLES = MODULE / "examples"
TIMEOUT = 180

SKIPPED = {
    "google_colab_demo": "installs Go, GoNB and their tools into the machine in a Python cell",
    **{name: "needs a browser: testdata/browser/kernel.js --all runs it" for name in ("wasm_demo", "tests/wasm", "tests/comms", "tests/dom", "tests/widgets")},
}
SLOW = {"tutorial", "tests/gotest"}

ANY = re.compile(r"[\s\S]*")
NOTHING = re.compile(r"")


def ends(text):
    return re.compile(r"[\s\S]*" + re.escape(text) + r"\s*")


# What cells print where it isn't what GoNB's kernel printed, by notebook and cell. The first cell of a notebook is 0.
DIFFERS = {
    "tests/bash_script": {1: re.compile(r"/\S+/module\s*"), 2: ANY},
    "tests/goflags": {
        9: NOTHING,  # plugins count no coverage
        11: re.compile("All definitions and values are forgotten.\n"),
    },
    "tests/gonbui": {
        1: re.compile(r'%goflags=\["--cover" "--covermode=set"\]\nGOCOVERDIR=.*\n'),
        3: ends('gonb@v0.10.11".'),  # the kernel's own module stays what it is
    },
    "tests/gotest": {
        **{i: re.compile(r"=== RUN   TestA\nTesting A\n--- PASS: TestA \(.*\)\nPASS\n") for i in (3, 7)},
        9: re.compile(r"=== RUN   TestAB\nTesting AB\n--- PASS: TestAB .*\n=== RUN   TestB\nTesting B\n--- PASS: TestB .*\nPASS\n"),
        11: re.compile("Testing A\nTesting AB\nTesting B\nPASS\n"),
        13: re.compile(r"goos: [\s\S]*BenchmarkFibonacciA32\S*\s+\d+\s.* ns/op\n[\s\S]*BenchmarkFibonacciB32\S*\s+\d+\s.* ns/op\nPASS\n"),
        15: re.compile(r"(goos: [\s\S]*)?BenchmarkFibonacciA32\S*\s+\d+\s.* ns/op\nBenchmarkFibonacciB32\S*\s+\d+\s.* ns/op\nPASS\n"),
    },
    "tests/gowork": {
        2: re.compile(r"/tmp/gonb_tests_gowork_\w+"),
        4: re.compile(r"Temporary test package: /tmp/gonb_tests_gowork_\w+\n"),
        7: re.compile(r'\t- Added replace rule for module "a.com/a/pkg" to local directory "/tmp/gonb_tests_gowork_\w+"\.\n'),
        8: re.compile(r"module lazycell\.session\n[\s\S]*a\.com/a/pkg => TMP_PKG\n[\s\S]*"),
        11: re.compile(r"module lazycell\.session\n(?![\s\S]*a\.com/a/pkg)[\s\S]*"),
    },
    # Init functions run once, when their cell runs: what they do stays.
    "tests/init": {2: re.compile("init_b\n"), 3: re.compile("init: v0\n"), 4: re.compile("init: v1\n"), 6: re.compile("Done\n")},
    "tests/input_boxes": {1: re.compile(r'%goflags=\["--cover" "--covermode=set"\]\nGOCOVERDIR=.*\n'), 3: ends('gonb@v0.10.11".')},
    "tests/vartuple": {3: re.compile(". removed var a\n")},  # a stays when c is defined anew
    "tests/writefile": {0: re.compile(r'Wrote \d+ bytes to ".*poetry.txt"\n'), 1: re.compile(r'Appended \d+ bytes to ".*poetry.txt"\n')},
    "tutorial": {
        11: re.compile("current startValue=2.000000\n"),  # values stay
        13: re.compile(r"(\t\.\.\.VeryExpensive\(\) call\.\.\.\n){1,2}NonCachedValue=\d+\n   CachedValue=\d+\n"),
        17: ends("Done"),
        23: re.compile(r"lastRenderTime=.*\n"),
        40: re.compile("init_b\nmain\n"),
        52: ANY,
        54: ANY,
        56: ends("Counting: 4 ..."),
        61: re.compile(r"=== RUN   TestIncr\n--- PASS: TestIncr .*\n[\s\S]*BenchmarkIncr\S*\s+\d+\s.* ns/op\nPASS\n"),
        64: ANY,
        66: ANY,
    },
}

# Cells that fail in GoNB's kernel too, or for a reason outside of the kernel.
FAILS = {
    "tests/script": {3: "can only stand on the first line"},
}
# A module that the module proxy in use doesn't have fails its cell, and those that need what the cell declares.
UNAVAILABLE = re.compile(r"module version is not available|no such host|dial tcp|i/o timeout")
MISSING = re.compile(r"undefined: (\w+)")

ANSWERS = {("", False): "foo", ("", True): "bar", ("Enter:", False): "42", ("Pin:", True): "123456"}


def stored(cell):
    """What a cell printed on stdout, the types that it showed, and its error, as the notebook has it."""
    text, types, error = "", [], None
    for o in cell.get("outputs", []):
        if o.output_type == "stream":
            text += o.text if o.name == "stdout" else ""
        elif o.output_type == "error":
            error = o.evalue
        else:
            types.append(set(o.data))
    return text, types, error


class Notebook:
    """A notebook on a kernel of its own."""

    def __init__(self, name):
        self.name, self.cells = name, nbformat.read(EXAMPLES / f"{name}.ipynb", 4).cells
        self.unavailable = []

    def run(self, test):
        with tempfile.TemporaryDirectory() as cwd:
            env = {**os.environ, "TEST_DIR": cwd + "/", "GOCOVERDIR": cwd, "GONB_GIT_ROOT": str(MODULE)}
            self.manager, self.client = start_new_kernel(kernel_name="lazycell", env=env, cwd=cwd)
            try:
                for i, cell in enumerate(self.cells):
                    if cell.cell_type == "code":
                        with test.subTest(notebook=self.name, cell=i):
                            self.check(test, i, cell)
            finally:
                self.client.stop_channels()
                self.manager.shutdown_kernel()

    def answer(self, message):
        c = message["content"]
        self.client.input(ANSWERS[c["prompt"].strip(), c["password"]])

    def execute(self, source):
        text, shown, error = "", [], None

        def output(m):
            nonlocal text, error
            kind, content = m["msg_type"], m["content"]
            if kind == "stream" and content["name"] == "stdout":
                text += content["text"]
            elif kind == "error":
                error = content["evalue"]
            elif "data" in content:
                shown.append(set(content["data"]))

        self.client.execute_interactive(source, timeout=TIMEOUT, stop_on_error=False, allow_stdin=True, output_hook=output, stdin_hook=self.answer)
        return text, shown, error

    def check(self, test, i, cell):
        want, types, want_error = stored(cell)
        text, shown, error = self.execute(cell.source)
        expected = FAILS.get(self.name, {}).get(i)
        if error and UNAVAILABLE.search(error):
            self.unavailable.append(i)
            return
        if error and self.unavailable and MISSING.search(error):
            return
        if expected or error or want_error:
            test.assertIsNotNone(expected, error or f"GoNB's kernel failed here: {want_error}")
            test.assertIn(expected, error or "no error")
            return
        differs = DIFFERS.get(self.name, {}).get(i)
        if differs:
            test.assertRegex(text, re.compile(r"\A(?:" + differs.pattern + r")\Z", differs.flags))
        else:
            test.assertEqual(text.rstrip("\n"), want.rstrip("\n"))
        # GoNB shows lists as HTML, in several pieces.
        listing = {"text/html", "text/markdown", "text/plain"}
        for t in types:
            test.assertTrue(any(t & s or (t <= listing and s <= listing) for s in shown), f"shows {shown}, GoNB {t}")


class GoNB(unittest.TestCase):
    names = []
    maxDiff = None

    def test_notebooks(self):
        for name in self.names:
            notebook = Notebook(name)
            notebook.run(self)
            note = f" (modules that can't be had here: cells {notebook.unavailable})" if notebook.unavailable else ""
            print("ran", name + note, flush=True)

    def test_every_notebook_has_a_place(self):
        all_names = {str(p.relative_to(EXAMPLES).with_suffix("")) for p in EXAMPLES.rglob("*.ipynb")}
        self.assertTrue(all_names)
        for table in (SKIPPED, DIFFERS, FAILS, dict.fromkeys(SLOW)):
            self.assertLessEqual(set(table), all_names)


if __name__ == "__main__":
    everything = "--all" in sys.argv
    chosen = [a for a in sys.argv[1:] if not a.startswith("-")]
    found = sorted(str(p.relative_to(EXAMPLES).with_suffix("")) for p in EXAMPLES.rglob("*.ipynb"))
    GoNB.names = chosen or [n for n in found if n not in SKIPPED and (everything or n not in SLOW)]
    for n in found:
        if n in SKIPPED and not chosen:
            print("skip", n + ":", SKIPPED[n])
    unittest.main(argv=sys.argv[:1])
