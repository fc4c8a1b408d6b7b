"""Writes repr.json: arrays and how NumPy prints them, for the tests of lazy/repr. python repr.py

A case holds of the array only what is printed: of one with more than 1000 elements the corners. Values are texts, since
JSON has neither NaN nor all of int64; a complex number is two.
"""
import itertools
import json
import pathlib

import numpy as np

np.set_printoptions(legacy="2.1")
rng = np.random.default_rng(20240517)
INTS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
FLOATS = [np.float32, np.float64]
nan, inf = np.nan, np.inf

cases = []


def words(a):
    if a.dtype.kind == "c":
        return [w for z in a.ravel() for w in (repr(float(z.real)), repr(float(z.imag)))]
    return [repr(v) for v in a.ravel().tolist()]


def corners(a):
    if a.size > 1000:
        for axis, n in enumerate(a.shape):
            if n > 6:
                a = np.take(a, [0, 1, 2, n - 3, n - 2, n - 1], axis)
    return words(a)


def case(name, a, dtype=None):
    a = np.asarray(a, dtype)
    cases.append({"name": name, "dtype": str(a.dtype), "shape": a.shape, "corners": corners(a), "want": repr(a)})


def plain():
    for dtype in [bool, *INTS, *FLOATS, np.complex128]:
        d = np.dtype(dtype).name
        case(f"{d}/no axes", np.ones((), dtype))
        case(f"{d}/one", [1], dtype)
        case(f"{d}/few", [0, 1, 0], dtype)
        case(f"{d}/square", np.eye(4), dtype)
        case(f"{d}/two lines", np.arange(40) % 2, dtype)
        case(f"{d}/1000", np.arange(1000) % 2, dtype)
        case(f"{d}/1001", np.arange(1001) % 2, dtype)
        case(f"{d}/corners", np.arange(10000).reshape(100, 100) % 3 % 2, dtype)
        for shape in [(0,), (0, 3), (3, 0), (2, 0, 4), (0, 0), (0, 1000000)]:
            case(f"{d}/empty {shape}", np.zeros(shape, dtype))
    case("bool/no axes, false", False)
    case("bool/all true", [True, True])
    case("bool/all false", [False, False])
    for dtype in INTS:
        i = np.iinfo(dtype)
        case(f"{i.dtype}/limits", [i.min, 0, i.max], dtype)
        case(f"{i.dtype}/wide", [i.min, 0, i.max] * 20, dtype)
        case(f"{i.dtype}/lowest", i.min, dtype)
        case(f"{i.dtype}/wide corners", rng.integers(i.min, i.max, (40, 50), dtype, endpoint=True))


def wrapping():
    """Rows, types and brackets at the edge of the line."""
    for n in range(1, 41):
        case(f"wrap/int64 {n}", np.arange(n) * 7)
    for n in range(8, 30):
        case(f"wrap/int16 {n}", np.arange(n), np.int16)
    for n in range(1, 16):
        case(f"wrap/float32 {n}", np.arange(n) / 8, np.float32)
    for n in range(1, 24):
        case(f"wrap/2d {n}", np.arange(2 * n).reshape(2, n) + 10)
        case(f"wrap/3d {n}", np.arange(2 * n).reshape(1, 2, n) + 10, np.uint8)
    for width in range(1, 19):
        case(f"wrap/width {width}", np.full(30, 10**width - 1))
        case(f"wrap/width {width}, 4d", np.full((1, 1, 1, 30), 10**width - 1), np.uint64)
    for ndim in range(1, 12):
        case(f"wrap/{ndim} axes", np.full((1,) * (ndim - 1) + (30,), 123456))
        case(f"wrap/{ndim} axes of 2", np.arange(2**ndim).reshape((2,) * ndim) / 4)


def shortening():
    for shape in [(1001,), (1000, 1), (1001, 1), (1, 1001), (6, 167), (7, 143), (167, 6), (143, 7), (7, 144), (2, 501), (2, 3, 200),
                  (200, 3, 2), (10, 10, 10), (10, 10, 11), (3, 20, 20), (7, 7, 7, 7), (2, 2, 2, 200), (6, 6, 6, 6), (1, 1, 1, 1001)]:
        a = np.arange(np.prod(shape)).reshape(shape)
        case(f"short/{shape}", a)
        case(f"short/{shape} float64", a / 16)
        case(f"short/{shape} int32", a, np.int32)
        case(f"short/{shape} bool", a % 3 == 0)
    a = np.zeros((100, 100))
    a[50, 50] = 1e200
    case("short/the middle doesn't count", a)
    a[0, 99] = -nan
    case("short/the corner counts", a)
    case("short/random", rng.random((10000, 10)))
    case("short/random square", rng.random((500, 500)))
    case("short/random vector", rng.random(10000))
    case("short/wide float32", rng.random((50, 50)) * 1e20, np.float32)
    case("short/complex", rng.random((50, 50)) + 1j * rng.random((50, 50)))


