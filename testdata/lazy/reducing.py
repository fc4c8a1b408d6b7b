"""Writes reducing.json: what NumPy makes of further reductions, scans and statistics, in the way of ops.py. python reducing.py"""
import numpy as np

import ops
from ops import FLOATS, INTS, REALS, SIGNED, TYPES, UNSIGNED, case, extremes, inf, nan, reduction, sample, shapes_and_axes

NAN = {f"nan_{name}": reduction(getattr(np, "nan" + name)) for name in ("sum", "prod", "mean", "var", "std", "min", "max")}
PLACES = {name: (lambda f: lambda x, *axis: np.asarray(f(x, *axis)))(getattr(np, name)) for name in ("argmin", "argmax")}


def ddof(f):
    return lambda x, d, *axes: np.asarray(f(x, axis=tuple(axes) or None, ddof=d))


def norm(x, *axes):
    return np.sqrt(np.sum(np.abs(x if x.dtype.kind in "fc" else x.astype(float)) ** 2, axis=tuple(axes) or None))


ops.OPS |= NAN | PLACES | {
    "var_ddof": ddof(np.var), "std_ddof": ddof(np.std), "nan_var_ddof": ddof(np.nanvar), "nan_std_ddof": ddof(np.nanstd),
    "count_nonzero": reduction(np.count_nonzero), "norm": norm,
}


def scan(f):
    return lambda x, axis: f(x, axis=axis)


def topk(x, k, axis):
    """NumPy sorts NaN to the end, as the largest."""
    if abs(k) > x.shape[axis]:
        raise ValueError("too many")
    x = np.sort(x, axis)
    return np.take(x, range(-k), axis) if k < 0 else np.flip(np.take(x, range(x.shape[axis] - k, x.shape[axis]), axis), axis)


def quantile(f):
    return lambda x, *args: np.asarray(f(x.astype(float), *args)).astype(x.dtype if x.dtype == "float32" else float)


def histogram(x, n, lo, hi):
    """NumPy rounds the edges to float32 for numbers of that type; here they are float64."""
    return np.histogram(x.astype(float), n, (lo, hi))[0]


def grouped(f):
    """One group after the other; codes below 0 are left out."""
    def g(x, codes, n, *args):
        codes = np.array(codes, int)
        if len(codes) != len(x) or (codes >= n).any():
            raise ValueError("bad codes")
        return np.array([f(x[codes == k], *args) for k in range(n)])
    return g


def group_extreme(f):
    def g(rows):
        if len(rows) == 0:
            if rows.dtype.kind != "f":
                raise ValueError("no rows")
            return np.full(rows.shape[1:], nan, rows.dtype)
        return f(rows, axis=0)
    return g


def group_variance(f):
    def g(rows, d):
        return np.full(rows.shape[1:], nan, rows.dtype if rows.dtype.kind == "f" else float) if len(rows) == 0 else f(rows, axis=0, ddof=d)
    return g


ops.OPS |= {
    "cumsum": scan(np.cumsum), "cumprod": scan(np.cumprod), "nan_cumsum": scan(np.nancumsum), "nan_cumprod": scan(np.nancumprod),
    "topk": topk, "histogram": histogram, "histogram_edges": lambda x, *edges: np.histogram(x, edges)[0],
    "bincount": lambda x, n: np.bincount(x.ravel(), minlength=n),
    "quantile": quantile(np.quantile), "median": quantile(np.median),
    "quantiles": quantile(np.quantile),
    "nan_quantile": quantile(np.nanquantile), "nan_median": quantile(np.nanmedian),
    "group_sum": grouped(lambda rows: rows.sum(0)), "group_mean": grouped(lambda rows: rows.mean(0)),
    "group_var": grouped(group_variance(np.var)), "group_std": grouped(group_variance(np.std)),
    "group_min": grouped(group_extreme(np.min)), "group_max": grouped(group_extreme(np.max)),
    "unique": np.unique, "unique_counts": lambda x: np.unique(x, return_counts=True)[1],
    "group_count": lambda x, codes, n: np.bincount([c for c in codes if c >= 0], minlength=n),
}
# Quantiles of float32 are found as float64 here, and which of two zeros is the larger is left open.
ops.CLOSE |= {"topk", "cumsum", "cumprod", "nan_cumsum", "nan_cumprod", "quantile", "quantiles", "median", "nan_quantile", "nan_median", "group_sum", "group_mean", "group_var",
              "group_std", "group_min", "group_max"}
