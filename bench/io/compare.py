"""Files, ours and Python's side by side: python compare.py [RUNS [WORKLOAD…]]

Both sides read the same files, which Python wrote just before. They lie in memory (/dev/shm) where the system has that, else in the page cache of build/bench, so that
the disk is not what is measured; BENCH_TMP names another place. There, ours brings what it writes to disk (fsync) before it gets its name, and Python leaves
that to the system."""
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import sidebyside

OURS = ROOT / "build" / "bench" / "io-workloads"
PEERS = pathlib.Path(__file__).with_name("peers.py")
FILES = pathlib.Path(os.environ.get("BENCH_TMP") or ("/dev/shm" if os.path.isdir("/dev/shm") else ROOT / "build" / "bench")) / "lazycell-io-bench"

# name, how many times faster ours must be, MiB that ours may take, the peer
ROWS = [
    ("zarr_write", 3, 0, "anndata"),
    ("zarr_read", 2, 0, "anndata"),
    ("zarr_lazy_sum", 1.5, 0, "dask"),
    ("h5ad_write", 1, 0, "anndata"),
    ("h5ad_read", 2, 0, "anndata"),
    ("h5ad_write_gzip", 4, 0, "anndata"),
    ("h5ad_read_gzip", 2, 0, "anndata"),
    ("sparse_round_trip", 1.2, 0, "anndata"),
    ("sparse_round_trip_gzip", 3, 0, "anndata"),
    ("concat_on_disk", 2, 200, "anndata"),
    ("obs_read", 3, 0, "anndata"),
    ("info_of_many", 20, 0, "anndata"),
]

if __name__ == "__main__":
    OURS.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-o", OURS, "./bench/io"], cwd=ROOT, check=True)
    chosen = sys.argv[2:] or [name for name, *_ in ROWS]
    workloads = []
    try:
        for name, must, rss, peer in ROWS:
            folder = FILES / name
            if name in chosen:
                shutil.rmtree(folder, ignore_errors=True)
                subprocess.run([sys.executable, PEERS, name, folder, "files"], check=True)
            workloads.append(sidebyside.Workload(name, [OURS, name, folder], [sys.executable, PEERS, name, folder], must, rss, peer, 1e-3))
        sidebyside.main("io", workloads)
    finally:
        shutil.rmtree(FILES, ignore_errors=True)
