"""Makes AnnData files with every element that lazycell reads, and describes what a file holds.

    python elements.py make DIR [h5ad] [v2.zarr] [v3.zarr]    each case as CASE.h5ad, CASE.v2.zarr, ...; and CASE.json, its description
    python elements.py describe FILE[=OTHER] ...               descriptions as Python reads the files, a JSON list; warnings are errors; and
                                                               anndata's own assert_equal has to find a file and the other one equal
    python elements.py old DIR                                 files as anndata 0.5 to 0.7 wrote them, NAME.h5ad and NAME.v2.zarr, and NAME.json

The small files beside this script were made with `python elements.py make testdata/elem h5ad` (anndata 0.12, pandas 2),
without the larger ones.
The description is values, not encodings: arrays are {dtype, shape, values}, dense, in C order; tables {index, index_name, columns}; integers are
strings, missing values null. Sparse matrices also have a kind, csr or csc.
"""
import json
import sys
import warnings
from pathlib import Path

import anndata as ad
import awkward as ak
import h5py
import numpy as np
import pandas as pd
import zarr
from scipy import sparse

warnings.simplefilter("ignore")
ad.settings.allow_write_nullable_strings = True
N, M = 7, 5


# Descriptions

def number(x):
    if isinstance(x, (bool, np.bool_)):
        return bool(x)
    if isinstance(x, (int, np.integer)):
        return str(int(x))
    if isinstance(x, (complex, np.complexfloating)):
        return [number(x.real), number(x.imag)]
    if isinstance(x, (float, np.floating)):
        x = float(x)
        return x if np.isfinite(x) else str(x)
    return str(x)


def array(x):
    if sparse.issparse(x):
        return {"kind": x.format, **array(x.toarray())}
    x = np.asarray(x)
    dtype = "string" if x.dtype.kind in "OUT" else str(x.dtype.newbyteorder("="))
    return {"dtype": dtype, "shape": list(x.shape), "values": [number(v) for v in x.ravel()]}


def column(name, s):
    s = pd.Series(s)
    dtype = str(s.dtype)
    out = {"name": name}
    if dtype == "object":
        dtype = "string"
    elif dtype.startswith("string"):
        dtype = "nullable-string"
    elif dtype == "category":
        cats = s.cat.categories
        out["ordered"] = bool(s.cat.ordered)
        out["categories"] = [number(c) for c in cats]
        out["codes"] = [int(c) for c in s.cat.codes]
        out["dtype"] = "category"
        return out
    out["dtype"] = dtype
    floating = s.dtype.kind == "f" if hasattr(s.dtype, "kind") else False
    out["values"] = [None if v is pd.NA else number(v) for v in s] if not floating else [number(v) for v in s.to_numpy()]
    return out


def table(df):
    return {"index": [str(i) for i in df.index], "index_name": df.index.name or "", "columns": [column(c, df[c]) for c in df.columns]}


def value(x):
    if x is None:
        return {"null": True}
    if isinstance(x, dict) or hasattr(x, "items") and not isinstance(x, (pd.DataFrame, pd.Series)):
        return {"dict": {k: value(v) for k, v in x.items()}}
    if isinstance(x, pd.DataFrame):
        return table(x)
    if isinstance(x, (pd.Categorical, pd.api.extensions.ExtensionArray)):
        return {"series": column("", x)}
    if isinstance(x, ak.Array):
        return {"awkward": [repr(v) for v in x.to_list()]}
    if isinstance(x, ad.AnnData):
        return {"anndata": describe(x)}
    if isinstance(x, (np.ndarray, np.void)) and x.dtype.names:
        return {"records": {n: array(x[n]) for n in x.dtype.names}, "shape": list(x.shape)}
    if isinstance(x, str):
        return {"str": str(x)}
    if isinstance(x, (bool, int, float, complex, np.generic)):
        return {"scalar": number(x)}
    return array(x)


def describe(a):
    out = {"shape": list(a.shape), "X": None if a.X is None else array(a.X), "obs": table(a.obs), "var": table(a.var)}
    for part in ("layers", "obsm", "varm", "obsp", "varp"):
        out[part] = {k: value(v) for k, v in getattr(a, part).items()}
    out["uns"] = value(dict(a.uns))["dict"]
    out["raw"] = None if a.raw is None else {
        "X": array(a.raw.X), "var": table(a.raw.var), "varm": {k: value(v) for k, v in a.raw.varm.items()}}
    return out


# Cases

