"""The lazy engine and dask side by side: python compare.py [RUNS [WORKLOAD…]]"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import sidebyside

OURS = ROOT / "build" / "bench" / "lazy-workloads"
PEERS = pathlib.Path(__file__).with_name("peers.py")

# name, how many times faster ours must be, MiB that ours may take, how far apart the results may be (the random numbers differ, sums of many don't)
ROWS = [
    ("row_sums", 4, 0, 1e-3),
    ("concat_column_sums", 4, 0, 1e-3),
    ("normalise_log1p_std", 4, 300, 1e-2),
    ("rows_by_label_mean", 4, 200, 1e-2),
    ("matmul", 3, 0, 1e-2),
    ("thin_svd", 5, 0, 1e-2),
    ("many_tasks", 100, 0, 0),
    ("large_graph", 1, 0, 0),
    ("sparse_normalise", 2, 0, 1e-2),
    ("rows_to_columns", 2, 0, 1e-3),
    ("to_memory", 2, 0, None),
]
# name, seconds
ALONE = [("million_chunks", 10)]

if __name__ == "__main__":
    OURS.parent.mkdir(parents=True, exist_ok=True)
    openblas = subprocess.run(["pkg-config", "--exists", "openblas"]).returncode == 0  # as the Makefile builds the session host
    subprocess.run(["go", "build", *(["-tags=openblas"] if openblas else []), "-o", OURS, "./bench/lazy"], cwd=ROOT, check=True)
    workloads = [
        sidebyside.Workload(name, [OURS, name], [sys.executable, PEERS, name], must, rss, "dask", same) for name, must, rss, same in ROWS
    ] + [sidebyside.Workload(name, [OURS, name], None, must) for name, must in ALONE]
    sidebyside.main("lazy", workloads)
