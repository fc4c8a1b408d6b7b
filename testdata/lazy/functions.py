"""Writes functions.json: what NumPy makes of further functions of elements, in the way of ops.py. python functions.py"""
import numpy as np

import ops
from ops import FLOATS, INTS, REALS, SIGNED, TYPES, UNSIGNED, case, extremes, floating, inf, nan, number, sample, whole

TRIGONOMETRIC = {name: floating(getattr(np, name)) for name in (
    "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "exp2", "cbrt", "reciprocal")}
TESTS = {"isinf": np.isinf, "isfinite": np.isfinite}
COMPLEX = {"real": np.real, "imag": np.imag, "conj": lambda x: x if x.dtype == bool else np.conj(x), "angle": floating(np.angle)}


def binary_float(f):
    """There is no float16 here, and no float32 of int16."""
    def g(x, y):
        t = np.result_type(x, y)
        return f(x, y) if t.kind == "f" else f(x.astype(float), y.astype(float))
    return g


def rounded(x, decimals):
    """NumPy rounds integers in the same way, but puts a lot into floats in between; booleans are whole already."""
    if x.dtype.kind in "iub":
        return x.copy() if decimals >= 0 else np.round(x.astype(float), decimals).astype(x.dtype)
    return np.round(x, decimals)


BINARY = {"mod": np.mod, "fmod": np.fmod, "floor_div": np.floor_divide, "fmin": np.fmin, "fmax": np.fmax,
          "arctan2": binary_float(np.arctan2), "hypot": binary_float(np.hypot),
          "and": np.logical_and, "or": np.logical_or, "xor": np.logical_xor}
SCALAR = {"mod_scalar": lambda x, v: np.mod(x, number(v)), "floor_div_scalar": lambda x, v: np.floor_divide(x, number(v))}

ops.OPS |= TRIGONOMETRIC | TESTS | COMPLEX | BINARY | SCALAR | {
    "trunc": whole(np.trunc),
    "round_to": rounded,
    "clip": lambda x, lo, hi: np.minimum(np.maximum(x, number(lo)), number(hi)),
    "nan_to_num": lambda x: np.nan_to_num(x),
    "nan_to": lambda x, a, b, c: np.nan_to_num(x, nan=float(a), posinf=float(b), neginf=float(c)),
    "where": np.where,
    "arange": lambda t, *args: np.arange(*args, dtype=t),
    "linspace": np.linspace,
    "eye": lambda t, *args: np.eye(*args, dtype=t),
}
ops.CLOSE |= {*TRIGONOMETRIC, "angle", "arctan2", "hypot", "fmin", "fmax"}
ops.CLOSE_COMPLEX |= {"clip"}


def one():
    for t in TYPES:
        for x in (extremes(t), sample(t, 3, 5), np.array(extremes(t)[-1]), extremes(t)[:0], extremes(t).reshape(1, -1, 1)):
            for op in [*TESTS, *COMPLEX, "trunc", "nan_to_num", *TRIGONOMETRIC]:
                if t == "complex128" and op in ("trunc", "nan_to_num", *TRIGONOMETRIC) or t == "bool" and op == "angle":
                    continue
                case([x], [op])
        for decimals in (0, 1, 2, 5, -1, -2):
            if t != "complex128":
                case([sample(t, 4, 5)], ["round_to", decimals])
    for t in FLOATS:
        many = np.array([1e-30, 1e-10, 0.1, 0.3, 0.5, 0.7, 0.99, 1, 1.5, 2, 3, 3.14159265, 5, 10, 20, 88, 100, 300], t)
        for op in TRIGONOMETRIC:
            case([np.concatenate([many, -many])], [op])
        case([np.linspace(-7, 7, 41, dtype=t)], ["sin"])
        case([np.linspace(-7, 7, 41, dtype=t)], ["cos"])
        for decimals in (0, 1, 2, 3, -1, -2):
            case([np.array([1.25, 2.675, 1234.5678, -0.45, 149.5, -2.5, 0.0, 12345.0, nan, inf, -inf], t)], ["round_to", decimals])
        case([extremes(t)], ["nan_to", 7, 8, 9])
        case([extremes(t)], ["nan_to", 0, "inf", "-inf"])
        case([extremes(t)], ["nan_to", "nan", 1, -1.5])


def two():
    for t in TYPES:
        x, y, special = sample(t, 4, 3), np.roll(sample(t, 4, 3), 5), extremes(t)
        for op in BINARY:
            if t == "complex128" and op not in ("and", "or", "xor"):
                continue
            case([x, y], [op])
            case([special[:, None], special[None]], [op])
            case([x, y[:1]], [op])
            case([y[0, 0], x], [op])
            case([x[:, :0], y[:, :0]], [op])
    for t in TYPES:
        for u in TYPES:
            if t != u and "complex128" not in (t, u):
                for op in ("mod", "floor_div", "fmax", "and", "arctan2"):
                    if {t, u} & {"bool"} and {t, u} & {"uint64", "int64"} and op == "arctan2":
                        continue
                    case([sample(t, 5), np.roll(sample(u, 5), 2)], [op])
    for t in REALS:
        for v in (1, 2, 3, 2.5, 0):
            case([sample(t, 3, 5)], ["mod_scalar", v])
            case([sample(t, 3, 5)], ["floor_div_scalar", v])
        if t not in UNSIGNED:
            case([sample(t, 3, 5)], ["mod_scalar", -3])
            case([sample(t, 3, 5)], ["floor_div_scalar", -3])
        for lo, hi in ((0, 2), (1, 1), (3, 1), (0.5, 1.5), (0, 100)):
            case([sample(t, 3, 5)], ["clip", lo, hi])
    for t in FLOATS:
        case([extremes(t)], ["clip", -1, 1])
        case([extremes(t)], ["clip", "-inf", 0.25])
    a = np.array([5.0, -5, 7.5, -7.5, 0, -0.0, 1, -1, 1e300, 3, nan, inf, -inf, 6, 0.3, 1e17])
    b = np.array([3.0, 3, -2, -2, 4, 4, inf, inf, 1e-300, 0, 1, 2, 2, -inf, 0.1, 3])
    for op in ("mod", "fmod", "floor_div"):
        case([a, b], [op])
        case([a[:, None], b], [op])
    case([np.zeros((3, 4)), np.zeros((3,))], ["mod"])


def choice():
    for t in TYPES:
        for u in (t, "int8", "float64", "bool"):
            case([sample("bool", 4, 5), sample(t, 4, 5), np.roll(sample(u, 4, 5), 3)], ["where"])
        case([extremes(t), extremes(t), np.array(3).astype(t)], ["where"])
    shapes = [(4, 5), (1, 5), (4, 1), (5,), (), (3, 4, 5), (1, 1), (0, 5), (2,)]
    for s in shapes:
        for u in shapes:
            for v in ((4, 5), (), (1, 5), (3, 1, 1), (0, 1)):
                case([sample("bool", *s), sample("float64", *u), sample("int16", *v)], ["where"])
    x = sample("float64", 6, 7)
    case([x > 0, x, x * 2], ["where"], ["sum", 0])
    case([x > 0, x, np.float64(0)], ["where"], ["mul_scalar", 2], ["mean", 1])


def diff(x, n, axis):
    return np.diff(x, n, axis)


def average(x, w, *axes):
    return np.asarray(np.sum(x * w, axis=tuple(axes) or None) / np.sum(np.broadcast_to(w, x.shape), axis=tuple(axes) or None))


def isclose(x, y, rtol, atol):
    wide = [v if v.dtype.kind in "fc" else v.astype(float) for v in (x, y)]
    return np.isclose(*wide, float(rtol), float(atol))


BITS = {"bit_and": np.bitwise_and, "bit_or": np.bitwise_or, "bit_xor": np.bitwise_xor, "shift_left": np.left_shift, "shift_right": np.right_shift}
ops.OPS |= BITS | {
    "bit_not": np.bitwise_not, "diff": diff, "ptp": lambda x, *axes: np.asarray(np.ptp(x, axis=tuple(axes) or None)), "average": average, "isclose": isclose,
    "deg2rad": floating(np.deg2rad), "rad2deg": floating(np.rad2deg), "logaddexp": binary_float(np.logaddexp), "copysign": binary_float(np.copysign),
    "digitize": lambda x, *edges: np.digitize(x.astype(float), edges), "isin": lambda x, *values: np.isin(x.astype(float), values),
    "searchsorted": lambda x, side, *values: np.searchsorted(np.array(values, float), x.astype(float), side=["left", "right"][side]),
}
ops.CLOSE |= {"average", "deg2rad", "rad2deg", "logaddexp"}


def others():
    for t in TYPES:
        x, y, special = sample(t, 4, 3), np.roll(sample(t, 4, 3), 5), extremes(t)
        for op in BITS:
            if t == "bool" and op.startswith("shift"):
                continue
            case([x, y], [op])
            case([special[:, None], special[None]], [op])
        if t != "bool":
            case([x], ["bit_not"])
            case([special], ["bit_not"])
        for n, axis in ((1, 0), (1, 1), (2, 0), (1, -1), (0, 0), (5, 0)):
            case([sample(t, 5, 7)], ["diff", n, axis])
        if t not in ("bool", "complex128"):
            for axes in ((), (0,), (1,)):
                case([x], ["ptp", *axes])
            case([x], ["deg2rad"])
            case([x], ["rad2deg"])
        if t != "complex128":
            for op in ("logaddexp", "copysign"):
                case([x, y], [op])
            for edges in ((), (0,), (0, 1, 1, 3), (-2.5, 0, 0.75, 1.5, 6), tuple(range(-5, 12))):
                case([x], ["digitize", *edges])
                case([x], ["searchsorted", 0, *edges])
                case([x], ["searchsorted", 1, *edges])
                case([x], ["isin", *edges])
        if t not in ("bool",):
            for axes in ((), (0,), (1,)):
                case([x, np.arange(3.0) + 1], ["average", *axes])
                case([x, sample("int16", 4, 1) + 5], ["average", *axes])
            case([x, x * 1.00001], ["isclose", 1e-5, 1e-8])
            case([x, y], ["isclose", 0.5, 0])
    for t in FLOATS:
        special = extremes(t)
        signed = special[(special != 0) | ~np.signbit(special)]  # a sparse array doesn't keep negative zeros
        case([special[:, None], special[None]], ["logaddexp"])
        case([special[:, None], signed[None]], ["copysign"])
        case([special[:, None], special[None]], ["isclose", 1e-5, 1e-8])
        case([special], ["digitize", -1, 0, 1])
        case([special], ["isin", 0, 1.5, 100.25])


def made():
    for t, *args in [("int64", 0, 10, 1), ("int64", 10, 0, -3), ("int64", 5, 5, 1), ("int64", 5, 2, 1), ("int64", 2, 5, -1), ("int64", -7, 8, 4), ("int32", 3, 30, 7),
                     ("uint8", 0, 255, 50), ("uint64", 2**64 - 10, 2**64 - 1, 3), ("int64", 2**63 - 9, 2**63 - 1, 2), ("int64", -2**63, 2**63 - 1, 2**61),
                     ("int16", 100, -101, -50), ("float64", 0, 1, 0.1), ("float64", 0, 1, 0.25), ("float64", 1, 0, -0.3), ("float64", 2, 1, 0.5), ("float64", 1e9, 1e9 + 1, 0.01),
                     ("float64", -1.5, 1.5, 0.7), ("float32", 0, 3, 0.1), ("float32", 1, -1, -0.125)]:
        case([], ["arange", t, *args])
        for k in (1, 3, 1000):
            case([], ["arange", t, *args], ["rechunk", k])
        case([], ["arange", t, *args], ["slice", ["step", None, None, -2]])
    for args in [(0, 1, 11), (0, 1, 1), (0, 1, 2), (0, 1, 0), (5, -5, 7), (3, 3, 4), (0.1, 0.7, 100), (-1e300, 1e300, 5), (0, 5e-324, 7)]:
        case([], ["linspace", *args])
        case([], ["linspace", *args], ["rechunk", 3])
        case([], ["linspace", *args], ["rechunk", 1000], ["square"])
    for sizes in ([], [["rechunk", 5000]]):
        for made in (["arange", "float64", 0, 5000, 0.3], ["arange", "int32", -9000, 9000, 2], ["linspace", 1, 2, 12345]):
            case([], made, *sizes, ["slice", ["step", 5, None, 97]])
    for args in [(3, 3, 0), (3, 5, 0), (5, 3, 1), (4, 4, -2), (2, 2, 7), (2, 2, -7), (0, 3, 0), (3, 0, 0), (1, 1, 0), (6, 9, 3)]:
        for t in ("float64", "int8", "bool", "complex128"):
            case([], ["eye", t, *args])
            case([], ["eye", t, *args], ["rechunk", 2, 1])
    case([], ["eye", "float64", 5000, 5, 2], ["sum", 0])
    case([], ["eye", "float64", 5, 6000, 3], ["sum", 1])


if __name__ == "__main__":
    ops.write("functions.json", one, two, choice, others, made)
