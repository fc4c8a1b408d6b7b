"""Files as anndata 0.5, 0.6 and 0.7 wrote them, made with h5py and zarr alone."""
import json
import warnings

import anndata as ad
import h5py
import numpy as np
import zarr
from scipy import sparse

N, M = 7, 5
TEXT = h5py.string_dtype()


def table(n, prefix, codes):
    """A table that is an array of records: strings have one size, categoricals are codes."""
    dtype = [("index", "S8"), ("batch", "i1"), ("kind", "i1"), ("n", "i8"), ("score", "f4"), ("name", "S12"), ("ok", "?")]
    return np.array([(f"{prefix}{k}".encode(), codes[k], 0, k, k / 4, f"gene {k}".encode(), k % 2 == 0) for k in range(n)], dtype=dtype)


def matrix(n=N, m=M):
    x = np.arange(n * m, dtype="f4").reshape(n, m)
    x[x % 3 != 0] = 0
    return x


CODES = [0, 1, 0, -1, 1, 1, 0]


def sparse_group(g, x, fmt, mark):
    g.attrs[f"{mark}_format"] = fmt
    g.attrs[f"{mark}_shape"] = x.shape
    for name in ("data", "indices", "indptr"):
        put(g, name, getattr(x, name))


def arrays(g, name, records):
    """A mapping: an array of records, which zarr-python can't write when fields have many values, or a group."""
    if isinstance(g, h5py.Group):
        return put(g, name, records)
    made = g.create_group(name)
    for field in records.dtype.names:
        put(made, field, records[field])


def put(g, name, value, dtype=None):
    """An array, in either kind of file."""
    if isinstance(g, h5py.Group):
        return g.create_dataset(name, data=value, dtype=dtype)
    value = np.asarray(value)
    if dtype is not None or value.dtype.kind in "OU":
        from numcodecs import VLenUTF8
        from zarr.core.dtype import VariableLengthUTF8

        a = g.create_array(name, shape=value.shape, dtype=VariableLengthUTF8(), filters=[VLenUTF8()], fill_value="")
    else:
        a = g.create_array(name, shape=value.shape, dtype=value.dtype)
    a[...] = value
    return a


def five(f):
    """0.5 and 0.6: tables and mappings are arrays of records, categories lie in uns, raw beside X."""
    f.create_group("X")
    sparse_group(f["X"], sparse.csr_matrix(matrix()), "csr", "h5sparse")
    put(f, "obs", table(N, "c", CODES))
    put(f, "var", table(M, "g", CODES))
    obsm = np.zeros(N, dtype=[("X_pca", "f4", (3,)), ("X_tsne", "f8", (2,))])
    obsm["X_pca"], obsm["X_tsne"] = np.arange(N * 3).reshape(N, 3), np.arange(N * 2).reshape(N, 2)
    arrays(f, "obsm", obsm)
    f.create_group("raw.X")
    sparse_group(f["raw.X"], sparse.csc_matrix(matrix(N, M + 1)), "csc", "h5sparse")
    put(f, "raw.var", table(M + 1, "r", CODES))
    raw_varm = np.zeros(M + 1, dtype=[("PCs", "f4", (2,)), ("other", "f4", (2,))])
    raw_varm["PCs"] = np.arange(2 * (M + 1)).reshape(M + 1, 2)
    arrays(f, "raw.varm", raw_varm)
    uns = f.create_group("uns")
    put(uns, "batch_categories", np.array([b"first", b"second"]))
    put(uns, "kind_categories", np.array([b"only"]))  # one: read as a single value
    put(uns, "colors_categories", np.array([b"red", b"blue"]))  # of no column
    put(uns, "batch_colors", np.array([b"#ff0000", b"#00ff00"]))
    put(uns, "method", np.array([b"louvain"]))
    put(uns, "count", 4)
    put(uns, "resolution", 0.5)
    ranks = np.array([(b"g1", 0.5), (b"g2", 0.25)], dtype=[("0", "S10"), ("1", "f4")])
    put(uns, "ranks", ranks)
    neighbors = uns.create_group("neighbors")
    neighbors.create_group("connectivities")
    sparse_group(neighbors["connectivities"], sparse.csr_matrix(matrix(N, N)), "csr", "h5sparse")
    params = neighbors.create_group("params")
    put(params, "n_neighbors", 15)


