"""The workloads on files with anndata, dask and h5py: python peers.py WORKLOAD FOLDER [files]

With "files" it makes what the workload reads, which both sides then read: it lies in the page cache."""
import json
import pathlib
import resource
import shutil
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import anndata as ad
import numpy as np
import pandas as pd

folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else pathlib.Path()


def make(rows, columns, seed=0):
    """As in the tutorial: X and a layer of random numbers in dask's chunks, obsm beside them."""
    import dask.array as da

    r = da.random.RandomState(seed)
    return ad.AnnData(
        r.random((rows, columns)),
        obs=pd.DataFrame({"batch": np.random.default_rng(0).choice(["a", "b"], rows)}, index=[f"cell{i:03d}" for i in range(rows)]),
        var=pd.DataFrame(index=[f"gene{i:03d}" for i in range(columns)]),
        obsm={"a": r.random((rows, 100))},
        layers={"a": r.random((rows, columns))},
    )


def sparse():
    import scipy.sparse as sp

    return ad.AnnData(sp.random(100000, 2000, density=0.05, format="csr", random_state=0))


# A workload is what makes its files, once, and what is timed. What is written goes to OUT and is removed afterwards.


def make_zarr():
    make(10000, 10000).write_zarr(folder / "a.zarr")


def make_h5ad():
    make(10000, 10000).write_h5ad(folder / "a.h5ad")


def make_gzip():
    make(4000, 4000).write_h5ad(folder / "a.h5ad", compression="gzip")


def make_three():
    for k in range(3):
        make(4000, 4000, k).write_h5ad(folder / f"{k}.h5ad")


def make_obs():
    rng = np.random.default_rng(0)
    names = [f"type {i}" for i in range(30)]
    columns = {f"c{j}": pd.Categorical.from_codes(rng.integers(0, 30, 1_000_000), names) for j in range(10)}
    ad.AnnData(obs=pd.DataFrame(columns, index=[f"cell-{i}" for i in range(1_000_000)])).write_h5ad(folder / "a.h5ad")


def make_many():
    import scipy.sparse as sp

    for i in range(1000):
        obs = pd.DataFrame({"batch": pd.Categorical(["a", "b"] * 25), "n": range(50)}, index=[f"c{j}" for j in range(50)])
        ad.AnnData(sp.random(50, 20, 0.1, format="csr", random_state=i), obs=obs).write_h5ad(folder / f"{i}.h5ad")


def zarr_write(out):
    a = make(10000, 10000)
    return lambda: (a.write_zarr(out / "a.zarr"), float(a.n_obs))[1]


def zarr_read(_):
    return lambda: float(ad.read_zarr(folder / "a.zarr").n_obs)


def zarr_lazy_sum(_):
    import dask.array as da

    return lambda: float(da.from_zarr(folder / "a.zarr" / "X").sum().compute())


def h5ad_write(out):
    a = make(10000, 10000)
    return lambda: (a.write_h5ad(out / "a.h5ad"), float(a.n_obs))[1]


def h5ad_read(_):
    return lambda: float(ad.read_h5ad(folder / "a.h5ad").n_obs)


def h5ad_write_gzip(out):
    a = make(4000, 4000)
    return lambda: (a.write_h5ad(out / "a.h5ad", compression="gzip"), float(a.n_obs))[1]


h5ad_read_gzip = h5ad_read


def sparse_round_trip(out):
    a = sparse()
    return lambda: (a.write_h5ad(out / "a.h5ad"), float(ad.read_h5ad(out / "a.h5ad").X.nnz))[1]


def sparse_round_trip_gzip(out):
    a = sparse()
    return lambda: (a.write_h5ad(out / "a.h5ad", compression="gzip"), float(ad.read_h5ad(out / "a.h5ad").X.nnz))[1]


def concat_on_disk(out):
    from anndata.experimental import concat_on_disk

    def concat():
        concat_on_disk([folder / f"{k}.h5ad" for k in range(3)], out / "a.h5ad", index_unique="-")
        return 12000.0

    return concat


def obs_read(_):
    return lambda: float(len(ad.read_h5ad(folder / "a.h5ad").obs))


def info_of_many(_):
    return lambda: float(sum(ad.read_h5ad(folder / f"{i}.h5ad", backed="r").n_obs for i in range(1000)))


FILES = {
    "zarr_read": make_zarr, "zarr_lazy_sum": make_zarr, "h5ad_read": make_h5ad, "h5ad_read_gzip": make_gzip, "concat_on_disk": make_three,
    "obs_read": make_obs, "info_of_many": make_many,
}


def main(name):
    out = folder / "out-peer"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    workload = globals()[name](out)
    start = time.perf_counter()
    check = workload()
    seconds = time.perf_counter() - start
    shutil.rmtree(out)
    print(json.dumps({"seconds": seconds, "check": check, "rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    if sys.argv[3:] == ["files"]:
        folder.mkdir(parents=True, exist_ok=True)
        FILES.get(sys.argv[1], lambda: None)()
    else:
        main(sys.argv[1])
