"""Commands of lazycell against what Python's anndata does itself.

    python commands.py LAZYCELL

Subsets and concatenations of random files are compared with those that anndata makes, and the text and loom files that convert writes with what pandas, SciPy
and h5py read. The exit code is 1 when something differs."""

import contextlib
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import warnings

import anndata as ad
import h5py
import numpy as np
import pandas as pd
from anndata.tests.helpers import DEFAULT_KEY_TYPES, assert_equal, gen_adata
from scipy import io, sparse

warnings.filterwarnings("ignore")
QUICK = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None
failed = passed = 0


@contextlib.contextmanager
def case(name):
    """Counts what is done under it."""
    global failed, passed
    try:
        yield
        passed += 1
    except Exception as e:
        failed += 1
        print(f"{name}: {type(e).__name__}: {str(e)[:1500]}", flush=True)


def lazycell(*args):
    p = subprocess.run([*LAZYCELL, *map(str, args)], capture_output=True, text=True)
    if p.returncode != 0:
        raise AssertionError(f"lazycell {shlex.join(map(str, args))} ended with {p.returncode}:\n{p.stdout}{p.stderr}")


def sample(seed, shape=(40, 25), kind=sparse.csr_matrix, names=0, awkward=True):
    np.random.seed(seed)
    types = {} if awkward else {"obsm_types": DEFAULT_KEY_TYPES, "varm_types": DEFAULT_KEY_TYPES}
    a = gen_adata(shape, kind, random_state=np.random.default_rng(seed), **types)
    if not awkward:
        a.uns = {k: v for k, v in a.uns.items() if not k.startswith("awkward")}
    a.obs["group"] = pd.Categorical(np.random.choice(["u", "v w", "x"], shape[0]), categories=["u", "v w", "x"])
    a.obs["n"] = np.random.randint(0, 9, shape[0])
    del a.varm["df"]  # its names would have to change too
    a.var_names = [f"gene{i + names}" for i in range(shape[1])]
    a.raw = a
    return a


SUBSETS = [
    ("rows", ["--obs", "3:30:4"], lambda a: a[3:30:4]),
    ("rows from the end", ["--obs", "-7:", "--var", ":5"], lambda a: a[-7:, :5]),
    ("names", ["--obs", "cell7,cell3", "--var", "gene1,gene0,gene9"], lambda a: a[["cell7", "cell3"], ["gene1", "gene0", "gene9"]]),
    ("a comparison", ["--obs", "n >= 4"], lambda a: a[a.obs["n"] >= 4]),
    ("two", ["--obs", 'group == "v w" and n != 3'], lambda a: a[((a.obs["group"] == "v w") & (a.obs["n"] != 3)).values]),
    ("a list", ["--obs", "group in [u, x] or not (n < 8)"], lambda a: a[(a.obs["group"].isin(["u", "x"]) | ~(a.obs["n"] < 8)).values]),
    ("a pattern", ["--var", "index ~ '1$'"], lambda a: a[:, a.var_names.str.contains("1$")]),
    ("nothing", ["--obs", "n > 100"], lambda a: a[(a.obs["n"] > 100).values]),
]

CONCATS = [
    ([], {}),
    (["--index-unique", "-", "--keys", "a,b", "--label", "from"], {"index_unique": "-", "keys": ["a", "b"], "label": "from"}),
    (["--join", "outer", "--index-unique", "_"], {"join": "outer", "index_unique": "_"}),
    (["--join", "outer", "--fill-value", "7"], {"join": "outer", "fill_value": 7}),
    (["--merge", "first", "--uns-merge", "unique"], {"merge": "first", "uns_merge": "unique"}),
    (["--merge", "same", "--uns-merge", "same"], {"merge": "same", "uns_merge": "same"}),
    (["--pairwise", "--uns-merge", "only"], {"pairwise": True, "uns_merge": "only"}),
    (["--axis", "var", "--join", "outer", "--pairwise"], {"axis": "var", "join": "outer", "pairwise": True}),
]


def plain(a):
    """Without what anndata keeps of a selection: categories that no row has any more are dropped by it, and kept by lazycell, which reads no rows for that."""
    a = a.copy()
    for frame in (a.obs, a.var, *(m[k] for m in (a.obsm, a.varm) for k in m if isinstance(m[k], pd.DataFrame))):
        for c in frame.select_dtypes("category"):
            frame[c] = frame[c].cat.remove_unused_categories()
    return a


