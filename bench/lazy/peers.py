"""The workloads of the lazy engine with dask, NumPy, SciPy and anndata: python peers.py WORKLOAD"""
import json
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import dask.array as da
import numpy as np

CHUNKS = (2500, 2500)


def uniform(seed=0, shape=(10000, 10000), chunks=CHUNKS):
    return da.random.RandomState(seed).random(shape, chunks=chunks)


def row_sums():
    x = uniform()
    return lambda: float(x.sum(axis=1).compute().sum())


def concat_column_sums():
    x, y = uniform(0), uniform(1)
    return lambda: float(da.concatenate([x, y]).sum(axis=0).compute().sum())


def normalise_log1p_std():
    x = uniform()
    return lambda: float(da.log1p(x / x.sum(axis=1, keepdims=True) * 1e4).std(axis=0).compute().sum())


def rows_by_label_mean():
    import anndata as ad
    import pandas as pd

    labels = np.where(np.arange(10000) * 7919 % 10000 < 5000, "a", "b")
    adata = ad.AnnData(uniform(), obs=pd.DataFrame({"batch": labels}, index=[f"c{i}" for i in range(10000)]))
    return lambda: float(adata[adata.obs["batch"] == "b"].X.mean().compute())


def matmul():
    x = uniform(0, (4000, 4000), (1000, 1000))
    return lambda: float((x @ x.T).sum().compute())


def thin_svd():
    x = uniform(0, (200000, 200), (20000, 200))
    return lambda: float(da.linalg.svd(x)[1].compute()[0])


def many_tasks():
    x = da.ones((10000, 10000), chunks=(50, 50))
    return lambda: float((x + 1).sum().compute())


def large_graph():
    def build():
        x = da.ones((50000, 50000), chunks=(50, 50))
        y = x[100:200, 100:200]
        return float(y.shape[0] * x.numblocks[0] * x.numblocks[1])

    return build


def sparse_normalise():
    import scipy.sparse as sp

    rng = np.random.default_rng(0)
    matrix = sp.random(100000, 2000, density=0.05, format="csr", random_state=rng)
    x = da.from_array(matrix, chunks=(10000, 2000), asarray=False)
    empty = sp.csr_matrix((0, 0))

    def normal(b):
        return sp.diags(1e4 / np.maximum(np.asarray(b.sum(1)).ravel(), 1)) @ b

    def sums():
        y = x.map_blocks(normal, dtype=float, meta=empty).map_blocks(np.log1p, dtype=float, meta=empty)
        parts = y.map_blocks(lambda b: np.asarray(b.sum(0)).reshape(1, -1), dtype=float, chunks=((1,) * 10, (2000,)), meta=np.empty((0, 0)))
        return float(parts.sum(axis=0).compute().sum())

    return sums


def rows_to_columns():
    x = uniform(0, (10000, 10000), (100, 10000))
    return lambda: float(x.rechunk((10000, 100)).sum(axis=0).compute().sum())


def to_memory():
    import anndata as ad

    adata = ad.AnnData(uniform(0, (20000, 10000)), layers={"a": uniform(1, (20000, 10000))})
    return lambda: float(adata.to_memory().X[0, 0])


if __name__ == "__main__":
    workload = globals()[sys.argv[1]]()
    start = time.perf_counter()
    check = workload()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "check": check, "rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
