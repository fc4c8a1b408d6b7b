"""Writes linalg.json: what NumPy makes of matrices, for the tests of lazy/linalg. python linalg.py

A case is an operation, numbers and texts as arguments, inputs, and results by name. Signs that are left open are fixed as lazy/linalg does: nothing on the diagonal of r is
negative, and the element of each row of v that is the furthest from zero is positive.
"""
import json
import pathlib

import numpy as np

rng = np.random.default_rng(7)
cases = []


def held(a):
    a = np.asarray(a)
    return {"dtype": str(a.dtype), "shape": a.shape, "values": [float(v) for v in a.ravel()]}


def case(op, inputs, args=(), close=None, **want):
    inputs = [np.asarray(x) for x in inputs]
    if close is None:
        close = 2e-5 if all(x.dtype == np.float32 for x in inputs) else 1e-10
    cases.append({"op": op, "inputs": [held(x) for x in inputs], "args": list(map(str, args)), "close": close,
                  "want": {k: held(v) for k, v in want.items()}})


def normal(*shape, dtype="float64"):
    return np.round(rng.normal(size=shape), 3).astype(dtype)


def result(*xs):
    return np.float32 if all(x.dtype == np.float32 for x in xs) else np.float64


def qr(x):
    t = result(x)
    q, r = np.linalg.qr(x.astype(float))
    s = np.where(np.diagonal(r) < 0, -1.0, 1.0)
    case("qr", [x], q=(q * s).astype(t), r=(r * s[:, None]).astype(t))


def thin(x):
    u, s, v = np.linalg.svd(x.astype(float), full_matrices=False)
    if v.size:
        sign = np.sign(np.take_along_axis(v, np.abs(v).argmax(1)[:, None], 1))
        u, v = u * sign.T, v * sign
    return u, s, v


def svd(x):
    t = result(x)
    u, s, v = thin(x)
    case("svd", [x], u=u.astype(t), s=s.astype(t), v=v.astype(t))


for shape in [(9, 4), (40, 7), (64, 3), (5, 5), (1, 1), (7, 1), (1, 6), (4, 9), (7, 40)]:
    x = normal(*shape)
    qr(x)
    svd(x)
qr(normal(12, 3, dtype="float32"))
svd(normal(12, 3, dtype="float32"))
svd(normal(3, 12, dtype="float32"))
ints = rng.integers(-9, 10, (11, 4))
qr(ints)
svd(ints.astype("int16"))
qr(np.zeros((0, 3)))
qr(np.zeros((3, 0)))
svd(np.zeros((0, 3)))
svd(np.zeros((3, 0)))

# Of low rank, so that the randomized decomposition is exact.
for m, n, k in [(30, 20, 3), (20, 30, 4), (50, 12, 1), (12, 12, 5)]:
    x = normal(m, k) @ normal(k, n)
    u, s, v = (a for a in thin(x))
    case("svd_compressed", [x], [k], u=u[:, :k], s=s[:k], v=v[:k])
    case("svd_compressed", [x], [k, 0], u=u[:, :k], s=s[:k], v=v[:k])

for m, n, k in [(40, 6, 3), (6, 40, 4), (25, 5, 5), (20, 20, 2)]:
    for solver, x in [("full", normal(m, n) + np.arange(n)), ("", normal(m, n)), ("randomized", normal(m, 2) @ normal(2, n) + np.arange(n) % 5)]:
        kk = min(k, 2) if solver == "randomized" else k
        if kk == min(m, n) and kk == m:
            continue
        mean = x.mean(0)
        u, s, v = thin(x - mean)
        var = s**2 / (m - 1)
        y = normal(4, n)
        case("pca", [x, y], [kk, solver], close=1e-8, mean=mean, components=v[:kk], scores=(u * s)[:, :kk], singular_values=s[:kk],
             explained_variance=var[:kk], ratio=var[:kk] / var.sum(), transformed=(y - mean) @ v[:kk].T,
             back=(u * s)[:, :kk] @ v[:kk] + mean)

for n in (1, 2, 5, 12):
    a = normal(n, n) + 3 * np.eye(n)
    for b in (normal(n), normal(n, 1), normal(n, 4), normal(n, 0)):
        case("solve", [a, b], x=np.linalg.solve(a, b) if b.size else b)
    case("inv", [a], x=np.linalg.inv(a))
    s = np.round(a @ a.T, 3)
    case("cholesky", [s], x=np.linalg.cholesky(s))
