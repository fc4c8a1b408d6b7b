"""Writes shape.json: what NumPy makes of shapes, pads, splits and indexes, in the way of ops.py. python shape.py"""
import numpy as np

import ops
from ops import TYPES, case, sample


def rows(*xs):
    """np.block of rows of the given lengths."""
    *xs, lengths = xs
    xs = iter(xs)
    return np.block([[next(xs) for _ in range(n)] for n in lengths])


def pad(x, how, *widths):
    how, *value = how if isinstance(how, list) else [how]
    if len(widths) != x.ndim and len(widths) != 1:
        raise ValueError("widths")
    if len(widths) == 1:
        widths = widths * x.ndim
    return np.pad(x, widths, how, constant_values=np.asarray(value[0]).astype(x.dtype)) if value else np.pad(x, widths, how)


def mixed(x, *indexes):
    """Like x[indexes], but every list selects along its own axis."""
    plain, lists, axis = [], [], 0
    for i in indexes:
        if i == "...":
            plain.append(...)
            axis += x.ndim - axis_count(indexes)
        elif i == "newaxis":
            plain.append(None)
        elif i is None:
            plain.append(slice(None))
            axis += 1
        elif i[0] == "int":
            plain.append(i[1])
            axis += 1
        elif i[0] in ("range", "step"):
            plain.append(slice(*i[1:]))
            axis += 1
        else:
            plain.append(slice(None))
            if axis >= x.ndim:
                raise IndexError("too many indexes")
            lists.append((axis, ops.index(i, x.shape[axis])))
            axis += 1
    for axis, positions in lists:
        x = np.take(x, positions, axis)
    return x[tuple(plain)]


def axis_count(indexes):
    return sum(i not in ("newaxis", "...") for i in indexes)


def piece(f):
    def g(x, n, axis, k):
        if n <= 0:
            raise ValueError(f"{n} pieces")
        return f(x, n, axis)[k]
    return g


ops.OPS |= {
    "reshape": lambda x, *shape: x.reshape(shape),
    "ravel": np.ravel,
    "squeeze": lambda x, *axes: np.squeeze(x, axes or None),
    "expand_dims": lambda x, *axes: np.expand_dims(x, axes),
    "broadcast_to": lambda x, *shape: np.broadcast_to(x, shape),
    "stack": lambda *xs: np.stack(xs[:-1], xs[-1]),
    "block": rows,
    "repeat": np.repeat,
    "tile": lambda x, *reps: np.tile(x, reps),
    "flip": lambda x, *axes: np.flip(x, axes or None),
    "roll": lambda x, shift, *axes: np.roll(x, [shift] * len(axes) if axes else shift, axes or None),
    "pad": pad,
    "split": piece(np.split),
    "array_split": piece(np.array_split),
    "moveaxis": np.moveaxis,
    "swapaxes": np.swapaxes,
    "index": mixed,
    "points": lambda x, *lists: x[tuple(np.array(l, int) for l in lists)],
}

CUBE = np.arange(4 * 6 * 5.0).reshape(4, 6, 5)


def reshaping():
    for shape, into in [
        ((12,), [(12,), (3, 4), (4, 3), (2, 3, 2), (1, 12), (12, 1), (-1, 6), (2, -1, 2), (1, 3, 1, 4, 1), (5, 3), (-1, 5), (-1, -1), (7, -1)]),
        ((4, 6), [(24,), (2, 2, 6), (4, 2, 3), (2, 2, 2, 3), (3, 8), (8, 3), (6, 4), (1, 24), (2, 12), (12, 2), (4, 6, 1), (-1,), (23,)]),
        ((4, 6, 5), [(24, 5), (4, 30), (120,), (2, 2, 6, 5), (4, 3, 2, 5), (2, 12, 5), (2, 60), (20, 6), (5, 6, 4), (10, 12), (8, 15), (2, 2, 30), (12, 2, 5), (120, 1),
                     (3, 8, 5), (4, 5, 6), (1, 4, 1, 6, 1, 5)]),
        ((2, 3, 2, 3), [(36,), (6, 6), (2, 18), (6, 2, 3), (2, 3, 6), (2, 6, 3), (4, 9), (9, 4), (3, 2, 3, 2)]),
        ((1, 6, 1), [(6,), (1, 6), (6, 1), (2, 3), (1, 2, 1, 3, 1)]),
        ((60,), [(6, 10), (10, 6), (3, 4, 5), (2, 30), (30, 2)]),
        ((30, 20), [(600,), (20, 30), (60, 10), (10, 60), (3, 10, 20), (30, 4, 5), (5, 6, 4, 5)]),
        ((), [(), (1,), (1, 1), (-1,), (2,)]),
        ((1,), [(), (1, 1)]),
        ((0,), [(0,), (0, 3), (3, 0), (-1,), (1,)]),
        ((0, 3), [(0,), (3, 0), (-1, 3), (0, -1), (5, 0, 2)]),
    ]:
        for s in into:
            case([sample("float64", *shape)], ["reshape", *s])
            if len(shape) == 2 and len(s) > 1:
                case([sample("int16", *shape)], ["transpose"], ["reshape", *s], ["sum", 0])
    for t in TYPES:
        case([sample(t, 4, 6)], ["reshape", 3, 8])
        case([sample(t, 4, 6)], ["ravel"])
    for x in (CUBE, np.array(3), np.zeros((0, 3)), np.arange(7)):
        case([x], ["ravel"])
    x = sample("int32", 1, 3, 1, 4)
    for axes in ([], [0], [2], [-2], [0, 2], [1], [0, 0], [4]):
        case([x], ["squeeze", *axes])
    for axes in ([0], [-1], [1, 3], [0, 1, 2], [5], [0, 0]):
        case([CUBE[0]], ["expand_dims", *axes])
    for a, b in [(0, 2), (2, 0), (1, -1), (0, 0), (-3, -1), (3, 0), (0, 3)]:
        case([CUBE], ["moveaxis", a, b])
        case([CUBE], ["swapaxes", a, b])
    case([CUBE], ["swapaxes", 0, 2], ["reshape", 10, 12])
    case([CUBE], ["reshape", 24, 5], ["slice", ["at", [23, 0, 7]], ["step", None, None, 2]])
    case([CUBE], ["reshape", 20, 6], ["add_scalar", 1], ["sum", 1], ["reshape", 4, 5])


