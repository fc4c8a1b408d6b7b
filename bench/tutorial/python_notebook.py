"""The tutorial's steps in Python, with anndata and dask, as a notebook of 36 cells: python python_notebook.py FILE"""
import sys

import nbformat.v4 as v4

FUNCTION = """
def lazy_adata(m, n):
    return ad.AnnData(
        X=da.random.random((m, n)),
        obs=pd.DataFrame({"batch": np.random.choice(["a", "b"], m)}, index=[f"cell{i:03d}" for i in range(m)]),
        var=pd.DataFrame(index=[f"gene{i:03d}" for i in range(n)]),
        obsm={"a": da.random.random((m, 100))},
        layers={"a": da.random.random((m, n))},
    )
"""
GRAPH = '.visualize(engine="cytoscape")'
CELLS = [
    "import anndata as ad\nimport dask.array as da\nimport numpy as np\nimport pandas as pd",
    FUNCTION.strip(),
    "first = lazy_adata(10000, 10000)\nfirst",
    "first.X",
    'first.obsm["a"]',
    "first.X" + GRAPH,
    "sums = first.X.sum(axis=1)\nsums",
    "sums" + GRAPH,
    "first.X" + GRAPH,
    "second = lazy_adata(10000, 10000)\nsecond",
    "second.X",
    'both = ad.concat([first, second], index_unique="id")',
    "both.X",
    "both.X" + GRAPH,
    'both.obsm["a"]',
    'both.obsm["a"]' + GRAPH,
    "part = both[:500, :][:, :500]",
    "part.X, part.shape",
    "both.X",
    "small = both[[12, 12, 3, 5, 53], [1, 2, 5]]\nsmall",
    "small.X",
    'batch_b = both[both.obs["batch"] == "b"]',
    "batch_b.X",
    "both.X",
    "mem = both.to_memory(copy=False)\nmem.X",
    "del mem",
    "mem = both.to_memory(copy=True)\nmem.X",
    "first = lazy_adata(100, 100)",
    'first.write_h5ad("a1.h5ad")',
    "first.X",
    'h5ad = ad.read_h5ad("a1.h5ad")',
    "h5ad.X",
    'first.write_zarr("a2.zarr")',
    "first.X",
    'zarr = ad.read_zarr("a2.zarr")',
    "zarr.X",
]


def notebook():
    nb = v4.new_notebook(cells=[v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(CELLS, 1)])
    nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nb


if __name__ == "__main__":
    import nbformat

    nbformat.write(notebook(), sys.argv[1])
