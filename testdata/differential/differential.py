"""Random AnnData, written by Python's anndata, converted by lazycell and compared in Python.

    python differential.py LAZYCELL [CASES [FIRST_SEED]]

Each case is made by anndata's own gen_adata from a seed, written by Python in one format and taken by `lazycell convert` through the others, with random chunks and
compression, and back. After every step Python reads the file and compares it with what it reads from the first (assert_equal); `lazycell diff --types` has
to agree, and `lazycell check` has to find nothing wrong. LAZYCELL may be several words. The exit code is 1 when a case fails; its files stay.
"""

import concurrent.futures
import os
import pathlib
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
import warnings

import anndata as ad
import numpy as np
import pandas as pd
from anndata.compat import AwkArray
from anndata.tests.helpers import DEFAULT_COL_TYPES, DEFAULT_KEY_TYPES, assert_equal, gen_adata
from scipy import sparse

warnings.filterwarnings("ignore")
ad.settings.allow_write_nullable_strings = True

X_TYPES = [sparse.csr_matrix, sparse.csc_matrix, sparse.csr_array, sparse.csc_array, np.asarray, np.asfortranarray, None]
X_DTYPES = [np.float32, np.float64, np.int32, np.int64, np.uint8, np.int16, np.float16, np.uint64, bool]
COLUMNS = (*DEFAULT_COL_TYPES, np.dtype(np.int8), np.dtype(np.uint16), np.dtype(np.float32), pd.Int64Dtype(), pd.UInt32Dtype(), pd.Int8Dtype(), pd.StringDtype())
QUICK = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None  # files are brought to disk with care, which takes its time
TEXTS = ["", "a", "b/c", "ä€🧬", "with space", "NaN", "x" * 300]


def generate(seed):
    rng, words = np.random.default_rng(seed), random.Random(seed)
    np.random.seed(seed)
    shape = words.choice([(1, 1), (3, 2), (7, 13), (20, 30), (60, 5), (2, 90), (120, 40)])
    kind = words.choice(X_TYPES)
    dtype = words.choice(X_DTYPES)
    if dtype is np.float16 and kind not in (np.asarray, np.asfortranarray):
        dtype = np.float32  # SciPy has no sparse matrices of half precision
    columns = lambda: words.sample(COLUMNS, words.randint(0, len(COLUMNS)))
    a = gen_adata(
        shape, kind, X_dtype=dtype, obs_dtypes=distinct(columns()), var_dtypes=distinct(columns()), random_state=rng,
        sparse_fmt=words.choice(["csr", "csc"]), obsm_types=(*DEFAULT_KEY_TYPES, AwkArray), varm_types=(*DEFAULT_KEY_TYPES, AwkArray),
    )
    a.obs["text"] = [words.choice(TEXTS) for _ in range(a.n_obs)]
    if words.random() < 0.3:
        a.obs["missing"] = pd.Categorical([words.choice(["u", "v", None]) for _ in range(a.n_obs)], categories=["v", "u", "w"], ordered=words.random() < 0.5)
    if words.random() < 0.3:
        a.obs.index.name = words.choice(["barcode", "cell id"])
    a.uns |= {
        "text": words.choice(TEXTS), "flag": True, "half": np.float32(0.5), "nothing": None, "names": np.array(TEXTS, dtype=object), "empty": {},
        "numbers": rng.integers(-5, 5, words.choice([0, 1, 9])), "matrix": rng.random((3, words.choice([0, 4]))), "nan": np.array([np.nan, np.inf, -0.0]),
        "complex": np.array([1 + 2j, 3]), "deep": {"er": {"still": {"down": words.choice(TEXTS)}}}, "sparse": sparse.random(4, 5, 0.5, format="csc", random_state=0),
        "category": pd.Categorical(["p", "q", None, "p"]), "nullable": pd.array([1, None, 3], dtype="Int16"),
    }
    if a.X is not None and words.random() < 0.4:
        a.raw = a
        a = a[:, : max(1, a.n_vars // 2)].copy()
    return a


def distinct(types):
    """gen_typed_df names columns by their type and refuses names that come twice."""
    seen, out = set(), []
    for t in types:
        name = str(t).lower()
        if name not in seen:
            out.append(t)
        seen.add(name)
    return out


WRITERS = {
    "h5ad": lambda a, path, words: a.write_h5ad(path, compression=words.choice([None, "gzip", "lzf"])),
    "zarr2": lambda a, path, words: write_zarr(a, path, 2, words),
    "zarr3": lambda a, path, words: write_zarr(a, path, 3, words),
}


def write_zarr(a, path, version, words):
    with ad.settings.override(zarr_write_format=version):
        a.write_zarr(path, chunks=None if words.random() < 0.5 or a.X is None or sparse.issparse(a.X) else (5, 7))


def read(path):
    return ad.read_zarr(path) if path.suffix == ".zarr" else ad.read_h5ad(path)


def steps(first, words):
    """The formats to go through, each with options: all others in random order, and back to the first."""
    order = [f for f in WRITERS if f != first]
    words.shuffle(order)
    for to in [*order, first]:
        options = ["--to", to]
        if words.random() < 0.4:
            options += ["--chunks", f"{words.randint(1, 50)},{words.randint(1, 50)}"]
        if words.random() < 0.6:
            options += ["--compression", words.choice(["none", "gzip", "gzip:9"] + ([] if to == "h5ad" else ["zstd:3"]))]
        yield to, options


def run(lazycell, *args):
    p = subprocess.run([*lazycell, *map(str, args)], capture_output=True, text=True)
    if p.returncode != 0:
        raise AssertionError(f"lazycell {shlex.join(map(str, args))} ended with {p.returncode}:\n{p.stdout}{p.stderr}")


def case(lazycell, seed, folder):
    words = random.Random(-seed - 1)
    first = words.choice(list(WRITERS))
    suffix = lambda format: ".h5ad" if format == "h5ad" else ".zarr"
    before = start = folder / f"0{suffix(first)}"
    WRITERS[first](generate(seed), start, words)
    want = read(start)
    for i, (to, options) in enumerate(steps(first, words), 1):
        after = folder / f"{i}{suffix(to)}"
        run(lazycell, "convert", before, after, *options)
        assert_equal(want, read(after))
        run(lazycell, "check", after)
        before = after
    run(lazycell, "diff", "--types", start, before)


def attempt(lazycell, seed):
    """What is wrong with a case, None when nothing is."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"lazycell-differential-{seed}-", dir=QUICK))
    try:
        case(lazycell, seed, folder)
        shutil.rmtree(folder)
    except Exception as e:
        return f"seed {seed}, files in {folder}: {type(e).__name__}: {str(e)[:1500]}"


def main():
    lazycell = shlex.split(sys.argv[1])
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    failed = 0
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        for problem in pool.map(attempt, [lazycell] * cases, range(first, first + cases)):
            if problem:
                failed += 1
                print(problem, flush=True)
    print(f"differential: {cases - failed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