def repeating():
    for shape, into in [((3,), [(3,), (2, 3), (1, 3), (4, 1, 3), (0, 3), (3, 3), (3, 1), (2,)]), ((3, 1), [(3, 4), (2, 3, 4), (3, 1), (3, 0)]),
                        ((1, 1), [(5, 6), (1, 6), (2, 5, 1)]), ((), [(), (3,), (2, 2)]), ((1,), [(5,), (0,)]), ((4, 3), [(4, 3), (2, 4, 3), (3,), (4, 4)]),
                        ((2, 1, 3), [(2, 7, 3), (5, 2, 7, 3)]), ((0, 1), [(0, 3)])]:
        for s in into:
            for t in ("float64", "bool", "int16", "complex128"):
                case([sample(t, *shape)], ["broadcast_to", *s])
    case([np.arange(4.0).reshape(4, 1)], ["broadcast_to", 4, 5], ["mul_scalar", 2], ["sum", 0])
    case([np.arange(4.0)], ["neg"], ["broadcast_to", 3, 4], ["transpose"], ["slice", ["at", [3, 0]]])
    for t in TYPES:
        case([sample(t, 3, 4)], ["repeat", 2, 1])
        case([sample(t, 3, 4)], ["tile", 2, 3])
    for x in (np.arange(5), CUBE, np.zeros((0, 2)), np.zeros((2, 0))):
        for n in (0, 1, 2, 3, 7):
            for axis in range(x.ndim):
                case([x], ["repeat", n, axis])
        for reps in ([], [1], [2], [0], [1, 2], [2, 1], [2, 2], [3, 1, 2], [2, 1, 1, 2]):
            case([x], ["tile", *reps])
    case([np.arange(5)], ["repeat", -1, 0])
    case([np.arange(5)], ["repeat", 2, 1])
    case([np.arange(5)], ["tile", -1])
    case([np.array(5)], ["tile", 3])
    case([np.array(5)], ["tile", 2, 2])
    x, y = sample("float64", 3, 4), sample("int8", 3, 4)
    for axis in (0, 1, 2, -1, -2, -3, 3, -4):
        case([x, y], ["stack", axis])
        case([x, y, x], ["stack", axis], ["sum", 0])
    case([x, y[:2]], ["stack", 0])
    case([np.array(1), np.array(2.5)], ["stack", 0])
    case([x, x[:, :1], x[:2], x[:2, :1]], ["block", [2, 2]])
    case([np.arange(3), np.arange(2), np.arange(5.0)], ["block", [2, 1]])
    case([np.array(1), np.array(2), np.array(3), np.array(4)], ["block", [2, 2]])
    case([CUBE, CUBE], ["block", [1, 1]])
    case([CUBE, CUBE], ["block", [2]])
    case([x, x[:, :1], x], ["block", [2, 1]])


