"""Writes ops.json: what NumPy makes of arrays, for the tests of lazy. python ops.py

A case is names of inputs, steps and the result. A step is the name of an operation and its arguments; the first works on all
inputs, the next ones on the result so far. Values are texts, since JSON has neither NaN nor all of int64. Where lazy differs
from NumPy on purpose, OPS says so.
"""
import json
import pathlib
import warnings

import numpy as np

np.seterr(all="ignore")
warnings.simplefilter("ignore")
nan, inf = np.nan, np.inf

SIGNED, UNSIGNED = ["int8", "int16", "int32", "int64"], ["uint8", "uint16", "uint32", "uint64"]
INTS, FLOATS = SIGNED + UNSIGNED, ["float32", "float64"]
REALS = INTS + FLOATS
TYPES = ["bool", *REALS, "complex128"]


def floating(f):
    """There is no float16 here, and no float32 of int16: these functions make a float64 of any integer."""
    return lambda x: f(x if x.dtype.kind in "fc" else x.astype(np.float64))


def whole(f):
    """Integers and booleans are whole already."""
    return lambda x: f(x) if x.dtype.kind == "f" else x.copy()


def number(v):
    """A number of Python that is an integer when it is whole, as the weak scalars of lazy are."""
    v = float(v)
    return int(v) if v == np.floor(v) and abs(v) < 2**63 else v


def index(i, n):
    """The positions an index takes; None as a bound is that end of the axis."""
    if i is None:
        return np.arange(n)
    kind, *args = i
    if kind in ("range", "step"):
        return np.arange(n)[slice(*args)]
    if kind == "at":
        return np.arange(n)[np.array(args[0], int)]
    if len(args[0]) != n:  # NumPy lets an empty mask pass
        raise IndexError(f"a mask of {len(args[0])} for {n}")
    return np.arange(n)[np.array(args[0], bool)]


def select(x, *indexes):
    if len(indexes) > x.ndim:
        raise IndexError("too many indexes")
    for axis, i in enumerate(indexes):
        x = np.take(x, index(i, x.shape[axis]), axis)
    return x


def reduction(f):
    return lambda x, *axes: np.asarray(f(x, axis=tuple(axes) or None))