def numbers(dtype, *shape):
    i = np.arange(int(np.prod(shape)))
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        v = i % 3 == 0
    elif dtype.kind == "u":
        v = i * 7 % 251
    elif dtype.kind == "i":
        v = i * 7 % 251 - 125
    elif dtype.kind == "c":
        v = i * 0.5 - 1j * i
    else:
        v = i * 0.25 - 3
    return v.astype(dtype).reshape(shape)


def holey(dtype, *shape):
    x = numbers(dtype, *shape)
    x[numbers("i8", *shape) % 3 != 0] = 0
    return x


def names(prefix, n):
    return [f"{prefix}{i}" for i in range(n)]


def obs(n):
    i = np.arange(n)
    missing = i % 3 == 1
    return pd.DataFrame({
        "batch": [("a", "b")[k % 2] for k in i],                          # strings that repeat: saved as categorical
        "barcode": [f"AC{k}-žluťoučký-細胞" for k in i],                    # strings that don't
        "cluster": pd.Categorical([("c10", "c2", None)[k % 3] for k in i], categories=["c2", "c10", "never"]),
        "stage": pd.Categorical([("late", "early")[k % 2] for k in i], categories=["early", "mid", "late"], ordered=True),
        "level": pd.Categorical([(30, 10, 20)[k % 3] for k in i], ordered=True),
        "flagged": pd.Categorical([(True, False)[k % 2] for k in i]),
        "depth": pd.Categorical([(0.5, 1.5)[k % 2] for k in i]),
        "many": pd.Categorical([f"k{k}" for k in i], categories=[f"k{k}" for k in range(300)]),
        "is_cell": i % 2 == 0,
        "n_genes": i.astype("i8") * 10 - 3, "n32": i.astype("i4"), "n16": -i.astype("i2"), "n8": i.astype("i1"),
        "u64": i.astype("u8") + 2**63, "u32": i.astype("u4"), "u16": i.astype("u2"), "u8": i.astype("u1"),
        "score": np.where(missing, np.nan, i * 0.1), "f32": (i * 0.3).astype("f4"),
        "doublets": pd.array([None if m else int(k) for k, m in zip(i, missing)], dtype="Int64"),
        "tiny": pd.array([None if m else int(k) for k, m in zip(i, missing)], dtype="UInt8"),
        "passed": pd.array([None if m else bool(k % 2) for k, m in zip(i, missing)], dtype="boolean"),
        "remark": pd.array([None if m else f"r{k}" for k, m in zip(i, missing)], dtype="string"),
    }, index=names("cell", n))


def rich():
    var = pd.DataFrame({"gene": [f"g{k // 2}" for k in range(M)], "length": numbers("f8", M)}, index=pd.Index(names("ENSG", M), name="ensembl"))
    a = ad.AnnData(X=numbers("f4", N, M), obs=obs(N), var=var)
    for dtype in ("f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"):
        a.layers[dtype] = numbers(dtype, N, M)
    a.layers["csr"] = sparse.csr_matrix(holey("f4", N, M))
    a.layers["csc"] = sparse.csc_matrix(holey("f8", N, M))
    a.layers["csr-int"] = sparse.csr_matrix(holey("i4", N, M))
    a.layers["big-endian"] = numbers(">f8", N, M)
    a.layers["special"] = np.resize(np.array([np.nan, np.inf, -np.inf, 0.0, 1e-300, 1.7e308]), (N, M))
    a.obsm["X_pca"] = numbers("f8", N, 3)
    a.obsm["cube"] = numbers("i4", N, 2, 3)
    a.obsm["table"] = pd.DataFrame({"q": numbers("f8", N), "name": [f"n{k % 2}" for k in range(N)]}, index=a.obs_names)
    a.obsm["sparse"] = sparse.csr_matrix(holey("f8", N, 4))
    a.varm["PCs"] = numbers("f4", M, 2)
    a.obsp["distances"] = sparse.csr_matrix(holey("f8", N, N))
    a.obsp["dense"] = numbers("f8", N, N)
    a.varp["corr"] = numbers("f8", M, M)
    a.uns.update({
        "title": "Nothing in here is about žluťoučký kůň 🐎", "empty": "", "count": 42, "big": 2**62, "ratio": 0.1, "yes": True, "nothing": None,
        "nan": float("nan"), "f32": np.float32(1.5), "u8": np.uint8(200), "z": np.complex128(1 + 2j),
        "colors": ["#ff0000", "#00ff00"], "sizes": [1, 2, 3], "means": [0.5, float("inf")], "flags": np.array([True, False]),
        "i32": numbers("i4", 4), "matrix": numbers("f8", 2, 3), "texts0": np.array([], dtype=object), "numbers0": np.array([]),
        "sparse": sparse.csc_matrix(holey("f8", 3, 4)),
        "frame": pd.DataFrame({"p": [0.1, 0.2], "who": ["x", "y"]}, index=["r1", "r2"]),
        "counted": pd.DataFrame({"p": [1, 2, 3]}), "no columns": pd.DataFrame(index=["only", "names"]),
        "categorical": pd.Categorical(["u", "v", "u"]), "nullable": pd.array([1, None], dtype="Int64"),
        "deep": {"er": {"est": {"value": 7}, "none": {}}, "list": ["one"]},
        "log1p": {"base": None},
    })
    a.raw = ad.AnnData(X=sparse.csr_matrix(holey("f4", N, M + 2)), obs=pd.DataFrame(index=a.obs_names),
                       var=pd.DataFrame({"kind": ["p", "q", "p", "p", "q", "p", "p"]}, index=names("raw", M + 2)), varm={"load": numbers("f8", M + 2, 2)})
    return a


