"""Writes concat.json: inputs and results of anndata.concat, from which the Go tests take their expected values.

Run with anndata 0.12 installed:  python concat.py
A new case is a new row of CASES.
"""

import json
import pathlib
import warnings

import anndata as ad
import numpy as np
import pandas as pd
from scipy import sparse

warnings.simplefilter("ignore")


def num(x):
    return None if x is None or x is pd.NA or x != x else x


def column(s):
    if isinstance(s.dtype, pd.CategoricalDtype):
        return {"dtype": "category", "values": [None if c < 0 else int(c) for c in s.cat.codes],
                "categories": s.cat.categories.tolist(), "ordered": bool(s.cat.ordered)}
    dtype = str(s.dtype)
    if dtype in ("str", "string"):
        dtype = "object"
    return {"dtype": dtype, "values": [num(v) for v in s.astype(object).tolist()]}


def table(df):
    return {"index": df.index.tolist(), "columns": {c: column(df[c]) for c in df.columns}, "order": list(df.columns)}


def array(x):
    if sparse.issparse(x):
        return {"kind": x.format, **array(x.toarray())}
    x = np.asarray(x)
    return {"dtype": str(x.dtype), "shape": list(x.shape), "values": [num(v) for v in x.ravel().tolist()]}


def element(v):
    return {"frame": table(v)} if isinstance(v, pd.DataFrame) else array(v)


def dump(a):
    out = {"obs": table(a.obs), "var": table(a.var)}
    if a.X is not None:
        out["X"] = array(a.X)
    for name in ["layers", "obsm", "varm", "obsp", "varp"]:
        out[name] = {k: element(v) for k, v in sorted(getattr(a, name).items())}
    out["uns"] = plain(a.uns)
    if a.raw is not None:
        out["raw"] = {"X": array(a.raw.X), "var": table(a.raw.var)}
    return out


def plain(v):
    return {k: plain(x) for k, x in v.items()} if hasattr(v, "items") else v


def make(start, n, vars, obs=None, names=None, dtype=float, layers=(), obsm=None, varm=None, obsp=(), uns=None, x=True,
         var=None, raw=False, kind=None):
    """An object of counted numbers; of a kind (csr or csc) they are sparse, every third of them."""
    def cells(v):
        if kind is None:
            return v
        v = np.where(np.arange(v.size).reshape(v.shape) % 3 == 0, v, 0).astype(v.dtype)
        return sparse.csr_matrix(v).asformat(kind)
    count = n * len(vars)
    names = names or [f"c{i}" for i in range(n)]
    base = np.arange(start, start + count).reshape(n, len(vars))
    obsm = {k: cells(np.arange(n * w, dtype=float).reshape(n, w) + start) if isinstance(w, int) else pd.DataFrame(w, index=names)
            for k, w in (obsm or {}).items()}
    a = ad.AnnData(
        X=cells(base.astype(dtype)) if x else None,
        obs=pd.DataFrame(obs or {}, index=names),
        var=pd.DataFrame(var or {}, index=list(vars)),
        layers={k: cells((base * 10).astype(dtype)) for k in layers},
        obsm=obsm,
        varm={k: cells(np.arange(len(vars) * w, dtype=float).reshape(len(vars), w)) for k, w in (varm or {}).items()},
        obsp={k: np.eye(n) for k in obsp},
        uns=uns or {},
    )
    if raw:
        a.raw = a.copy()
    return a


def cat(values, categories, ordered=False):
    return pd.Categorical(values, categories=categories, ordered=ordered)


def two(**kw):
    return [make(0, 2, "xyz", **kw), make(100, 3, "xyz", **kw)]


ab, bc = cat(["a", "b"], ["a", "b"]), cat(["b", "c", None], ["c", "b"])
num2, num10 = cat(["k2", "k10"], ["k10", "k2"]), cat(["k1", "k2", "k1"], ["k1", "k2"])
low = cat(["lo", "hi"], ["lo", "hi"], True)
low3 = cat(["lo", "hi", None], ["lo", "hi"], True)
turned = cat(["lo", "hi", "hi"], ["hi", "lo"], True)