def main(folder):
    for kind in (sparse.csr_matrix, np.asarray):
        path = folder / f"{kind.__name__}.h5ad"
        sample(0, kind=kind).write_h5ad(path)
        a = ad.read_h5ad(path)
        for name, options, select in SUBSETS:
            for suffix in ("h5ad", "zarr"):
                with case(f"subset: {name}, {kind.__name__}, {suffix}"):
                    out = folder / f"subset.{suffix}"
                    lazycell("subset", path, out, *options)
                    want = folder / f"want.{suffix}"
                    (ad.AnnData.write_zarr if suffix == "zarr" else ad.AnnData.write_h5ad)(select(a).copy(), want)
                    read = ad.read_zarr if suffix == "zarr" else ad.read_h5ad
                    assert_equal(plain(read(out)), plain(read(want)))
    for left, right in ((sparse.csr_matrix, sparse.csr_matrix), (np.asarray, np.asarray)):
        paths = [folder / "left.h5ad", folder / "right.h5ad"]
        sample(1, kind=left, awkward=False).write_h5ad(paths[0])
        sample(2, (30, 20), right, names=10, awkward=False).write_h5ad(paths[1])
        for options, how in CONCATS:
            with case(f"concat: {left.__name__} and {right.__name__}, {options}"):
                objects = [ad.read_h5ad(p) for p in paths]
                if how.get("axis") == "var":
                    how = how | {"index_unique": "-"}
                    options = [*options, "--index-unique", "-"]
                out = folder / "all.h5ad"
                lazycell("concat", *paths, "-o", out, *options)
                want = folder / "want.h5ad"
                ad.concat(objects, **how).write_h5ad(want)
                assert_equal(ad.read_h5ad(out), ad.read_h5ad(want))
    texts(folder)


def texts(folder):
    """The formats that are no AnnData's own, read by those who know them."""
    path = folder / "x.h5ad"
    sample(3, awkward=False).write_h5ad(path)
    a = ad.read_h5ad(path)
    with case("mtx"):
        lazycell("convert", path, folder / "x.mtx")
        got = io.mmread(folder / "x.mtx" / "matrix.mtx.gz")
        np.testing.assert_array_equal(got.toarray(), a.X.T.toarray())
        names = pd.read_csv(folder / "x.mtx" / "barcodes.tsv.gz", header=None)[0]
        assert list(names) == list(a.obs_names)
        features = pd.read_csv(folder / "x.mtx" / "features.tsv.gz", header=None, sep="\t")
        assert list(features[1]) == list(a.var_names) and set(features[2]) == {"Gene Expression"}
    with case("csv"):
        lazycell("convert", path, folder / "x.csv")
        np.testing.assert_allclose(pd.read_csv(folder / "x.csv" / "X.csv", header=None).values, a.X.toarray())
        obs = pd.read_csv(folder / "x.csv" / "obs.csv", index_col=0)
        assert list(obs.index) == list(a.obs_names) and list(obs.columns) == list(a.obs.columns)
        np.testing.assert_array_equal(obs["n"], a.obs["n"])
        np.testing.assert_array_equal(obs["group"], a.obs["group"].astype(str))
    with case("csv of Python's"):
        ad.AnnData(a.X, obs=a.obs, var=a.var, obsm={"X_pca": a.obsm["array"]}).write_csvs(folder / "python", skip_data=False)
        lazycell("convert", folder / "python", folder / "python.h5ad")
        b = ad.read_h5ad(folder / "python.h5ad")
        np.testing.assert_allclose(b.X, a.X.toarray())
        np.testing.assert_allclose(b.obsm["X_pca"], a.obsm["array"])
        assert list(b.obs_names) == list(a.obs_names) and list(b.var.columns) == list(a.var.columns)
    with case("loom"):
        lazycell("convert", path, folder / "x.loom")
        with h5py.File(folder / "x.loom") as f:
            assert f["attrs/LOOM_SPEC_VERSION"].asstr()[()] == "3.0.0"
            np.testing.assert_array_equal(f["matrix"][:], a.X.T.toarray())
            np.testing.assert_array_equal(f["layers/array"][:], a.layers["array"].T)
            assert list(f["col_attrs/CellID"].asstr()) == list(a.obs_names) and list(f["row_attrs/Gene"].asstr()) == list(a.var_names)
            np.testing.assert_array_equal(f["col_attrs/array"][:], a.obsm["array"])
            assert set(f) == {"attrs", "col_attrs", "col_graphs", "layers", "matrix", "row_attrs", "row_graphs"}


if __name__ == "__main__":
    LAZYCELL = shlex.split(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=QUICK) as folder:
        main(pathlib.Path(folder))
    print(f"commands: {passed} passed, {failed} failed")
    sys.exit(failed > 0)