def large():
    """Arrays that libhdf5 isn't needed for. As HDF5 they lie behind a user block."""
    a = ad.AnnData(X=numbers("f4", 150, 120))
    a.obsm["flags"] = numbers("b1", 150, 450)
    a.uns["integers"] = numbers("i2", 40, 30, 30)
    return a


def duplicates():
    """A sparse matrix whose entries are neither sorted nor unique."""
    x = sparse.csr_matrix((np.array([1.0, 2, 4, 8, 16]), np.array([3, 0, 3, 1, 1]), np.array([0, 3, 3, 5])), shape=(3, 4))
    return ad.AnnData(X=x, layers={"csc": sparse.csc_matrix((np.array([1, 2, 4], "i4"), np.array([2, 2, 0]), np.array([0, 2, 2, 3, 3])), shape=(3, 4))})


def many_sparse():
    """Sparse matrices of every type, in every place, with indices of 64 bits, and with nothing in them."""
    x = sparse.csr_matrix(holey("f8", N, M))
    x.indices, x.indptr = x.indices.astype("i8"), x.indptr.astype("i8")
    a = ad.AnnData(X=x)
    for dtype in ("f8", "f4", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"):
        a.layers["csr-" + dtype] = sparse.csr_matrix(holey(dtype, N, M))
        a.layers["csc-" + dtype] = sparse.csc_matrix(holey(dtype, N, M))
    a.layers["nothing"], a.layers["nothing-csc"] = sparse.csr_matrix((N, M)), sparse.csc_matrix((N, M))
    a.obsm["csc"], a.obsm["one"] = sparse.csc_matrix(holey("f8", N, 3)), sparse.csr_matrix(holey("f4", N, 1))
    a.varm["csr"] = sparse.csr_matrix(holey("f8", M, 4))
    a.obsp["csc"], a.varp["csr"] = sparse.csc_matrix(holey("f8", N, N)), sparse.csr_matrix(holey("f8", M, M))
    a.uns["csr"], a.uns["empty"] = sparse.csr_matrix(holey("i8", 3, 2)), sparse.csc_matrix((0, 4))
    a.raw = ad.AnnData(X=sparse.csc_matrix(holey("f4", N, M + 2)), obs=pd.DataFrame(index=a.obs_names))
    return a


def kinds():
    """Elements that are neither tables nor arrays of numbers, wherever they may be."""
    a = ad.AnnData(X=numbers("f4", N, M))
    lists = ak.Array([[0, 1, 2], [], [3, 4], [5], [], [6, 7], [8]])
    gaps = ak.Array([1, None, 3, None, 5, 6, None])
    deep = ak.Array([{"name": f"cell{k}", "spots": [{"x": k + 0.5, "y": None}] * (k % 3)} for k in range(N)])
    mixed = ak.Array([1, "two", [3.5], 4, "five", None, [7.5, 8.5]])
    texts = np.array([[f"é{k}{j}" for j in range(3)] for k in range(N)], dtype=object)
    ranks = np.array([(f"g{k}", f"žluťoučký{k}" if k else "", k / 4, -k, k % 2 == 0) for k in range(N)],
                     dtype=[("T cells", "U20"), ("B/cells", "U14"), ("score", "f4"), ("n", "i8"), ("ok", "?")])
    a.obsm.update({"lists": lists, "gaps": gaps, "deep": deep, "mixed": mixed, "texts": texts, "ranks": ranks})
    a.varm["regular"] = ak.Array(np.arange(2 * M).reshape(M, 2))
    a.uns.update({"lists": lists, "deep": {"mixed": mixed}, "ranks": ranks, "recarray": ranks[["score", "n"]].view(np.recarray),
                  "texts": texts, "cube": texts.reshape(N, 1, 3), "half": numbers("f2", 3, 2), "complex64": numbers("c8", 4),
                  "inner": ad.AnnData(X=numbers("f8", 2, 2), obs=pd.DataFrame({"q": ["x", "x"]}, index=["r", "s"]))})
    return a


CASES = {
    "rich": rich,
    "kinds": kinds,
    "csr": lambda: ad.AnnData(X=sparse.csr_matrix(holey("f8", 40, 30)), obs=obs(40)),
    "csc": lambda: ad.AnnData(X=sparse.csc_matrix(holey("f4", 40, 30))),
    "large": large,
    "sparse": many_sparse,
    "duplicates": duplicates,
    "empty": lambda: ad.AnnData(X=np.zeros((0, 3), "f4"), obs=obs(0), obsm={"X": np.zeros((0, 2))}),
    "bare": lambda: ad.AnnData(obs=pd.DataFrame({"id": names("o", 3)}, index=pd.Index(names("o", 3), name="id")), var=pd.DataFrame(index=names("v", 2))),
    "compressed": lambda: ad.AnnData(X=numbers("f4", 50, 41), layers={d: numbers(d, 50, 41) for d in ("b1", "i2", ">i4", "u8")}),
    "integers": lambda: ad.AnnData(X=numbers("i8", 20, 10), obs=obs(20)),
}


# How the HDF5 files of some cases are stored.
STORED = {
    "csr": {"compression": "gzip"},
    "csc": {"compression": "lzf"},
    "compressed": {"compression": "gzip", "compression_opts": 9, "shuffle": True},
}


def write(a, path):
    if path.name == "large.h5ad" or path.suffix == ".h5ad" and path.stem in STORED:
        a.strings_to_categoricals()
        with h5py.File(path, "w", userblock_size=512 if path.stem == "large" else None) as f:
            ad.io.write_elem(f, "/", a, dataset_kwargs=STORED.get(path.stem, {}))
        return
    if path.suffix == ".h5ad":
        a.write_h5ad(path)
        return
    ad.settings.zarr_write_format = 2 if ".v2." in path.name else 3
    if path.suffix == ".zip":
        with zarr.storage.ZipStore(path, mode="w") as store:
            a.write_zarr(store)
        return
    a.write_zarr(path)


def read(path):
    if path.suffix == ".zip":
        with zarr.storage.ZipStore(path, mode="r") as store:
            return ad.read_zarr(zarr.open_group(store, mode="r"))
    return ad.read_zarr(path) if path.is_dir() else ad.read_h5ad(path)


def main():
    command, *args = sys.argv[1:]
    if command == "make":
        folder = Path(args[0])
        for name, case in CASES.items():
            packed = ["v2.zarr.zip", "v3.zarr.zip"] if name == "rich" else []
            for suffix in args[1:] or ["h5ad", "v2.zarr", "v3.zarr", *packed]:
                path = folder / f"{name}.{suffix}"
                write(case(), path)
            text = json.dumps(describe(read(path)), ensure_ascii=False)
            (folder / f"{name}.json").write_text(text + "\n")
    elif command == "old":
        import old

        old.make(Path(args[0]), describe)
    elif command == "describe":
        from anndata.tests.helpers import assert_equal

        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", category=ad._warnings.ExperimentalFeatureWarning)  # awkward arrays
        warnings.filterwarnings("ignore", message=".*does not have a Zarr V3 specification.*")  # records
        out, others = [], {}
        for arg in args:
            path, _, other = arg.partition("=")
            a = read(Path(path))
            out.append(describe(a))
            if other:
                if other not in others:
                    others[other] = read(Path(other))
                for x in (a, others[other]):
                    x.uns.pop("nan", None)  # which equals nothing
                try:
                    assert_equal(a, others[other])
                except AssertionError as e:
                    raise AssertionError(f"{path} and {other} differ: {e}") from e
        print(json.dumps(out, ensure_ascii=False))


if __name__ == "__main__":
    main()