CASES = [
    ("plain", two(), {}),
    ("index unique", two(), {"index_unique": "id"}),
    ("keys and label", two(), {"index_unique": "-", "keys": ["one", "two"], "label": "batch"}),
    ("label over a column", [make(0, 2, "xy", obs={"batch": ["p", "q"]}), make(9, 2, "xy", obs={"batch": ["p", "q"]})], {"label": "batch"}),
    ("inner vars", [make(0, 2, "xyz"), make(50, 2, "zyw")], {}),
    ("inner vars none in common", [make(0, 2, "xy"), make(50, 2, "zw")], {}),
    ("outer vars", [make(0, 2, "yxz"), make(50, 2, "zyw")], {"join": "outer"}),
    ("outer vars in another order", [make(0, 2, "xy"), make(50, 2, "yx")], {"join": "outer"}),
    ("outer integers", [make(0, 2, "xy", dtype="int32"), make(50, 2, "yw", dtype="int32")], {"join": "outer"}),
    ("outer float32", [make(0, 2, "xy", dtype="float32"), make(50, 2, "yw", dtype="float32")], {"join": "outer"}),
    ("outer with fill", [make(0, 2, "xy"), make(50, 2, "yw")], {"join": "outer", "fill_value": 0}),
    ("three", [make(0, 1, "xyz"), make(10, 1, "yzx"), make(20, 2, "zxw")], {"index_unique": "_"}),
    ("dtypes of X", [make(0, 2, "xy", dtype="int32"), make(50, 2, "xy", dtype="float32")], {}),
    ("no X", two(x=False), {}),
    ("categories", [make(0, 2, "x", obs={"k": ab}), make(5, 3, "x", obs={"k": bc})], {}),
    ("categories in natural order", [make(0, 2, "x", obs={"k": num2}), make(5, 3, "x", obs={"k": num10})], {}),
    ("categories the first has all", [make(0, 2, "x", obs={"k": cat(["b", "a"], ["b", "a"])}), make(5, 2, "x", obs={"k": cat(["a", "b"], ["a", "b"])}), make(5, 2, "x", obs={"k": cat(["a", "a"], ["a"])})], {}),
    ("categories the second has all", [make(0, 2, "x", obs={"k": cat(["a", "a"], ["a"])}), make(5, 2, "x", obs={"k": cat(["b", "a"], ["b", "a"])})], {}),
    ("category missing in an object", [make(0, 2, "x"), make(5, 2, "x", obs={"k": cat(["b", "a"], ["b", "a"])})], {"join": "outer"}),
    ("ordered categories", [make(0, 2, "x", obs={"k": low}), make(5, 3, "x", obs={"k": low3})], {}),
    ("ordered categories differ", [make(0, 2, "x", obs={"k": low}), make(5, 3, "x", obs={"k": turned})], {}),
    ("category and string", [make(0, 2, "x", obs={"k": ab}), make(5, 2, "x", obs={"k": ["z", "a"]})], {}),
    ("number categories", [make(0, 2, "x", obs={"k": cat([10, 9], [10, 9])}), make(5, 2, "x", obs={"k": cat([1, 9], [9, 1])})], {}),
    ("inner columns", [make(0, 2, "x", obs={"b": [1, 2], "a": ["p", "q"]}), make(5, 2, "x", obs={"a": ["r", "s"], "c": [1., 2.]})], {}),
    ("outer columns", [make(0, 2, "x", obs={"i": [1, 2], "s": ["p", "q"], "k": ab, "t": [True, False], "f": np.array([1, 2], "float32"), "j": np.array([1, 2], "int8")}),
                       make(5, 2, "x", obs={"s": ["r", "s"], "c": [1., 2.]})], {"join": "outer"}),
    ("outer column of strings", [make(0, 2, "x", obs={"s": ["p", "q"]}), make(5, 2, "x")], {"join": "outer"}),
    ("number columns", [make(0, 2, "x", obs={"a": np.array([1, 2], "int8"), "b": np.array([1, 2], "uint8"), "c": np.array([1, 2], "int32"), "d": [1, 2]}),
                        make(5, 2, "x", obs={"a": np.array([1, 2], "int32"), "b": np.array([1, 2], "int8"), "c": np.array([1, 2], "float32"), "d": [.5, np.nan]})], {}),
    ("nullable", [make(0, 2, "x", obs={"a": pd.array([1, None], "Int64"), "b": pd.array([True, None], "boolean")}),
                  make(5, 2, "x", obs={"a": pd.array([1, 2], "Int64"), "b": pd.array([True, False], "boolean")})], {}),
    ("layers", [make(0, 2, "xy", layers=["a", "b"]), make(9, 2, "yx", layers=["b", "c"])], {}),
    ("outer layers", [make(0, 2, "xy", layers=["a", "b"]), make(9, 2, "yw", layers=["b"])], {"join": "outer"}),
    ("obsm", [make(0, 2, "xy", obsm={"a": 3, "b": 2}), make(9, 2, "xy", obsm={"a": 3})], {}),
    ("obsm of two widths", [make(0, 2, "xy", obsm={"a": 3}), make(9, 2, "xy", obsm={"a": 2})], {}),
    ("outer obsm", [make(0, 2, "xy", obsm={"a": 3, "b": 2}), make(9, 2, "xy", obsm={"a": 2})], {"join": "outer"}),
    ("obsm frames", [make(0, 2, "xy", obsm={"a": {"p": [1., 2.], "q": [3., 4.]}}), make(9, 2, "xy", obsm={"a": {"q": [5., 6.], "r": [7., 8.]}})], {"index_unique": "-"}),
    ("obsp and varm dropped", two(obsp=["d"], varm={"v": 2}), {}),
    ("pairwise", two(obsp=["d", "e"]), {"pairwise": True, "index_unique": "-"}),
    ("pairwise of some", [make(0, 2, "xy", obsp=["d", "e"]), make(9, 3, "xy", obsp=["d"])], {"pairwise": True}),
    ("outer pairwise", [make(0, 2, "xy", obsp=["d", "e"]), make(9, 3, "xy", obsp=["d"]), make(9, 1, "xy", obsp=["e"])], {"pairwise": True, "join": "outer"}),
    ("var merged when same", [make(0, 2, "xyz", var={"a": [1, 2, 3], "b": [1, 2, 3]}, varm={"v": 2}), make(9, 2, "xyz", var={"a": [1, 2, 3], "b": [1, 2, 4]}, varm={"v": 2})], {"merge": "same"}),
    ("var merged first", [make(0, 2, "xyz", var={"a": [1, 2, 3]}), make(9, 2, "zyx", var={"a": [4, 5, 6], "b": [1, 2, 4]})], {"merge": "first"}),
    ("var merged unique", [make(0, 2, "xyz", var={"a": [1, 2, 3]}), make(9, 2, "zyx", var={"a": [3, 2, 1], "b": [1, 2, 4]})], {"merge": "unique"}),
    ("var merged only", [make(0, 2, "xyz", var={"a": [1, 2, 3]}), make(9, 2, "xyz", var={"a": [1, 2, 3], "b": [1, 2, 4]})], {"merge": "only"}),
    ("uns dropped", two(uns={"a": 1}), {}),
    ("uns same", [make(0, 2, "x", uns={"a": 1, "b": {"c": "u", "d": "v"}, "e": 1}), make(9, 2, "x", uns={"a": 1, "b": {"c": "u", "d": "w"}, "f": 2})], {"uns_merge": "same"}),
    ("uns unique", [make(0, 2, "x", uns={"a": 1, "b": {"c": "u", "d": "v"}, "e": 1}), make(9, 2, "x", uns={"a": 1, "b": {"c": "u", "d": "w"}, "f": 2})], {"uns_merge": "unique"}),
    ("uns first", [make(0, 2, "x", uns={"a": 1, "b": {"c": "u", "d": "v"}, "e": 1}), make(9, 2, "x", uns={"a": 2, "b": {"c": "u", "d": "w", "g": "t"}, "f": 2})], {"uns_merge": "first"}),
    ("uns only", [make(0, 2, "x", uns={"a": 1, "b": {"c": "u", "d": "v"}, "e": 1}), make(9, 2, "x", uns={"a": 2, "b": {"c": "u", "g": "t"}, "f": 2})], {"uns_merge": "only"}),
    ("raw", two(raw=True), {"index_unique": "-"}),
    ("raw of one only", [make(0, 2, "xy", raw=True), make(9, 2, "xy")], {}),
    ("along var", [make(0, 2, "xy", varm={"v": 2}, var={"g": ["p", "q"]}), make(9, 2, "zw", varm={"v": 2}, var={"g": ["r", "s"]})], {"axis": 1}),
    ("along var inner obs", [make(0, 3, "xy", layers=["l"]), make(9, 2, "zw", layers=["l"], names=["c2", "c0"])], {"axis": "var", "index_unique": "+"}),
    ("csr", two(kind="csr", layers=["l"]), {"index_unique": "-"}),
    ("csc", two(kind="csc", layers=["l"]), {}),
    ("csr and csc", [make(0, 2, "xyz", kind="csr"), make(9, 2, "xyz", kind="csc")], {}),
    ("csc and csr", [make(0, 2, "xyz", kind="csc"), make(9, 2, "xyz", kind="csr")], {}),
    ("csr and dense", [make(0, 2, "xyz", kind="csr"), make(9, 2, "xyz")], {}),
    ("dense and csc", [make(0, 2, "xyz"), make(9, 2, "xyz", kind="csc")], {}),
    ("csr inner vars", [make(0, 2, "xyz", kind="csr"), make(50, 2, "zyw", kind="csr")], {}),
    ("csr outer vars", [make(0, 2, "yxz", kind="csr"), make(50, 2, "zyw", kind="csr")], {"join": "outer"}),
    ("csc outer vars", [make(0, 2, "yxz", kind="csc"), make(50, 2, "zyw", kind="csc")], {"join": "outer"}),
    ("csr outer integers", [make(0, 2, "xy", dtype="int32", kind="csr"), make(50, 2, "yw", dtype="int32", kind="csr")], {"join": "outer"}),
    ("csr and dense outer vars", [make(0, 2, "xy", kind="csr"), make(50, 2, "yw")], {"join": "outer"}),
    ("csr outer with fill", [make(0, 2, "xy", kind="csr"), make(50, 2, "yw", kind="csr")], {"join": "outer", "fill_value": 2.5}),
    ("csr dtypes", [make(0, 2, "xy", dtype="int32", kind="csr"), make(50, 2, "xy", dtype="float32", kind="csr")], {}),
    ("csr outer layers", [make(0, 2, "xy", layers=["a", "b"], kind="csr"), make(9, 2, "yw", layers=["b"], kind="csc")], {"join": "outer"}),
    ("sparse obsm", [make(0, 2, "xy", obsm={"a": 3}, kind="csr"), make(9, 2, "xy", obsm={"a": 3}, kind="csc")], {}),
    ("outer sparse obsm", [make(0, 2, "xy", obsm={"a": 3, "b": 2}, kind="csr"), make(9, 2, "xy", obsm={"a": 2}, kind="csr")], {"join": "outer"}),
    ("csr along var", [make(0, 2, "xy", kind="csr"), make(9, 2, "zw", kind="csr")], {"axis": 1}),
    ("csc along var", [make(0, 3, "xy", layers=["l"], kind="csc"), make(9, 2, "zw", layers=["l"], names=["c2", "c0"], kind="csc")], {"axis": "var", "index_unique": "+"}),
    ("csr raw", two(raw=True, kind="csr"), {"index_unique": "-"}),
    ("sparse varm merged", [make(0, 2, "xyz", varm={"v": 2}, kind="csr"), make(9, 2, "zyx", varm={"w": 2}, kind="csr")], {"merge": "first"}),
    ("sparse varm merged outer", [make(0, 2, "xyz", varm={"v": 2}, kind="csr"), make(9, 2, "zw", varm={"w": 2}, kind="csc")], {"merge": "first", "join": "outer"}),
    ("one csc", [make(0, 2, "xy", kind="csc")], {}),
    ("one", [make(0, 2, "xy", obs={"k": cat(["b", "a"], ["b", "a"])}, layers=["l"])], {"index_unique": "-"}),
]

out = [{"name": name, "inputs": [dump(a) for a in inputs], "options": options, "result": dump(ad.concat(inputs, **options))}
       for name, inputs, options in CASES]
lines = ",\n".join(json.dumps(case, sort_keys=True) for case in out)
pathlib.Path(__file__).with_name("concat.json").write_text("[\n" + lines + "\n]\n")
