"""Writes scipy.json: what SciPy makes of sparse matrices, for the tests of sparse chunks. python sparse.py

A matrix is {kind, dtype, shape, indptr, indices, data}; a dense result {dtype, shape, values}. A case is the names of its inputs, a step
(the name of an operation and its arguments) and what comes out. Places are compared too, so that what is kept is what SciPy keeps: except for
zeros that are kept, which SciPy drops in some operations and lazycell in others; so both sides drop them before they are compared. Values are
texts, since JSON has no NaN.
"""
import json
import pathlib
import warnings

import numpy as np
from scipy import sparse

warnings.simplefilter("ignore")
rng = np.random.default_rng(7)


def text(v):
    v = np.asarray(v).ravel()
    if v.dtype.kind == "b":
        return " ".join("true" if x else "false" for x in v)
    return " ".join(repr(float(x)) if v.dtype.kind == "f" else str(int(x)) for x in v)


def held(m):
    if sparse.issparse(m):
        return {"kind": m.format, "dtype": str(m.dtype), "shape": list(m.shape), "indptr": m.indptr.tolist(), "indices": m.indices.tolist(), "values": text(m.data)}
    m = np.asarray(m)
    return {"kind": "dense", "dtype": str(m.dtype), "shape": list(m.shape), "values": text(m)}


def canonical(m):
    if sparse.issparse(m):
        m = m.copy()
        m.sum_duplicates()
        m.eliminate_zeros()
        m.sort_indices()
    return m


def matrix(kind, dtype, m, n, density):
    x = sparse.random_array((m, n), density=density, rng=rng).toarray()
    x = np.where(x != 0, np.round(x * 20 - 8), 0)
    if np.dtype(dtype).kind in "ub":
        x = np.abs(x)
    return sparse.csr_array(x.astype(dtype)).asformat(kind)


def messy(kind, m, n, entries):
    """Places in no order and several times."""
    i, j, v = rng.integers(0, m, entries), rng.integers(0, n, entries), rng.integers(-4, 5, entries).astype(float)
    line, place, lines = (i, j, m) if kind == "csr" else (j, i, n)
    order = np.argsort(line, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(line, minlength=lines))])
    return (sparse.csr_array if kind == "csr" else sparse.csc_array)((v[order], place[order], indptr), shape=(m, n))


ARRAYS = {}
CASES = []


def name(m):
    key = f"m{len(ARRAYS)}"
    ARRAYS[key] = held(m)
    return key


def case(op, args, inputs, result):
    CASES.append({"inputs": [name(x) for x in inputs], "op": op, "args": args, "want": held(canonical(result)),
                  "repr": repr(getattr(sparse, result.format + "_matrix")(canonical(result))) if sparse.issparse(result) else ""})


for kind in ("csr", "csc"):
    other = "csc" if kind == "csr" else "csr"
    x = messy(kind, 6, 5, 40)
    case("same", [], [x], x)
    case("sum", [0], [x], np.asarray(x.sum(axis=0)))
    for dtype in ("float64", "float32", "int64", "int32", "uint8", "bool"):
        x, y = matrix(kind, dtype, 9, 7, 0.4), matrix(other, dtype, 9, 7, 0.3)
        case("same", [], [x], x)
        case("tocsr", [], [x], x.tocsr())
        case("tocsc", [], [x], x.tocsc())
        case("todense", [], [x], x.toarray())
        case("transpose", [], [x], x.T)
        case("rows", [2, 7], [x], x[2:7])
        case("columns", [1, 5], [x], x[:, 1:5])
        case("rows at", [8, 0, 3, 3, 5], [x], x[[8, 0, 3, 3, 5]])
        case("columns at", [6, 0, 2, 2], [x], x[:, [6, 0, 2, 2]])
        mask = [1, 0, 1, 1, 0, 0, 1, 1, 0]
        case("rows where", mask, [x], x[np.array(mask, bool)])
        case("vstack", [], [x, x, y.asformat(kind)], sparse.vstack([x, x, y], format=kind))
        case("hstack", [], [x, y.asformat(kind)], sparse.hstack([x, y], format=kind))
        case("astype", ["float64"], [x], x.astype("float64"))
        for axis in (0, 1, None):
            a = [] if axis is None else [axis]
            total = np.asarray(x.sum(axis=axis))
            case("sum", a, [x], total.astype("uint64") if dtype == "uint8" else total.astype("int64") if dtype in ("bool", "int32") else total)
            if dtype not in ("bool", "float32"):
                case("mean", a, [x], np.asarray(x.mean(axis=axis)).astype("float64"))
            if dtype != "bool":
                for f in ("max", "min"):
                    r = getattr(x, f)(axis=axis)
                    case(f, a, [x], r.toarray().ravel() if axis is not None else np.asarray(r))
            case("nonzero", a, [x], np.asarray(x.count_nonzero(axis=axis)).astype("int64"))
        if dtype == "bool":
            continue
        case("abs", [], [x], abs(x))
        case("mul scalar", [3], [x], x * np.dtype(dtype).type(3))
        case("pow scalar", [2], [x], x.power(2))
        if dtype.startswith("float"):
            case("neg", [], [x], -x)
            case("sign", [], [x], x.sign())
            case("expm1", [], [x], x.expm1())
            case("log1p", [], [abs(x)], abs(x).log1p())
            case("sqrt", [], [abs(x)], abs(x).sqrt())
            case("floor", [], [x * x.dtype.type(0.3)], (x * x.dtype.type(0.3)).floor())
            case("div scalar", [4], [x], (x / x.dtype.type(4)).astype(dtype))  # SciPy divides float32 as float64
            rows, cols = np.arange(1, 10, dtype=dtype)[:, None], np.arange(2, 9, dtype=dtype)
            case("mul", [], [x, rows], x.multiply(rows).asformat(kind))
            case("mul", [], [x, cols], x.multiply(cols).asformat(kind))
            case("div", [], [x, rows], (x / rows).asformat(kind))
            case("div", [], [x, cols], (x / cols).asformat(kind))
            full = rng.integers(-3, 4, (9, 7)).astype(dtype)
            case("mul", [], [x, full], x.multiply(full).asformat(kind))
        case("add", [], [x, y], (x + y.asformat(kind)).asformat(kind))
        case("sub", [], [x, y], (x - y.asformat(kind)).asformat(kind))
        case("mul", [], [x, y], x.multiply(y.asformat(kind)).asformat(kind))
        case("maximum", [], [x, y], x.maximum(y.asformat(kind)).asformat(kind))
        case("minimum", [], [x, y], x.minimum(y.asformat(kind)).asformat(kind))
        case("ne", [], [x, y], (x != y.asformat(kind)).asformat(kind))
        case("lt", [], [x, y], (x < y.asformat(kind)).asformat(kind))
        case("gt scalar", [0], [x], (x > 0).asformat(kind))
        if dtype.startswith("float"):
            d = x.toarray().astype("float64")
            case("var", [0], [x.astype("float64")], d.var(axis=0))
            case("std", [1], [x.astype("float64")], d.std(axis=1))
    empty = sparse.csr_array((0, 4)).asformat(kind)
    case("same", [], [empty], empty)
    case("transpose", [], [empty], empty.T)
    case("sum", [0], [empty], np.asarray(empty.sum(axis=0)))

path = pathlib.Path(__file__).with_name("scipy.json")
path.write_text('{"arrays": {\n' + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in ARRAYS.items()) +
                '\n}, "cases": [\n' + ",\n".join(json.dumps(c) for c in CASES) + "\n]}\n")