a = rng.integers(-5, 6, (4, 4)) + 9 * np.eye(4, dtype=int)
case("solve", [a, np.arange(4)], x=np.linalg.solve(a, np.arange(4)))
case("inv", [np.eye(3, dtype="float32") * 2], x=np.eye(3, dtype="float32") / 2)
case("inv", [np.zeros((0, 0))], x=np.zeros((0, 0)))
case("solve", [np.zeros((0, 0)), np.zeros((0, 2))], x=np.zeros((0, 2)))


def lstsq(a, b, rcond=-1):
    x, _, rank, s = np.linalg.lstsq(a, b, rcond=None if rcond < 0 else rcond)
    case("lstsq", [a, b], [rcond], x=x, residuals=((b - a @ x) ** 2).sum(0), rank=np.int64(rank), s=s)


for m, n in [(20, 3), (40, 6), (5, 5), (3, 8)]:
    a = normal(m, n)
    lstsq(a, normal(m))
    lstsq(a, normal(m, 3))
low = normal(20, 2) @ normal(2, 5)
lstsq(low, normal(20))
lstsq(low, normal(20, 2))
lstsq(low.T, normal(5))
lstsq(np.diag([1.0, 0.5, 0.01]), normal(3), 0.1)
lstsq(np.zeros((4, 2)), normal(4))

for x in (normal(6, 30), normal(30, 6), normal(3, 5) + 1000, normal(8), rng.integers(0, 9, (4, 7)), normal(1, 5), normal(5, 12, dtype="float32")):
    t = result(x)
    close = 1e-9 if t == np.float64 else None
    case("cov", [x], close=close, x=np.asarray(np.cov(x.astype(float))).reshape([x.shape[0]] * 2 if x.ndim == 2 else []).astype(t))
    case("corrcoef", [x], close=close, x=np.asarray(np.corrcoef(x.astype(float))).reshape([x.shape[0]] * 2 if x.ndim == 2 else []).astype(t))
    if x.ndim == 2:
        case("cov_columns", [x.T], close=close, x=np.cov(x.astype(float)).reshape([x.shape[0]] * 2).astype(t))


def distances(x, y):
    x, y = x.astype(float), y.astype(float)
    d = ((x[:, None] - y[None]) ** 2).sum(-1)
    yield "sqeuclidean", d
    yield "euclidean", np.sqrt(d)
    nx, ny = np.sqrt((x**2).sum(1)), np.sqrt((y**2).sum(1))
    n = np.outer(nx, ny)
    yield "cosine", np.where(n == 0, 1, 1 - (x @ y.T) / np.where(n == 0, 1, n))


near = normal(6, 4)
pairs = [(normal(9, 5), normal(7, 5)), (normal(20, 3), normal(11, 3)), (normal(1, 1), normal(4, 1)), (near * 100, near * 100 + 1e-6), (near + 1e6, near + 1e6 + 0.001),
         (np.zeros((2, 3)), normal(4, 3)), (normal(3, 4, dtype="float32"), normal(5, 4, dtype="float32")), (rng.integers(0, 5, (4, 3)), normal(3, 3)),
         (np.zeros((0, 3)), normal(4, 3)), (normal(3, 0), normal(2, 0))]
for x, y in pairs:
    t = result(x, y)
    for metric, d in distances(x, y):
        case("distances", [x, y], [metric], x=d.astype(t))
for x in (normal(12, 4), rng.integers(0, 3, (8, 2))):
    for metric, d in distances(x, x):
        np.fill_diagonal(d, 0)
        case("distances", [x], [metric], x=d)

for x in (normal(7, 4), normal(4, 7), normal(3, 5, dtype="float32"), rng.integers(-4, 5, (6, 3))):
    for order in ("", "fro", "nuc", "inf", "-inf", "1", "-1", "2", "-2"):
        o = {"": None, "fro": "fro", "nuc": "nuc"}.get(order, float(order) if order not in ("", "fro", "nuc") else None)
        case("norm", [x], [order], x=np.asarray(np.linalg.norm(x.astype(float), o), result(x)))
x = normal(9)
x[2] = 0
for order in ("", "inf", "-inf", "0", "1", "2", "3", "0.5", "2.5"):
    case("norm", [x], [order], x=np.asarray(np.linalg.norm(x, float(order) if order else None)))
for order in ("-1", "-2"):
    case("norm", [x[3:]], [order], x=np.asarray(np.linalg.norm(x[3:], float(order))))
y = normal(2, 3, 4)
case("norm", [y], [""], x=np.asarray(np.linalg.norm(y)))

pathlib.Path(__file__).with_name("linalg.json").write_text("[\n" + ",\n".join(map(json.dumps, cases)).replace("NaN", '"nan"') + "\n]\n")
