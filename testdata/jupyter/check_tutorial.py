"""Checks the executed tutorial cell by cell: python check_tutorial.py [NOTEBOOK]

Cells are known by their ids. What a cell must show is one row of EXPECTED; how values in different cells must agree is
one test of Agreement; what Python finds in the files the tutorial wrote is Files.
"""
import collections
import html
import os
import pathlib
import re
import sys
import unittest
import warnings

import nbformat
import numpy as np

warnings.simplefilter("ignore")
# The form of the numpy of the Python tutorial: without the shape that newer ones add to a shortened array.
np.set_printoptions(legacy="2.1")

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "build" / "tutorial.ipynb"
FILES = ROOT / "build" / "tutorial"

Nothing = collections.namedtuple("Nothing", "")
Summary = collections.namedtuple("Summary", "text")
Table = collections.namedtuple("Table", "shape chunk nbytes chunk_bytes layers chunks")
Graph = collections.namedtuple("Graph", "tasks chunks edges")
Values = collections.namedtuple("Values", "rows cols tail", defaults=("",))

FIELDS = "\n    obs: 'batch'\n    obsm: 'a'\n    layers: 'a'"
WHOLE = Summary("AnnData object with n_obs × n_vars = 10000 × 10000" + FIELDS)
X = Table("(10000, 10000)", "(2500, 2500)", "762.94 MiB", "47.68 MiB", 1, 16)
BOTH = Table("(20000, 10000)", "(2500, 2500)", "1.49 GiB", "47.68 MiB", 3, 32)
SMALL = Table("(100, 100)", "(100, 100)", "78.12 kiB", "78.12 kiB", 1, 1)
# A chunk is drawn above the task that makes it: edges are one per task to its chunk and one per chunk a task reads.
X_GRAPH = Graph(16, 16, 16)

EXPECTED = {
    "imports": Nothing(),
    "make-func": Nothing(),
    "adata": WHOLE,
    "x": X,
    "obsm": Table("(10000, 100)", "(10000, 100)", "7.63 MiB", "7.63 MiB", 1, 1),
    "x-graph": X_GRAPH,
    "xsum": Table("(10000,)", "(2500,)", "78.12 kiB", "19.53 kiB", 3, 4),
    "xsum-graph": Graph(16 + 16 + 4, 16 + 16 + 4, 36 + 16 + 16),
    "x-graph-again": X_GRAPH,
    "adata2": WHOLE,
    "x2": X,
    "both": Nothing(),
    "both-x-table": BOTH,
    "both-x-graph": Graph(64, 64, 64 + 32),
    "both-obsm-table": Table("(20000, 100)", "(10000, 100)", "15.26 MiB", "7.63 MiB", 3, 2),
    "both-obsm-graph": Graph(4, 4, 4 + 2),
    "view": Nothing(),
    "view-x": Values(6, 6, "(500, 500)"),
    "both-x-after-view": BOTH,
    "small": Summary("View of AnnData object with n_obs × n_vars = 5 × 3" + FIELDS),
    "small-x": Values(5, 3),
    "categ": Nothing(),
    "categ-x": Values(6, 6),
    "both-x-before-memory": BOTH,
    "mem": Values(6, 6),
    "forget-mem": Nothing(),
    "mem-copy": Values(6, 6),
    "adata-small": Nothing(),
    "h5ad-write": Nothing(),
    "x-after-h5ad": SMALL,
    "h5ad-read": Nothing(),
    "h5ad-x": Values(6, 6),
    "zarr-write": Nothing(),
    "x-after-zarr": SMALL,
    "zarr-read": Nothing(),
    "zarr-x": Values(6, 6),
}

notebook = None
cells = {}


def results(cell):
    """The MIME bundles a cell shows, whether as its result or through display."""
    return [o for o in cell.outputs if o.output_type in ("execute_result", "display_data")]


def text(name):
    return results(cells[name])[0].data["text/plain"]