UNARY = {
    "neg": np.negative, "abs": np.abs, "sign": np.sign, "square": np.square, "isnan": np.isnan, "not": np.logical_not,
    "floor": whole(np.floor), "ceil": whole(np.ceil), "round": whole(np.round),
    "sqrt": floating(np.sqrt), "exp": floating(np.exp), "expm1": floating(np.expm1), "log": floating(np.log),
    "log1p": floating(np.log1p), "log2": floating(np.log2), "log10": floating(np.log10),
}
COMPARISONS = {"eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal}
BINARY = {"add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power,
          "minimum": np.minimum, "maximum": np.maximum, **COMPARISONS}
SCALAR = {name + "_scalar": (lambda f: lambda x, v: f(x, number(v)))(f) for name, f in BINARY.items()}
SCALAR |= {"scalar_sub": lambda x, v: np.subtract(number(v), x), "scalar_div": lambda x, v: np.divide(number(v), x)}
REDUCTIONS = {name: reduction(getattr(np, name)) for name in ("sum", "prod", "mean", "var", "std", "min", "max", "any", "all")}
OPS = UNARY | BINARY | SCALAR | REDUCTIONS | {
    "astype": lambda x, t: x.astype(t),
    "concat": lambda *xs: np.concatenate(xs[:-1], axis=xs[-1]),
    "slice": select,
    "transpose": lambda x, *axes: np.transpose(x, axes or None),
    "rechunk": lambda x, *sizes: x,
    "keepdims": lambda x, *axes: np.expand_dims(x, axes),
}
# What is not exact: libraries differ in the last digits, and a sum depends on the order.
CLOSE = {"sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "pow", "pow_scalar", "sum", "prod", "mean", "var", "std"}
CLOSE_COMPLEX = {"abs", "square", "mul", "div", "mul_scalar", "div_scalar", "scalar_div"}
# Which of two zeros is the smaller depends on the processor.
CLOSE |= {"minimum", "maximum", "minimum_scalar", "maximum_scalar", "min", "max"}

arrays, cases, titles = {}, [], set()


def words(a):
    if a.dtype.kind == "c":
        return [f"{z.real!r},{z.imag!r}" for z in a.ravel().tolist()]
    return [repr(v) for v in a.ravel().tolist()]


def held(a):
    return {"dtype": str(a.dtype), "shape": a.shape, "values": " ".join(words(a))}


def name_of(a):
    """The name under which an input is written once."""
    text = json.dumps(held(a))
    return arrays.setdefault(text, f"{a.dtype}-{'x'.join(map(str, a.shape))}-{len(arrays)}")


def case(inputs, *steps):
    """One row. It is an error in lazy when it is one in NumPy."""
    inputs = [np.asarray(x) for x in inputs]
    names = [name_of(x) for x in inputs]
    title = json.dumps([names, steps])
    if title in titles:
        return
    titles.add(title)
    row = {"inputs": names, "steps": steps}
    try:
        x = OPS[steps[0][0]](*inputs, *steps[0][1:])
        for step in steps[1:]:
            x = OPS[step[0]](x, *step[1:])
    except (ValueError, IndexError, TypeError) as e:
        row["error"] = str(e)
    else:
        x = np.asarray(x)
        inexact = CLOSE | CLOSE_COMPLEX if any(i.dtype.kind == "c" for i in inputs) else CLOSE
        if any(s[0] in inexact for s in steps) and x.dtype.kind in "fc":
            row["close"] = 2e-6 if "float32" in [str(x.dtype), *(str(i.dtype) for i in inputs)] else 1e-12
        row["want"] = held(x)
    cases.append(row)


def sample(dtype, *shape):
    """Small numbers of a type, some negative, some fractions."""
    n = int(np.prod(shape))
    i = np.arange(n)
    match np.dtype(dtype).kind:
        case "b":
            a = i % 3 == 1
        case "u":
            a = i * 7 % 11
        case "i":
            a = i * 7 % 11 - 4
        case "f":
            a = (i * 7 % 11 - 4) * 0.75
        case "c":
            a = (i * 7 % 11 - 4) * 0.75 + 1j * (i * 5 % 7 - 2.5)
    return a.astype(dtype).reshape(shape)


def extremes(dtype):
    d = np.dtype(dtype)
    if d.kind == "b":
        return np.array([False, True])
    if d.kind in "iu":
        i = np.iinfo(d)
        return np.array([i.min, i.min + 1, i.max, i.max - 1, i.max // 2 + 1, 0, 1, 2, 3], d)
    if d.kind == "f":
        return np.array([nan, inf, -inf, 0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, 1.0, -1.0, 1e-30, 1e30, 100.25, -7.75], d)
    return np.array([1 + 2j, -1.5 - 0.5j, 2 - 3j, 0.25 + 0j, 0 + 1j, -2 + 0.5j])


def elementwise():
    for t in TYPES:
        x = extremes(t)
        for op in UNARY:
            if t == "bool" and op in ("neg", "sign") or t == "complex128" and op in ("sign", "expm1", "log1p", "log2", "log10", "floor", "ceil", "round"):
                continue
            case([x], [op])
            case([sample(t, 3, 5)], [op])
            case([np.array(x[-1])], [op])
            case([x[:0]], [op])
    for t in FLOATS:
        case([np.array([1e-20, -1e-20, 1e-8, 700, 709.9, 1000, -750, 88, 89, 3], t)], ["exp"])
        for op in ("expm1", "log1p", "log", "log2", "log10", "sqrt"):
            case([np.array([1e-20, 1e-8, 1e-3, 0.99, 1.01, 2, 8, 10, 1000, 1024], t)], [op])


def pairs():
    for t in TYPES:
        x, y = sample(t, 4, 3), np.roll(sample(t, 4, 3), 5)
        special = extremes(t)
        for op in BINARY:
            if t == "bool" and op == "sub" or t == "complex128" and op in ("minimum", "maximum", "lt", "le", "gt", "ge"):
                continue
            if op == "pow" and t != "bool":
                case([abs(x) if t in SIGNED else x, abs(y)], [op])
                if t in UNSIGNED:
                    case([extremes(t)[:6], np.arange(6, dtype=t)], [op])
                if t in FLOATS:
                    case([special[:, None], special[None]], [op])
                continue
            case([x, y], [op])
            if t == "complex128" and op == "div":
                case([x, y + 20], [op])
            else:
                case([special[:, None], special[None]], [op])
    for t in TYPES:
        for u in TYPES:
            if t != u:
                for op in ("add", "div", "maximum", "le"):
                    if "complex128" not in (t, u) or op in ("add", "div"):
                        case([sample(t, 5), sample(u, 5) + 1 if u != "bool" else sample(u, 5)], [op])
    # Integers are compared as they are, also those that only meet in float64.
    signed = np.array([2**53 + 1, 2**63 - 1, -1, 5, -(2**63), 0])
    unsigned = np.array([2**53, 2**63, 2**64 - 1, 5, 2**63, 0], "uint64")
    for op in COMPARISONS:
        case([signed, unsigned], [op])
        case([unsigned, signed], [op])
        case([signed[:1], unsigned], [op])
        case([signed.astype("int8"), unsigned], [op])
        for v in (2**53, -(2**63), 0, 5, 2.5):
            case([signed], [op + "_scalar", v])
            case([unsigned], [op + "_scalar", v])


def broadcasting():
    for s, u in [((3, 4), (4,)), ((4,), (3, 4)), ((3, 1), (1, 4)), ((), (3,)), ((3, 2), ()), ((2, 1, 3), (4, 1)), ((1, 1), (3, 2)), ((5, 1), (5, 6)),
                 ((1, 6), (5, 6)), ((0, 3), (1, 3)), ((0, 3), (3,)), ((1,), (0,)), ((), ()), ((1, 1, 1), ()), ((2, 3, 4), (3, 1)), ((4, 1, 2), (1, 3, 1)),
                 ((0,), (2,)), ((3, 4), (3,)), ((2, 3), (3, 2)), ((4, 3), (4,)), ((2, 2, 2), (3, 2)), ((0, 3), (2, 3))]:
        for t in ("float64", "int16", "bool"):
            for op in ("add", "maximum", "lt"):
                case([sample(t, *s), sample(t, *u)], [op])
        case([sample("float64", *s), sample("int8", *u)], ["mul"])
        case([sample("int32", *s), sample("uint8", *u)], ["sub"])


def scalars():
    for t in TYPES:
        x = sample(t, 3, 3)
        for op in SCALAR:
            base = op.replace("_scalar", "").replace("scalar_", "")
            if t == "complex128" and base in ("minimum", "maximum", "lt", "le", "gt", "ge"):
                continue
            for v in (0, 1, 2, 2.5, 100):
                if base == "pow":
                    if t in INTS and v == 2.5 or v == 100:
                        continue
                    case([abs(x) if t in SIGNED + FLOATS else x], [op, v])
                else:
                    case([x], [op, v])
        if t in SIGNED + FLOATS:
            for op in ("add_scalar", "mul_scalar", "sub_scalar", "scalar_sub", "div_scalar", "minimum_scalar", "gt_scalar"):
                case([extremes(t)], [op, -3])
        if t in FLOATS:
            for op in COMPARISONS:
                case([np.array([0.1, 0.25, 0.7], t)], [op + "_scalar", 0.1])  # 0.1 is one of t
            for op in SCALAR:
                for v in ("nan", "inf", "-inf"):
                    if "pow" not in op:
                        case([extremes(t)], [op, v])


def shapes_and_axes():
    yield (7,), [(), (0,), (-1,)]
    yield (4, 6), [(), (0,), (1,), (-1,), (-2,), (0, 1), (1, 0)]
    yield (3, 4, 5), [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (2, 0), (-1,), (0, 1, 2)]
    yield (2, 3, 2, 3), [(), (1, 3), (0, 2), (3,), (0,), (1, 2, 3)]
    yield (1, 1), [(), (0,), (1,)]
    yield (), [()]


def reductions():
    for t in TYPES:
        for shape, all_axes in shapes_and_axes():
            x = sample(t, *shape)
            for op in REDUCTIONS:
                if t == "complex128" and op in ("min", "max", "var", "std"):
                    continue
                for axes in all_axes:
                    if t not in ("float64", "int32", "bool") and (len(shape) != 2 or op in ("any", "all") and t != "complex128"):
                        continue
                    case([x], [op, *axes])
        for op in REDUCTIONS:
            if t == "complex128" and op in ("min", "max", "var", "std"):
                continue
            for shape, all_axes in [((0,), [(), (0,)]), ((0, 3), [(), (0,), (1,)]), ((3, 0), [(), (0,), (1,)]), ((2, 0, 3), [(1,), (0,), (0, 2)])]:
                for axes in all_axes:
                    case([np.zeros(shape, t)], [op, *axes])
            if np.dtype(t).kind in "iu" and op != "var" and op != "std" and op != "mean":
                case([extremes(t)], [op])
    for t in FLOATS:
        for x in ([1, nan, 3, 4], [nan, nan], [inf, 1, -2], [-inf, inf], [inf, inf], [nan, inf], [0, -1, 5, 2]):
            for op in REDUCTIONS:
                case([np.array(x, t)], [op])
                case([np.array([x, x[::-1]], t)], [op, 0])
                case([np.array([x, x[::-1]], t)], [op, 1])
    wide = np.arange(3000.0).reshape(30, 100) % 17 + 1e4
    for op in ("sum", "mean", "var", "std", "min", "max"):
        for axes in ([], [0], [1]):
            case([wide], [op, *axes])
            case([wide.astype("float32") - 1e4], [op, *axes])
    case([np.full(5, 1e200)], ["var"])
    case([np.array([2**62, 2**62, 2**62])], ["sum"])
    case([np.array([2**62, 2**62 + 1])], ["sum"])
    x = sample("float64", 4, 6)
    for axes in ([0], [1], [0, 1]):
        for op in ("sum", "mean", "max"):
            case([x], [op, *axes], ["keepdims", *axes])
    case([sample("int32", 2, 3, 4)], ["sum", 0, 2], ["keepdims", 0, 2])
    case([x], ["keepdims", 0])
    case([x], ["keepdims", -1])
    case([x], ["keepdims", 1, 3])
    for bad in ([2], [-3], [0, 0], [1, -1]):
        case([x], ["sum", *bad])


def joining():
    for shape, n in [((3,), 1), ((3, 4), 2), ((2, 3, 4), 3)]:
        for axis in [*range(n), -1]:
            for ts in [("float64",) * 2, ("int8", "uint8"), ("bool", "int16", "float32"), ("int64", "uint64"), ("uint8", "float32"), ("int32", "float32"),
                       ("complex128", "int8"), ("bool",) * 3, ("float64",)]:
                parts = []
                for k, t in enumerate(ts):
                    s = list(shape)
                    s[axis] += k
                    parts.append(sample(t, *s))
                case(parts, ["concat", axis])
    full, none = sample("int16", 3, 4), np.zeros((0, 4), "int64")
    case([full, none], ["concat", 0])
    case([none, full], ["concat", 0])
    case([none, none], ["concat", 0])
    case([full, none, full, full], ["concat", 0])
    case([np.zeros((3, 0), "float64"), full], ["concat", 1])
    case([none, none], ["concat", 1])
    case([full, full], ["concat", 0], ["sum", 0])
    case([full, full + 1, full + 2], ["concat", 0], ["slice", ["step", None, None, 2], ["at", [3, 0]]], ["transpose"])
    for parts, axis in [([full, sample("int16", 3, 5)], 0), ([full, sample("int16", 4, 4)], 1), ([full, sample("int16", 4)], 0), ([full, full], 2),
                        ([full, full], -3), ([np.array(1), np.array(2)], 0)]:
        case(parts, ["concat", axis])


RANGES = [["range", 0, 3], ["range", 2, 5], ["range", -3, None], ["range", 0, -1], ["range", 3, 3], ["range", 5, 2], ["range", -100, 100], ["range", 0, 0],
          ["range", 4, 100], ["range", 100, 200], ["step", 0, None, 2], ["step", 1, None, 3], ["step", 1, 6, 2], ["step", 6, None, -1], ["step", 5, 1, -2],
          ["step", -1, -100, -1], ["step", 100, 0, -3], ["step", 0, None, 100], ["step", 2, 5, -1], ["step", -2, -6, -2], ["step", -100, 3, 1],
          ["step", 6, -100, -100]]
LISTS = [["at", []], ["at", [0]], ["at", [6]], ["at", [-1]], ["at", [3, 1, 2]], ["at", [2, 2, 2]], ["at", [0, 6, 0, 6, -7]], ["at", [6, 5, 4, 3, 2, 1, 0]],
         ["at", [1, 3, 5]], ["at", [0, 0, 1, 1, 6, 6]], ["at", [5, 0, 5, 0, 3, 3, 3, 1, 6, 2, 4, 0]], ["where", [1, 0, 1, 0, 0, 0, 1]], ["where", [0] * 7],
         ["where", [1] * 7], ["where", [0, 0, 0, 0, 0, 1, 1]]]
WRONG = [["at", [7]], ["at", [-8]], ["at", [0, 1, 100]], ["where", [1]], ["where", [1] * 8], ["where", []], ["step", 0, 5, 0]]


def slicing():
    vector, matrix, cube = sample("int32", 7), np.arange(77.0).reshape(7, 11), np.arange(7 * 3 * 7).reshape(7, 3, 7)
    for i in RANGES + LISTS + WRONG:
        case([vector], ["slice", i])
        case([matrix], ["slice", i])
        case([matrix.T.copy()], ["slice", None, i])
        case([cube], ["slice", i, None, ["at", [6, 0, 3]]])
        case([cube], ["slice", ["range", 1, 6], ["at", [2, 0, 0]], i])
    some = RANGES[::3] + LISTS[::2]
    for i in some:
        for k in some:
            case([matrix[:, :7]], ["slice", i, k])
            case([vector], ["slice", i], ["slice", k])
            case([vector], ["slice", k], ["slice", ["step", None, None, 2]])
    for t in TYPES:
        case([sample(t, 7, 7)], ["slice", ["step", 6, 0, -2], ["at", [1, 1, 0, 6]]])
        case([sample(t, 7, 7)], ["slice", ["where", [1, 0, 0, 1, 1, 0, 1]], ["range", 2, 6]])
    case([matrix], ["slice", ["at", [6, 0, 3, 3]], ["step", None, None, 3]], ["slice", ["range", 1, 3], ["at", [3, -1, 0]]], ["slice", None, ["range", 1, None]])
    case([matrix], ["slice", ["range", 1, 6]], ["add_scalar", 1], ["slice", ["at", [4, 0]]], ["sum", 0])
    case([matrix], ["slice"])
    case([np.array(5.0)], ["slice"])
    case([vector], ["slice", None, None])
    case([np.array(5.0)], ["slice", None])
    case([np.zeros((0, 3))], ["slice", ["range", 0, 5], ["at", [2, 1]]])
    case([np.zeros((0, 3))], ["slice", ["at", [0]]])
    case([np.zeros((0, 3))], ["slice", ["where", []], ["step", None, None, -1]])


def moving():
    for t in TYPES:
        case([sample(t, 3, 5)], ["transpose"])
        case([sample(t, 3, 5)], ["rechunk", 2])
    cube = np.arange(2 * 3 * 4.0).reshape(2, 3, 4)
    for order in ([], [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [-1, 0, 1], [-3, -1, -2]):
        case([cube], ["transpose", *order])
        case([cube], ["transpose", *order], ["sum", 1])
        case([cube], ["transpose", *order], ["slice", ["range", 1, None], ["at", [-1, 0]], ["step", None, None, 2]], ["transpose"])
    for order in ([0, 1], [0, 0, 1], [0, 1, 3], [0, 1, 2, 3], [-4, 1, 2]):
        case([cube], ["transpose", *order])
    for x in (np.array(3.5), np.arange(5), np.zeros((0, 4)), np.zeros((3, 0, 2), "int8")):
        case([x], ["transpose"])
        case([x], ["transpose"], ["transpose"])
    for sizes in ([1], [2], [3], [100], [-1], [1, 2, 3], [2, -1, 1], [-1, 1, -1]):
        case([cube], ["rechunk", *sizes])
        case([cube], ["rechunk", *sizes], ["sum", 1])
        case([cube], ["transpose", 2, 0, 1], ["rechunk", *sizes], ["slice", ["step", None, None, -1], None, ["at", [1, 1, 0]]])


def casting():
    for t in TYPES:
        for u in TYPES:
            x = sample(t, 2, 6)
            if u in UNSIGNED and t not in UNSIGNED:
                x = abs(x) if t != "bool" else x
            case([x], ["astype", u])
            if t != u and t in INTS and (u in INTS or u in FLOATS or u in ("bool", "complex128")):
                case([extremes(t)], ["astype", u])  # integers wrap around
    for t in FLOATS:
        for u in SIGNED + UNSIGNED:
            case([np.array([0.0, 0.9, 1.1, 1.9, 126.99, 100.5], t)], ["astype", u])
            if u in SIGNED:
                case([np.array([-0.9, -1.1, -1.9, -126.99], t)], ["astype", u])
        case([extremes(t)], ["astype", "bool"])
        case([extremes(t)], ["astype", "complex128"])
    case([extremes("float64")], ["astype", "float32"])
    case([extremes("float32")], ["astype", "float64"])
    case([np.array([1e300, -1e300, 1e-300, 16777217, 0.1])], ["astype", "float32"])
    case([np.array([2**53 + 1, 2**63 - 1, -(2**63)])], ["astype", "float64"])
    case([np.array([2**53 + 1, 2**63 - 1, -(2**63)])], ["astype", "float32"])
    case([np.array([2**64 - 1, 2**63, 2**53 + 1], "uint64")], ["astype", "float64"])
    case([np.array([2**64 - 1, 2**63, 2**24 + 1], "uint64")], ["astype", "float32"])
    case([np.array([9e18, -9e18, 2.0**52 + 0.5])], ["astype", "int64"])
    case([np.array([1.8e19, 9.3e18, 3.5])], ["astype", "uint64"])
    case([np.array([1 + 2j, 0j, 1j, -3.7 + 1j])], ["astype", "bool"])
    case([sample("float64", 3, 4)], ["astype", "float32"], ["sum", 0])
    case([sample("float64", 3, 4)], ["astype", "int8"], ["mean"])


def chains():
    x, y = np.arange(60.0).reshape(6, 10), np.arange(10)
    case([x, y], ["add"], ["mul_scalar", 2], ["log1p"], ["sum", 1], ["div_scalar", 3])
    case([x, y], ["mul"], ["transpose"], ["slice", ["at", [9, 0, 9]], ["step", None, None, -2]], ["max", 1])
    case([x], ["mean", 0], ["keepdims", 0], ["neg"], ["transpose"], ["sum"])
    case([x], ["slice", ["where", [1, 0, 1, 1, 0, 0]]], ["exp"], ["log"], ["round"], ["astype", "int32"], ["prod", 1])
    case([x], ["gt_scalar", 7], ["sum", 1], ["astype", "float32"], ["sqrt"])
    case([x], ["std", 0], ["add_scalar", 1], ["square"], ["min"])
    case([x, x + 1, x + 2], ["concat", 1], ["any", 0], ["not"], ["astype", "uint8"], ["sum"])


def line(items):
    return ",\n".join(items)


def write(file, *makers):
    """Writes the rows that the functions make. A file beside this one with operations of its own adds them to OPS first."""
    arrays.clear(), cases.clear(), titles.clear()
    for make in makers:
        make()
    table = line(f"{json.dumps(name)}: {text}" for text, name in arrays.items())
    text = "{\"arrays\": {\n" + table + "\n}, \"cases\": [\n" + line(map(json.dumps, cases)) + "\n]}\n"
    pathlib.Path(__file__).with_name(file).write_text(text)


if __name__ == "__main__":
    write("ops.json", elementwise, pairs, broadcasting, scalars, reductions, joining, slicing, moving, casting, chains)