def moving():
    for x in (np.arange(7), sample("int16", 4, 5), CUBE, np.zeros((0, 3))):
        for axes in ([], [0], [-1], [0, 1], [3]):
            case([x], ["flip", *axes])
            for shift in (0, 1, 3, -2, 100):
                case([x], ["roll", shift, *axes])
    case([np.array(1)], ["flip"])
    case([CUBE], ["flip", 1], ["slice", None, ["range", 1, 4]])
    case([CUBE], ["roll", 2, 1], ["slice", None, ["range", 1, 4]], ["sum", 1])
    hows = [["constant", 0], ["constant", 2.5], "edge", "reflect", "symmetric", "wrap"]
    for how in hows:
        for x in (np.arange(5.0), np.arange(12.0).reshape(3, 4)):
            for w in ((0, 0), (1, 2), (4, 0), (0, 3), (3, 3), (9, 14), (-1, 0)):
                case([x], ["pad", how, w])
        case([sample("float64", 3, 4)], ["pad", how, (1, 2), (0, 3)])
        case([CUBE], ["pad", how, (1, 0), (0, 2), (3, 3)])
        case([CUBE], ["pad", how, (1, 0), (0, 2)])
        case([np.arange(1)], ["pad", how, (2, 3)])
        case([np.zeros((0, 2))], ["pad", how, (1, 1), (0, 0)])
        case([np.zeros((0, 2))], ["pad", how, (0, 0), (1, 1)])
        for t in TYPES:
            case([sample(t, 3, 2)], ["pad", how, (2, 1)])
    for n in (1, 2, 3, 4, 7, 0, -1):
        for axis in (0, 1, -1, 2):
            for k in range(min(max(n, 1), 4)):
                case([sample("int32", 4, 6)], ["split", n, axis, k])
                case([sample("int32", 4, 6)], ["array_split", n, axis, k])


POINTS = [[[0, 1, 2], [2, 1, 0]], [[0], [0]], [[], []], [[-1, 0, -1, 3, 3], [0, -1, 5, 5, 5]], [[3, 2, 1, 0, 3, 2, 1, 0, 2], [1, 1, 4, 4, 5, 5, 0, 0, 3]], [[4], [0]], [[0, 1], [6, 0]]]


def indexing():
    number, new, dots = ["int", 1], "newaxis", "..."
    last = ["int", -1]
    for i in ([number], [last], [number, last], [None, number], [number, None, last], [number, number, number], [["range", 1, 3], number, None], [None, last, ["step", None, None, -2]],
              [["int", 4]], [["int", -5]], [["at", [2, 0, 0]], number, ["where", [1, 0, 1, 0, 1]]], [["at", []], number], [number, ["at", [5, 0, -1]], ["at", [1, 1]]],
              [new], [None, new], [new, number], [number, new], [None, None, None, new], [new, None, new, last, new], [dots], [dots, number], [number, dots], [number, dots, last],
              [new, dots, new], [dots, new, number], [["range", 1, 3], dots, ["step", None, None, 2]], [dots, None, None, None], [number, number, number, number], [dots, dots], [None, None, None, None],
              [number, number, dots, number], [["range", 2, 2], number], [number, ["range", 5, 2]]):
        case([CUBE], ["index", *i])
        if len(i) < 3:
            case([CUBE], ["index", *i], ["add_scalar", 1], ["sum"])
            # A view of a view is one selection.
            case([CUBE], ["index", ["step", None, None, -1], None, ["at", [4, 4, 0, 2]]], ["index", *i])
            case([CUBE], ["index", new, None, number], ["index", *i])
            case([CUBE], ["index", *i], ["index", dots, new], ["index", dots, ["int", 0]])
            case([CUBE], ["index", *i], ["index", dots, new], ["index", dots, ["at", [0, 0]]])
    case([np.array(5)], ["index"])
    case([np.array(5)], ["index", new])
    case([np.array(5)], ["index", dots, new, new])
    case([np.array(5)], ["index", number])
    case([np.zeros((0, 3))], ["index", number])
    case([np.zeros((0, 3))], ["index", None, number])
    for t in TYPES:
        case([sample(t, 4, 6)], ["points", [0, 3, 3, 1], [5, 0, 2, 2]])
        case([sample(t, 4, 6)], ["index", number])
    for p in POINTS:
        case([sample("float64", 4, 6)], ["points", *p])
        case([CUBE], ["points", *p])
        case([CUBE], ["points", *p], ["index", None, ["int", 2]])
        case([CUBE], ["points", p[0]])
    case([CUBE], ["points", [0, 1], [2, 3], [4, 4]])
    case([CUBE], ["points", [0, 1], [2]])
    case([CUBE], ["points", [0, 1], [2, 3, 4]])
    case([CUBE], ["points", [0, 1], [2, 3], [4, 4], [0, 0]])
    long = np.arange(600.0) % 7
    case([long], ["index", ["at", [(i * 7919) % 600 for i in range(400)]]])
    case([long], ["index", ["step", 599, None, -3]], ["index", ["step", 1, None, 7]])
    case([long.reshape(30, 20)], ["points", [(i * 7919) % 30 for i in range(50)], [(i * 31) % 20 for i in range(50)]])


if __name__ == "__main__":
    ops.write("shape.json", reshaping, repeating, moving, indexing)