def words(markup):
    """The text of a piece of HTML, without scripts and drawings, tags turned into single spaces."""
    markup = re.sub(r"(?is)<(script|style|svg)\b.*?</\1>", " ", markup)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", markup)))


def numbers(name):
    """The shown values of an array as rows of floats; the gaps are left out."""
    body = re.search(r"\[\[.*?\]\]", text(name), re.S).group(0)
    rows = re.findall(r"\[([^\[\]]*)\]", body)
    return np.array([[float(v) for v in re.findall(r"\d+\.\d*(?:e[+-]?\d+)?", row)] for row in rows])


class Cells(unittest.TestCase):
    """Each cell shows what it must."""

    def test_notebook(self):
        self.assertEqual(notebook.metadata.kernelspec.name, "lazycell")
        self.assertEqual(notebook.metadata.kernelspec.language, "go")
        self.assertEqual(notebook.metadata.language_info.name, "go")
        code = [c for c in notebook.cells if c.cell_type == "code"]
        self.assertEqual([c.id for c in code], list(EXPECTED))
        self.assertEqual([c.execution_count for c in code], list(range(1, len(code) + 1)))

    def test_source_is_committed_without_outputs(self):
        source = nbformat.read(ROOT / "notebooks" / "tutorial.ipynb", 4)
        nbformat.validate(source)
        self.assertFalse([c.id for c in source.cells if c.cell_type == "code" and (c.outputs or c.execution_count)])
        self.assertEqual([c.source for c in source.cells], [c.source for c in notebook.cells])

    def check_nothing(self, cell, want):
        self.assertEqual(results(cell), [])

    def check_summary(self, cell, want):
        (out,) = results(cell)
        self.assertEqual(out.output_type, "execute_result")
        self.assertEqual(out.data["text/plain"], want.text)

    def check_table(self, cell, want):
        (out,) = results(cell)
        plain, markup = out.data["text/plain"], out.data["text/html"]
        for fact in (f"shape={want.shape}", "dtype=float64", f"chunks={want.chunk}"):
            self.assertIn(fact, plain)
        shown = words(markup)
        for fact in (want.shape, want.chunk, want.nbytes, want.chunk_bytes, "float64"):
            self.assertIn(fact, shown)
        self.assertRegex(shown, rf"(?i)\b{want.layers} (graph )?layers?\b")
        self.assertRegex(shown, rf"(?i)\b{want.chunks} chunks?\b")
        self.assertIn("<svg", markup)

    def check_graph(self, cell, want):
        (out,) = results(cell)
        self.assertIn("text/html", out.data)
        self.assertIn("text/plain", out.data)
        drawing = "".join(re.findall(r"(?is)<svg\b.*?</svg>", out.data["text/html"])) or out.data.get("image/svg+xml", "")
        self.assertTrue(drawing, "no static drawing")
        self.assertEqual(len(re.findall(r"<circle\b", drawing)), want.tasks, "tasks of the static drawing")

    def check_values(self, cell, want):
        (out,) = results(cell)
        plain = out.data["text/plain"]
        self.assertIn("array([[", plain)
        self.assertEqual(numbers(cell.id).shape, (want.rows, want.cols))
        self.assertIn(want.tail, plain)
        self.assertEqual("..." in plain, want.rows == 6)
        self.assertLessEqual(max(map(len, plain.splitlines())), 80)


def add_cell_tests():
    for name, want in EXPECTED.items():
        def check(self, name=name, want=want):
            cell = cells[name]
            self.assertEqual([o for o in cell.outputs if o.output_type in ("error", "stream")], [])
            getattr(self, "check_" + type(want).__name__.lower())(cell, want)

        setattr(Cells, "test_cell_" + name.replace("-", "_"), check)


