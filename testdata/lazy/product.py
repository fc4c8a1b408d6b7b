"""Writes product.json: what NumPy makes of products of matrices, einsum and diagonals, in the way of ops.py. python product.py"""
import numpy as np

import ops
from ops import TYPES, case, sample



def outer(x, y):
    if x.ndim != 1 or y.ndim != 1:  # NumPy ravels
        raise ValueError("vectors")
    return np.outer(x, y)


def einsum(*xs):
    return np.asarray(np.einsum(xs[-1], *xs[:-1]))


def diag(x):
    return np.diag(x).copy()


ops.OPS |= {
    "matmul": lambda x, y: np.asarray(np.matmul(x, y)),
    "dot": lambda x, y: np.asarray(np.dot(x, y)),
    "tensordot": lambda x, y, a, b: np.asarray(np.tensordot(x, y, (a, b))),
    "outer": outer,
    "einsum": einsum,
    "kron": np.kron,
    "diagonal": lambda x, *args: np.diagonal(x, *args).copy(),
    "trace": lambda x, *args: np.asarray(np.trace(x, *args)),
    "diag": diag,
    "gram": lambda x: x @ x.T,
    "gram_transposed": lambda x: x.T @ x,
}
ops.CLOSE |= {"matmul", "dot", "tensordot", "einsum", "trace", "gram", "gram_transposed"}
# Elements of product matrices are sums whose terms may cancel out: the samples are multiples of 0.75 * 0.75, which are exact.


def matrices():
    shapes = [((3, 4), (4, 5)), ((7, 1), (1, 6)), ((1, 9), (9, 1)), ((12, 10), (10, 11)), ((4,), (4,)), ((4,), (4, 3)), ((3, 4), (4,)),
              ((2, 3, 4), (4, 5)), ((2, 3, 4), (2, 4, 5)), ((1, 3, 4), (5, 4, 2)), ((2, 1, 3, 4), (3, 4, 2)), ((4,), (2, 4, 3)), ((2, 3, 4), (4,)),
              ((0, 4), (4, 3)), ((3, 0), (0, 4)), ((0,), (0,)), ((3, 4), (4, 0)), ((0, 3, 4), (4, 2)), ((1, 3, 4), (0, 4, 2)), ((2, 0, 4), (2, 4, 3)),
              ((3, 4), (3, 4)), ((4,), (3,)), ((2, 3, 4), (3, 4, 5)), ((), (3,)), ((3, 4), ()), ((3, 4), (3,))]
    for s, u in shapes:
        for t in ("float64", "int32", "bool", "complex128"):
            case([sample(t, *s), sample(t, *u)], ["matmul"])
        for t in ("float64", "int16"):
            if t == "float64" or s and u:
                case([sample(t, *s), sample(t, *u)], ["dot"])
    for t in TYPES:
        case([sample(t, 6, 7), sample(t, 7, 5)], ["matmul"])
        case([sample(t, 6, 7)], ["gram"])
        case([sample(t, 9, 4)], ["gram_transposed"])
        case([sample(t, 9), sample(t, 9)], ["dot"])
        for u in TYPES:
            if u != t:
                case([sample(t, 3, 4), sample(u, 4, 2)], ["matmul"])
    case([np.array([[100, 100], [50, 3]], "int8"), np.array([[100, 3], [100, 4]], "int8")], ["matmul"])
    case([np.array([[2**63, 3]], "uint64"), np.array([[2], [1]], "uint64")], ["matmul"])
    wide, tall = sample("float64", 40, 70), sample("float64", 70, 33)
    case([wide, tall], ["matmul"])
    case([wide.astype("float32"), tall.astype("float32")], ["matmul"])
    case([wide], ["gram"])
    case([wide], ["gram_transposed"])
    case([wide], ["transpose"], ["gram"])
    case([sample("float64", 5, 3), sample("float64", 3, 4)], ["matmul"], ["sum", 0], ["add_scalar", 1])


def tensors():
    x, y = sample("float64", 3, 4, 5), sample("float64", 4, 3, 2)
    for a, b in [([1, 0], [0, 1]), ([0], [1]), ([0, 1], [1, 0]), ([], []), ([-2], [0]), ([1], [-3])]:
        case([x, y], ["tensordot", a, b])
    for a, b in [([0], [0]), ([0, 1], [1]), ([3], [0]), ([0, 0], [1, 1]), ([2], [2])]:
        case([x, y], ["tensordot", a, b])
    case([sample("int64", 6, 2), sample("int64", 5, 6)], ["tensordot", [0], [1]])
    case([sample("float64", 0, 2), sample("float64", 5, 0)], ["tensordot", [0], [1]])
    case([sample("float64", 2, 3, 4, 2), sample("float64", 2, 4, 3)], ["tensordot", [0, 2], [0, 1]])
    for t in ("float64", "int8", "bool", "complex128"):
        case([sample(t, 5), sample(t, 7)], ["outer"])
        case([sample(t, 3, 4), sample(t, 2, 5)], ["kron"])
        case([sample(t, 5), sample(t, 4)], ["kron"])
    case([sample("int8", 5), sample("float32", 7)], ["outer"])
    case([sample("int8", 2, 3), sample("float32", 2, 2)], ["kron"])
    case([sample("float64", 0, 3), sample("float64", 2, 2)], ["kron"])
    case([sample("float64", 3, 3), sample("float64", 2, 0)], ["kron"])
    case([sample("float64", 2, 3), sample("float64", 4)], ["outer"])


