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
    wide = np.where(np.arange(30000.0).reshape(3, 10000) % 7 == 0, nan, np.arange(30000.0).reshape(3, 10000) % 17)
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
    big = np.arange(40000) * 7919 % 40009
    for op in PLACES:
        for shape in ((40000,), (4, 10000), (10000, 4)):
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


if __name__ == "__main__":
    ops.write("reducing.json", without_nan, freedom, places, counts)
