"""The workloads of the lazy engine with dask, NumPy, SciPy and anndata: python peers.py WORKLOAD

A workload prepares something and gives the function that is timed; importing isn't timed.
"""
import json
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import dask.array as da
import numpy as np


def cells(m, n, seed=0):
    """m cells of n genes, all random: an X, a layer, an embedding of 100 columns, and a category of two."""
    import anndata as ad
    import pandas as pd

    r = da.random.RandomState(seed)
    return ad.AnnData(
        r.random((m, n)),
        obs=pd.DataFrame({"batch": np.random.default_rng(0).choice(["a", "b"], m)}, index=[f"cell{i:03d}" for i in range(m)]),
        var=pd.DataFrame(index=[f"gene{i:03d}" for i in range(n)]),
        obsm={"a": r.random((m, 100))},
        layers={"a": r.random((m, n))},
    )


def row_sums():
    a = cells(10000, 10000)
    return lambda: float(a.X.sum(axis=1).compute().sum())


def concat_column_sums():
    import anndata as ad

    def sums():
        a, b = cells(10000, 10000, 0), cells(10000, 10000, 1)
        return float(ad.concat([a, b], index_unique="id").X.sum(axis=0).compute().sum())

    return sums


def normalise_log1p_std():
    x = da.random.RandomState(0).random((10000, 10000))
    return lambda: float(da.log1p(x / x.sum(axis=1, keepdims=True) * 1e4).std(axis=0).compute().sum())


def rows_by_label_mean():
    a = cells(10000, 10000)
    return lambda: float(a[a.obs["batch"] == "b"].X.mean().compute())


def matmul():
    x = da.random.RandomState(0).random((4000, 4000), chunks=(1000, 1000))
    return lambda: float((x @ x.T).sum().compute())


def thin_svd():
    x = da.random.RandomState(0).random((200000, 200), chunks=(20000, 200))
    return lambda: float(da.linalg.svd(x)[1].compute()[0])


def many_tasks():
    x = da.ones((10000, 10000), chunks=(50, 50))
    return lambda: float((x + 1).sum().compute())


def large_graph():
    def build():
        x = da.ones((50000, 50000), chunks=(50, 50))
        return float(x.numblocks[0] * x.numblocks[1])

    return build


def sparse_normalise():
    import anndata  # noqa: F401: makes sparse matrices known to dask
    import scipy.sparse as sp

    matrix = sp.random(100000, 2000, density=0.05, format="csr", random_state=0)
    x = da.from_array(matrix, chunks=(10000, 2000), asarray=False)
    empty = sp.csr_matrix((0, 0))

    def normal(b):
        return sp.diags(1e4 / np.maximum(np.asarray(b.sum(1)).ravel(), 1)) @ b

    def sums():
        y = x.map_blocks(normal, dtype=float, meta=empty).map_blocks(np.log1p, dtype=float, meta=empty)
        parts = y.map_blocks(lambda b: np.asarray(b.sum(0)).reshape(1, -1), dtype=float, chunks=((1,) * 10, (2000,)), meta=np.empty((0, 0)))
        return float(parts.sum().compute())

    return sums


def rows_to_columns():
    x = da.random.RandomState(0).random((10000, 10000), chunks=(100, 10000))
    return lambda: float(x.rechunk((10000, 100)).sum(axis=0).compute().sum())


def to_memory():
    a = cells(20000, 10000)
    return lambda: float(a.to_memory().X[0, 0])


if __name__ == "__main__":
    workload = globals()[sys.argv[1]]()
    start = time.perf_counter()
    check = workload()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "check": check, "rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