def dense(f):
    """0.6: a dense X and an annotation that has no categories."""
    put(f, "X", matrix())
    put(f, "obs", np.array([(f"c{k}".encode(), k) for k in range(N)], dtype=[("index", "S2"), ("n", "i4")]))
    put(f, "var", np.array([(f"g{k}".encode(), k / 2) for k in range(M)], dtype=[("index", "S2"), ("x", "f8")]))


def frame(g, names, index):
    g.attrs["encoding-type"], g.attrs["encoding-version"] = "dataframe", "0.1.0"
    g.attrs["column-order"] = ["batch", "stage", "n", "name"] if isinstance(g, zarr.Group) else np.array(["batch", "stage", "n", "name"], dtype=object)
    g.attrs["_index"] = index
    put(g, index, names, TEXT)
    categories = g.create_group("__categories")
    n = len(names)
    for name, codes, values, ordered in (("batch", np.array(CODES[:n], "i1"), ["first", "second"], False), ("stage", np.arange(n, dtype="i1") % 2, [10, 20], True)):
        column = put(g, name, codes)
        values = put(categories, name, np.array(values, dtype=object) if isinstance(values[0], str) else values, TEXT if isinstance(values[0], str) else None)
        values.attrs["ordered"] = ordered
        column.attrs["categories"] = values.ref if isinstance(g, h5py.Group) else f"__categories/{name}"
    put(g, "n", np.arange(n))
    put(g, "name", np.array([f"é{k}" for k in range(n)], dtype=object), TEXT)


def seven(f):
    """0.7: tables are groups, the categories of a column lie below them and are referred to."""
    x = f.create_group("X")
    s = sparse.csr_matrix(matrix())
    x.attrs["encoding-type"], x.attrs["encoding-version"], x.attrs["shape"] = "csr_matrix", "0.1.0", s.shape
    for name in ("data", "indices", "indptr"):
        put(x, name, getattr(s, name))
    frame(f.create_group("obs"), np.array([f"c{k}" for k in range(N)], dtype=object), "_index")
    frame(f.create_group("var"), np.array([f"g{k}" for k in range(M)], dtype=object), "gene_ids")
    for name in ("varm", "obsp", "varp"):
        f.create_group(name)
    put(f.create_group("obsm"), "X_pca", matrix(N, 2))
    put(f.create_group("layers"), "counts", matrix())
    raw = f.create_group("raw")
    put(raw, "X", matrix(N, M))
    frame(raw.create_group("var"), np.array([f"r{k}" for k in range(M)], dtype=object), "_index")
    raw.create_group("varm")
    uns = f.create_group("uns")
    put(uns, "title", "žluťoučký") if isinstance(f, h5py.Group) else put(uns, "title", np.array("žluťoučký", dtype=object), TEXT)
    put(uns, "one", np.array(["x"], dtype=object), TEXT)
    put(uns, "colors", np.array(["red", "blue"], dtype=object), TEXT)
    put(uns, "flag", np.bool_(True))
    uns.create_group("deep").create_group("er")


def make(folder, describe):
    warnings.simplefilter("ignore")
    for name, write in {"five": five, "dense": dense, "seven": seven}.items():
        with h5py.File(folder / f"{name}.h5ad", "w") as f:
            write(f)
        (folder / f"{name}.json").write_text(json.dumps(describe(ad.read_h5ad(folder / f"{name}.h5ad")), ensure_ascii=False))
        path = folder / f"{name}.v2.zarr"
        write(zarr.open_group(path, mode="w", zarr_format=2))
        try:
            text = json.dumps(describe(ad.read_zarr(path)), ensure_ascii=False)
        except Exception as e:  # what anndata itself can't read is no case
            print(f"{path}: {e!r}")
            continue
        (folder / f"{name}.zarr.json").write_text(text)