def einsums():
    def rows(text, *shapes, types=("float64", "int32", "complex128")):
        for t in types:
            case([sample(t, *s) for s in shapes], ["einsum", text])
    a, b = (4, 5), (5, 6)
    for text in ("ij,jk->ik", "ij,jk", "ij,jk->ki", "ij,jk->", "ij,jk->j", "ij,jk->ijk", "ij,jk->i", "ij,jk->k", "ij,jk->kji", " i j , j k -> i k "):
        rows(text, a, b)
    for text in ("ij,ij->", "ij,ij->ij", "ij,ij->i", "ij,ij", "ij,kl->ijkl", "ij,kl->ik", "ij,kj->ik", "ji,ki", "ij,kj->k"):
        rows(text, (4, 5), (4, 5))
    for text in ("i,i->", "i,i", "i,i->i", "i,j->ij", "i,j->ji", "i,j", "i,j->"):
        rows(text, (5,), (5,))
        rows(text, (5,), (5,), types=("bool", "int8", "float32"))
    for text in ("ii->i", "ii->", "ii", "ij->ji", "ij->", "ij->i", "ba", "ij"):
        rows(text, (5, 5))
    rows("iij->ij", (3, 3, 4))
    rows("iij", (3, 3, 4))
    rows("iji->j", (3, 4, 3))
    rows("iii->i", (4, 4, 4))
    rows("iijj->ij", (3, 3, 4, 4))
    rows("bij,bjk->bik", (3, 4, 5), (3, 5, 2))
    rows("bij,bjk->ikb", (3, 4, 5), (3, 5, 2))
    rows("bij,bjk->bik", (1, 4, 5), (3, 5, 2))
    rows("bij,bjk->bik", (3, 4, 5), (1, 5, 2))
    rows("ij,jk->ik", (4, 1), (5, 3))
    rows("ij,jk->ik", (4, 5), (1, 3))
    rows("ij,ij->", (4, 1), (1, 5))
    rows("ij,jk,kl->il", (3, 4), (4, 2), (2, 5))
    rows("ij,jk,ki->", (3, 4), (4, 2), (2, 3))
    rows("i,ij,j->", (3,), (3, 4), (4,))
    rows("ii,ij->j", (4, 4), (4, 3))
    rows("iij,jk->ik", (3, 3, 4), (4, 2))
    rows("abcd,dcef->abfe", (2, 3, 4, 5), (5, 4, 2, 3), types=("float64",))
    rows("ij,jk->ik", (0, 3), (3, 4), types=("float64",))
    rows("ij,jk->ik", (3, 0), (0, 4), types=("float64",))
    rows("ij->i", (3, 0), types=("float64",))
    rows(",->", (), ())
    rows("i,->i", (4,), ())
    case([sample("int8", 3, 4), sample("float32", 4, 2)], ["einsum", "ij,jk->ik"])
    case([sample("bool", 3, 4), sample("bool", 4, 2)], ["einsum", "ij,jk->ik"])
    x, y = sample("float64", 4, 5), sample("float64", 5, 6)
    for bad in ("ij,kj->ik", "ij,jk->iz", "ij,jk->ii", "ij->i", "ij,jk,kl", "ijk,jk", "i1,1k", "ij,jk->i.k", "ij;jk", ""):
        case([x, y], ["einsum", bad])
    case([x], ["einsum", "ii->i"])


def diagonals():
    for t in TYPES:
        x = sample(t, 5, 7)
        case([x], ["diagonal"])
        case([x], ["diag"])
        case([x[0]], ["diag"])
        case([x], ["trace", 0])
    x = sample("float64", 5, 7)
    for k in (1, -1, 4, 6, 7, 9, -4, -5, -9):
        case([x], ["diagonal", k])
        case([x], ["trace", k])
    y = sample("int32", 4, 5, 6)
    for axes in ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1), (-1, 0)):
        for k in (0, 2, -1):
            case([y], ["diagonal", k, *axes])
        case([y], ["trace", 1, *axes])
    for s in ((0, 0), (0, 3), (3, 0), (1, 1), (1, 5)):
        case([sample("float64", *s)], ["diagonal"])
        case([sample("float64", *s)], ["trace", 0])
    case([np.zeros(0)], ["diag"])
    case([x[0]], ["diagonal"])
    case([y], ["diagonal", 0, 1, 1])
    case([y], ["diagonal", 0, 0, 3])
    case([y], ["diag"])
    case([np.array(3.0)], ["diag"])


if __name__ == "__main__":
    ops.write("product.json", matrices, tensors, einsums, diagonals)