class Agreement(unittest.TestCase):
    """The same values appear wherever the same array appears."""

    def test_arrays_shown_again(self):
        first = text("both-x-table")
        for name in ("both-x-after-view", "both-x-before-memory"):
            self.assertEqual(text(name), first, name)
        self.assertEqual(text("x-after-h5ad"), text("x-after-zarr"))

    def test_view_is_the_corner_of_memory(self):
        # NumPy's rules may print one of them with exponents, with a digit more or less.
        np.testing.assert_allclose(numbers("view-x")[:3, :3], numbers("mem")[:3, :3], rtol=0, atol=1e-8)

    def test_copy_is_the_same(self):
        self.assertEqual(text("mem"), text("mem-copy"))

    def test_repeated_rows(self):
        small = numbers("small-x")
        np.testing.assert_array_equal(small[0], small[1])
        self.assertEqual(len({tuple(r) for r in small}), 4)

    def test_files_agree(self):
        self.assertEqual(text("h5ad-x"), text("zarr-x"))

    def test_values_are_uniform(self):
        for name in ("view-x", "small-x", "categ-x", "mem", "h5ad-x"):
            values = numbers(name)
            self.assertTrue(((values >= 0) & (values < 1)).all(), name)
        self.assertEqual(len(np.unique(numbers("mem"))), 36)
        self.assertFalse(np.intersect1d(numbers("mem"), numbers("h5ad-x")).size, "a new array with old values")


class Files(unittest.TestCase):
    """Python's anndata reads what the tutorial wrote, with the values the tutorial showed."""

    def check(self, adata, shown):
        self.assertEqual(repr(adata.X), text(shown))
        self.assertEqual((adata.shape, adata.X.dtype), ((100, 100), np.float64))
        self.assertEqual(list(adata.obs_names), [f"cell{i:03d}" for i in range(100)])
        self.assertEqual(list(adata.var_names), [f"gene{i:03d}" for i in range(100)])
        self.assertEqual(list(adata.obs.columns), ["batch"])
        self.assertEqual(set(adata.obs["batch"]), {"a", "b"})
        self.assertEqual((list(adata.obsm), list(adata.layers)), (["a"], ["a"]))
        self.assertEqual((adata.obsm["a"].shape, adata.layers["a"].shape), ((100, 100), (100, 100)))

    def test_python_reads_both(self):
        import anndata

        h5ad, zarr = anndata.read_h5ad(FILES / "a1.h5ad"), anndata.read_zarr(FILES / "a2.zarr")
        self.check(h5ad, "h5ad-x")
        self.check(zarr, "zarr-x")
        for a, b in ((h5ad.X, zarr.X), (h5ad.obsm["a"], zarr.obsm["a"]), (h5ad.layers["a"], zarr.layers["a"])):
            np.testing.assert_array_equal(a, b)
        self.assertEqual(list(h5ad.obs["batch"]), list(zarr.obs["batch"]))

    def test_nothing_else_is_left(self):
        self.assertEqual(sorted(os.listdir(FILES)), ["a1.h5ad", "a2.zarr", "tutorial.ipynb"])
        self.assertEqual([p.name for p in (ROOT / "notebooks").iterdir() if p.suffix in (".h5ad", ".zarr")], [])


class Page(unittest.TestCase):
    """The page is complete in itself."""

    def test_offline(self):
        page = NOTEBOOK.with_suffix(".html").read_text()
        self.assertEqual(re.findall(r"(?i)<(?:script|img|iframe)[^>]*\bsrc=[\"']?https?:[^>]*", page), [])
        self.assertEqual(re.findall(r"(?i)<link[^>]*\bhref=[\"']?https?:[^>]*", page), [])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        NOTEBOOK = pathlib.Path(sys.argv.pop(1)).resolve()
        FILES = NOTEBOOK.with_suffix("")
    notebook = nbformat.read(NOTEBOOK, 4)
    cells = {c.id: c for c in notebook.cells if c.cell_type == "code"}
    add_cell_tests()
    result = unittest.main(exit=False).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