ops.CLOSE |= {*NAN, "var_ddof", "std_ddof", "nan_var_ddof", "nan_std_ddof", "norm"}


def holes(t, *shape):
    """Numbers of which some are NaN: everything in the first column, nothing in the second."""
    x = sample(t, *shape)
    if x.dtype.kind == "f" and x.size:
        x.ravel()[::3] = nan
        x[..., 0] = nan
        x[..., -1] = 2.25
    return x


def without_nan():
    for t in TYPES:
        for op in NAN:
            if t == "complex128" and op not in ("nan_sum", "nan_prod"):
                continue
            for shape, all_axes in shapes_and_axes():
                if len(shape) == 0 or t not in ("float64", "float32") and len(shape) != 2:
                    continue
                for axes in all_axes:
                    case([holes(t, *shape)], [op, *axes])
            if t in FLOATS:
                case([extremes(t)], [op])
                case([np.array([nan, nan, nan], t)], [op])
                case([np.array([1.5], t)], [op])
                case([np.array([nan, inf], t)], [op])
                case([np.array([[1, nan], [3, nan], [nan, nan]], t)], [op, 0])
                case([np.array([[1, nan], [3, nan], [nan, nan]], t)], [op, 1])
            for shape, all_axes in [((0,), [()]), ((0, 3), [(0,), (1,)]), ((3, 0), [(1,)])]:
                for axes in all_axes:
                    if op not in ("nan_min", "nan_max"):
                        case([np.zeros(shape, t)], [op, *axes])
    case([np.array([nan + 1j, 2 + 1j, 3 - 2j])], ["nan_sum"])
    wide = np.where(np.arange(13500.0).reshape(3, 4500) % 7 == 0, nan, np.arange(13500.0).reshape(3, 4500) % 17)
    for op in NAN:
        if op != "nan_prod":
            case([wide], [op, 1])
            case([wide], [op])


def freedom():
    for t in ("float64", "float32", "int16", "bool"):
        for op in ("var_ddof", "std_ddof", "nan_var_ddof", "nan_std_ddof"):
            for d in (0, 1, 2, 4, 5):
                for axes in ((), (0,), (1,)):
                    case([sample(t, 4, 6)], [op, d, *axes])
                case([holes(t, 4, 6)], [op, d, 0])
    case([np.array([3.0])], ["var_ddof", 1])


def places():
    for t in TYPES:
        if t == "complex128":
            continue
        for op in PLACES:
            for shape in [(7,), (4, 6), (3, 4, 5), (2, 3, 2, 3), (1, 1), ()]:
                if len(shape) > 2 and t not in ("float64", "uint64", "bool"):
                    continue
                case([sample(t, *shape)], [op])
                for axis in [*range(len(shape)), -1]:
                    if shape:
                        case([sample(t, *shape)], [op, axis])
            case([np.full((3, 5), 1, t)], [op])
            case([np.full((3, 5), 1, t)], [op, 0])
            case([np.full((3, 5), 1, t)], [op, 1])
            case([extremes(t)], [op])
            case([np.array([extremes(t), extremes(t)[::-1]])], [op, 0])
            case([np.array([extremes(t), extremes(t)[::-1]])], [op, 1])
            for shape, axes in [((0,), [(), (0,)]), ((0, 3), [(), (0,), (1,)]), ((3, 0), [(), (0,), (1,)])]:
                for axis in axes:
                    case([np.zeros(shape, t)], [op, *axis])
    for t in FLOATS:
        for x in ([1, nan, 3, nan], [nan, nan, nan], [inf, 1, inf], [-inf, nan, -inf], [0.0, -0.0, 0.0], [-0.0, 0.0], [3, 2, 1, 1], [-1, -2.5, -2.5, -inf]):
            for op in PLACES:
                case([np.array(x, t)], [op])
                case([np.array([x, x[::-1], x], t)], [op, 0])
                case([np.array([x, x[::-1], x], t)], [op, 1])
                case([np.array([x, x[::-1], x], t)], [op])
    big = np.arange(12000) * 7919 % 12007
    for op in PLACES:
        for shape in ((12000,), (2, 6000), (6000, 2)):
            case([big.reshape(shape)], ["mul_scalar", 3], [op, *([0] if len(shape) > 1 else [])])
            case([big.reshape(shape)], [op, -1])
            case([big.reshape(shape)], [op])
    case([np.array([2**63 - 1, 2**63 - 2, 2**63 - 1])], ["argmax"])
    case([np.array([2**53, 2**53 + 1])], ["argmax"])
    case([np.array([2**64 - 1, 5, 2**63], "uint64")], ["argmax"])
    case([np.array([2**64 - 1, 5, 2**63], "uint64")], ["argmin"])
    case([sample("float64", 4, 6)], ["argmax", 2])
    case([sample("float64", 4, 6)], ["argmin", -3])


