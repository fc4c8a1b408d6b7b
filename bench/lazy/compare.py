"""The lazy engine and dask side by side, and its streams beside copying: python compare.py [RUNS [WORKLOAD…]]"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import sidebyside

OURS = ROOT / "build" / "bench" / "lazy-workloads"
PEERS = pathlib.Path(__file__).with_name("peers.py")

# name, how many times faster ours must be, MiB that ours may take, how far apart the results may be (the random numbers differ, sums of many don't), GB of numbers that are gone
# through
ROWS = [
    ("row_sums", 4, 0, 1e-3, 0.8),
    ("concat_column_sums", 4, 0, 1e-3, 1.6),
    ("normalise_log1p_std", 4, 300, 1e-2, 0.8),
    ("rows_by_label_mean", 4, 200, 1e-2, 0.4),
    ("matmul", 3, 0, 1e-2, 0),
    ("thin_svd", 5, 0, 1e-2, 0),
    ("many_tasks", 100, 0, 0, 0),
    ("large_graph", 1, 0, 0, 0),
    ("sparse_normalise", 2, 0, 1e-2, 0),
    ("rows_to_columns", 2, 0, 1e-3, 0.8),
    ("to_memory", 2, 0, None, 3.2),
]
# name, seconds
ALONE = [("million_chunks", 10)]
# What a stream must reach of the bandwidth of copying, where its arithmetic takes less time than its bytes.
STREAMS = 0.6


def streams():
    """Rows of the streams: their peer is the copying of as many bytes, into memory that is as fresh."""
    done = subprocess.run([OURS, "streams"], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"streams failed:\n{done.stderr}")
    measured = json.loads(done.stdout)
    speed = {s["memory"]: s["gb"] / s["seconds"] for s in measured if s["name"] == "copy"}
    print(f"\n{'stream':34}{'results in':>12}{'GB/s':>8}{'of copying':>12}{'must':>7}")
    rows, falls = [], []
    for s in measured:
        copying = speed[s["memory"] or "reused"]
        row = {"workload": f"stream: {s['name']}" + (f" ({s['memory']} memory)" if s["memory"] else ""), "ours_s": round(s["seconds"], 4), "peer": "copy",
               "peer_s": round(s["gb"] / copying, 4), "ratio": round(s["gb"] / s["seconds"] / copying, 2), "must": STREAMS, "gb_per_s": round(s["gb"] / s["seconds"], 1)}
        if row["ratio"] < STREAMS:
            falls.append(f"{row['workload']}: {row['ratio']} of the bandwidth of copying, asked are {STREAMS}")
        print(f"{s['name']:34}{s['memory'] or '-':>12}{row['gb_per_s']:8.1f}{row['ratio']:12.2f}{STREAMS:7.1f}", flush=True)
        rows.append(row)
    return rows, falls


if __name__ == "__main__":
    OURS.parent.mkdir(parents=True, exist_ok=True)
    openblas = subprocess.run(["pkg-config", "--exists", "openblas"]).returncode == 0  # as the Makefile builds the session host
    subprocess.run(["go", "build", *(["-tags=openblas"] if openblas else []), "-o", OURS, "./bench/lazy"], cwd=ROOT, check=True)
    workloads = [
        sidebyside.Workload(name, [OURS, name], [sys.executable, PEERS, name], must, rss, "dask", same, gb) for name, must, rss, same, gb in ROWS
    ] + [sidebyside.Workload(name, [OURS, name], None, 1, limit=limit) for name, limit in ALONE]
    sidebyside.main("lazy", workloads, more={"streams": streams})