SPECIAL = [nan, inf, -inf, 0.0, -0.0, 1.0, -1.0, 1.5, 1e8, 99999999.0, 1e-4, 9.9999e-5, 1e16, 1e100, 1e-100, 123456.789, 1 / 3, -2 / 3]
LISTS = {
    "whole": [1, 2, 3],
    "halves": [1, 2.5, 10],
    "negative": [-1, 2.25],
    "zeros": [0, 0],
    "minus zero": [-0.0, 0.0],
    "minus zero alone": [-0.0],
    "nan": [nan],
    "nan with one": [nan, 1],
    "nan with fraction": [nan, 1.25],
    "inf": [inf],
    "minus inf": [-inf],
    "minus inf with one": [-inf, 1],
    "minus inf with fraction": [-inf, 1.125, 2],
    "minus inf with wide": [-inf, 1234.5],
    "all special": [nan, inf, -inf],
    "special and exponent": [nan, inf, -inf, 1e10],
    "below the limit": [99999999.0, 1e6],
    "at the limit": [1e8, 1e6],
    "small limit": [0.0001, 0.0002],
    "below small limit": [0.000099, 0.0002],
    "ratio 1000": [1, 1000],
    "ratio above 1000": [1, 1000.5],
    "ratio below 1000": [0.1, 99.99],
    "tenth and hundred": [0.1, 100],
    "zero and large": [0, 1e9],
    "zero and small": [0, 1e-9],
    "eight digits": [0.12345678, 1],
    "nine digits": [0.123456789, 1],
    "rounds up": [0.999999999, 1],
    "rounds to a whole": [1.999999999],
    "rounds to short": [1.1000000001],
    "middle, even": [0.001953125],
    "middle, odd": [0.005859375],
    "mantissa rounds up": [9.999999999e9],
    "mantissa ends early": [1.5e10, 1e10],
    "long exponents": [1e100, 1, 1e-100],
    "long exponent": [1e-300, 1e30],
    "largest": [1.7976931348623157e308, -1.7976931348623157e308],
    "smallest": [5e-324, 2.2250738585072014e-308],
    "third": [1 / 3, 2 / 3],
    "eighths": [i / 8 for i in range(20)],
    "percent": [i / 100 for i in range(30)],
    "powers": [10.0**i for i in range(-5, 12)],
}


def floats():
    for dtype in FLOATS:
        d = np.dtype(dtype).name
        for name, values in LISTS.items():
            with np.errstate(over="ignore"):
                case(f"{d}/{name}", values, dtype)
        for x in SPECIAL:
            case(f"{d}/alone {x!r}", x, dtype)
        for x, y in itertools.combinations(SPECIAL, 2):
            case(f"{d}/pair {x!r} {y!r}", [x, y], dtype)
    for name, value in [("large", 16777216), ("seven digits", 1234567), ("limit", 1e-4), ("below", np.nextafter(np.float32(1e-4), np.float32(0)))]:
        case(f"float32/exact {name}", [value], np.float32)
    case("float32/ratio", np.array([0.001, 1], np.float32))
    case("float32/ratio beyond float32", np.array([1e-30, 1e30], np.float32))


def complexes():
    for name, values in [
        ("units", [1j, -1j, 1, -1]), ("halves", [0.5 + 2j, 10 - 0.25j]), ("nan", [complex(nan, nan), 1 + 2j]),
        ("minus nan", [complex(1, -nan)]), ("inf", [complex(inf, -inf), 1.5 + 0.125j]), ("large", [1e10 + 1j, 2e10 - 3j]),
        ("small", [1e-10 + 1e-5j]), ("zeros", [complex(-0.0, -0.0), 0j]), ("real exponent only", [1e9 + 1j, 1 + 2.5j]),
        ("imaginary exponent only", [1 + 1e9j, 1.5 + 1j]), ("all nan", [complex(nan, nan)]), ("real nan", [complex(nan, 1)]),
        ("all inf", [complex(-inf, inf)]),
    ]:
        case(f"complex128/{name}", values, complex)
        case(f"complex128/{name}, no axes", np.array(values[0], complex))


def random():
    for i in range(60):
        ndim = int(rng.integers(1, 4))
        shape = tuple(int(n) for n in rng.integers(1, (60, 14, 6)[ndim - 1], ndim))
        scale = 10.0 ** rng.integers(-6, 10)
        a = rng.standard_normal(shape) * scale
        case(f"random {i}/normal", a)
        case(f"random {i}/float32", a, np.float32)
        case(f"random {i}/exponents", rng.standard_normal(shape) * 10.0 ** rng.integers(-3, 3, shape))
        case(f"random {i}/rounded", np.round(rng.standard_normal(shape) * 100, int(rng.integers(0, 5))))
        case(f"random {i}/bits", rng.integers(0, 2**64, 5, np.uint64).view(np.float64))
        case(f"random {i}/float32 bits", rng.integers(0, 2**32, 5, np.uint32).view(np.float32))
        case(f"random {i}/float32 whole", rng.integers(1, 10 ** int(rng.integers(1, 9)), shape), np.float32)
        special = a.copy()
        special[rng.random(shape) < 0.2] = (nan, inf, -inf)[i % 3]
        case(f"random {i}/special", special)
        case(f"random {i}/complex", np.round(a, 3) + 1j * rng.standard_normal(shape))
        dtype = INTS[i % len(INTS)]
        high = min(int(np.iinfo(dtype).max), 10 ** int(rng.integers(1, 19)))
        case(f"random {i}/int", rng.integers(max(np.iinfo(dtype).min, -high), high, shape, dtype))


for make in (plain, wrapping, shortening, floats, complexes, random):
    make()
text = "[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n"
pathlib.Path(__file__).with_name("repr.json").write_text(text)