def counts():
    for t in TYPES:
        for shape, all_axes in shapes_and_axes():
            for axes in all_axes:
                if len(shape) == 2 or t == "float64":
                    case([sample(t, *shape)], ["count_nonzero", *axes])
                    case([sample(t, *shape)], ["norm", *axes])
        case([extremes(t)], ["count_nonzero"])
    case([np.zeros((0, 3))], ["norm", 0])
    case([np.zeros((0, 3))], ["count_nonzero", 0])


def scans():
    for t in TYPES:
        for op in ("cumsum", "cumprod", "nan_cumsum", "nan_cumprod"):
            case([sample(t, 7)], [op, 0])
            for axis in (0, 1, -1):
                case([sample(t, 5, 9)], [op, axis])
                case([sample(t, 23, 2)], [op, axis])
            for axis in (0, 1, 2):
                case([sample(t, 3, 4, 5)], [op, axis])
            case([np.zeros((0, 3), t)], [op, 0])
            case([np.zeros((0, 3), t)], [op, 1])
            if t in FLOATS:
                case([holes(t, 4, 7)], [op, 1])
                case([np.array([1, inf, 2, -inf, 3, nan, 4], t)], [op, 0])
            if t == "float64":
                case([sample(t, 3)], [op, 1])
    case([np.arange(9000).reshape(3, 3000) % 91], ["cumsum", 1])
    case([np.arange(9000).reshape(3000, 3) % 91], ["cumsum", 0], ["slice", ["step", None, None, 7]])
    case([np.arange(60.0).reshape(6, 10)], ["mul_scalar", 2], ["cumsum", 0], ["cumsum", 1], ["sum", 0])


def ranks():
    for t in TYPES:
        if t == "complex128":
            continue
        for shape in ((9,), (5, 8), (3, 4, 6), (1, 7)):
            x = sample(t, *shape)
            for axis in [*range(len(shape)), -1]:
                for k in (0, 1, 3, -1, -2, 5, 100):
                    if k in (1, -2) or len(shape) == 2:
                        case([x], ["topk", k, axis])
                if t != "bool":
                    case([x], ["median", axis])
                    for q in (0, 1, 0.25, 0.3, 0.99):
                        if len(shape) == 2 or q == 0.3:
                            case([x], ["quantile", q, axis])
                    case([x], ["quantiles", [0.9, 0.1, 0.5, 0.5], axis])
    for t in FLOATS:
        special = np.array([[3, nan, 1, 2, inf], [1, 2, 3, 4, 5], [-inf, 0, inf, 1, 2], [nan, nan, nan, nan, nan], [0.0, -0.0, -1, 5, 5]], t)
        for axis in (0, 1):
            for k in (1, 2, 4, -1, -2, -4):
                case([special], ["topk", k, axis])
            for q in (0, 0.2, 0.5, 1):
                case([np.where(np.isinf(special), 7, special)], ["quantile", q, axis])
                case([np.where(np.isinf(special), 7, special)], ["nan_quantile", q, axis])
            case([np.where(np.isinf(special), 7, special)], ["nan_median", axis])
    many = np.arange(9000) * 7919 % 9001
    for x, axis in ((many, 0), (many.reshape(2, 4500), 1), (many.reshape(90, 100), 0)):
        case([x], ["quantiles", [0, 0.001, 0.25, 0.5, 0.9, 1], axis])
        case([x], ["median", axis])
        case([x], ["topk", 20, axis])
        case([x], ["topk", -20, axis])
    case([np.zeros((3, 0))], ["topk", 0, 1])
    case([np.zeros((0, 3))], ["topk", 2, 1])
    case([np.zeros((0, 3))], ["median", 1])
    case([sample("float64", 3, 4)], ["median", 2])
    case([sample("float64", 3, 4)], ["quantile", 1.5, 0])


def counting():
    for t in REALS:
        x = sample(t, 6, 7)
        for n, lo, hi in ((1, 0, 1), (3, 0, 6), (7, 1, 2), (10, 0, 5), (4, 3, 3)):
            case([x], ["histogram", n, lo, hi])
        case([x], ["histogram", 5, -4.5, 4.5])
        case([x], ["histogram_edges", -1, 0, 0.5, 2, 2, 5])
        case([x], ["histogram_edges", 0, 6])
        case([x], ["histogram_edges", 3, 2])
    for t in FLOATS:
        x = np.array([nan, inf, -inf, 0.1, 0.2, 0.3, 0.7, 0.8, 0.9, 1, 0, -0.0, 1 + 1e-9, -1e-9], t)
        for n in (1, 3, 10, 100):
            case([x], ["histogram", n, 0, 1])
        case([np.linspace(0, 1, 101, dtype=t)], ["histogram", 10, 0, 1])
        case([np.linspace(-3, 3, 61, dtype=t)], ["histogram", 60, -3, 3])
    case([np.array([1.0, 2, 5e-324])], ["histogram", 3, 0, 1e-320])
    case([np.array([1e308, 0, -1e308, 5e307])], ["histogram", 4, -1e308, 7e307])
    case([np.arange(5000.0).reshape(10, 500) % 37], ["histogram", 37, 0, 37])
    case([np.zeros((0, 3))], ["histogram", 3, 0, 1])
    case([sample("float64", 3)], ["histogram", 0, 0, 1])
    case([sample("float64", 3)], ["histogram", 3, 1, 0])
    for t in ("uint8", "int8", "int16", "int32", "int64", "uint16", "uint32"):
        case([abs(sample(t, 5, 8))], ["bincount", 11])
        case([abs(sample(t, 17))], ["bincount", 30])
    case([sample("int64", 5)], ["bincount", 5])
    case([np.arange(9000) * 7 % 101], ["bincount", 101])
    case([np.zeros((0,), int)], ["bincount", 4])


def groups():
    for t in TYPES:
        for shape, codes, n in [((7, 4), [0, 1, 0, 2, 1, 0, -1], 3), ((6,), [1, 1, 1, 0, 0, 1], 2), ((5, 2, 3), [2, 0, 1, 2, 0], 3), ((4, 3), [0, 0, 3, 3], 5), ((3, 2), [-1, -1, -1], 2),
                                ((0, 3), [], 2), ((4, 3), [0, 1, 2, 3], 3), ((4, 3), [0, 1], 3), ((3, 0), [0, 1, 0], 2)]:
            for op in ("group_sum", "group_mean", "group_min", "group_max"):
                if t == "complex128" and op not in ("group_sum", "group_mean"):
                    continue
                case([sample(t, *shape)], [op, codes, n])
            if t != "complex128":
                for d in (0, 1):
                    case([sample(t, *shape)], ["group_var", codes, n, d])
                    case([sample(t, *shape)], ["group_std", codes, n, d])
            if t == "float64" and len(codes) == shape[0] and all(c < n for c in codes):
                case([sample(t, *shape)], ["group_count", codes, n])
        case([extremes(t)], ["group_sum", [0] * len(extremes(t)), 1])
    for op in ("group_sum", "group_mean", "group_min", "group_max"):
        case([holes("float64", 8, 5)], [op, [0, 1, 1, 0, 2, 2, 2, 2], 3])
    many, codes = (np.arange(8000.0) * 7919 % 997).reshape(2000, 4), [int(c) for c in np.arange(2000) * 31 % 7 - 1]
    for op, *args in (("group_sum",), ("group_mean",), ("group_var", 1), ("group_max",)):
        case([many], [op, codes, 6, *args])


def distinct():
    for t in TYPES:
        if t == "complex128":
            continue
        for op in ("unique", "unique_counts"):
            for shape in [(0,), (7,), (5, 4), (3, 4, 2)]:
                case([sample(t, *shape)], [op])
            case([np.array([1, 0, 1, 1, 0, 5], t)], [op])
            if t in FLOATS:
                case([np.array([nan, 2, inf, nan, -inf, 2], t)], [op])
    for op in ("unique", "unique_counts"):
        case([np.arange(6000) * 7919 % 97], [op])


if __name__ == "__main__":
    ops.write("reducing.json", without_nan, freedom, places, counts, scans, ranks, counting, groups, distinct)
