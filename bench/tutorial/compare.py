"""Runs the tutorial in Go and in Python through nbconvert, one after the other: python compare.py [RUNS]

Time is the wall clock of the whole nbconvert call; memory is the highest sum of the resident sets of the call's process
tree (nbconvert, the kernel, the session, the compiler), sampled twenty times a second. The medians of RUNS runs
(default 1) go to build/bench/tutorial.json and to the screen. The status is 1 when Go is slower than Python or takes
two thirds of its memory or more.
"""
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import nbformat
import psutil

import python_notebook

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(sys.prefix) / "bin"
MUST = 1.0
MUST_MEMORY = 2 / 3


def tree_rss(process):
    """The resident memory of a process and all below it, in bytes."""
    total = 0
    for p in [process, *process.children(recursive=True)]:
        try:
            total += p.memory_info().rss
        except psutil.NoSuchProcess:
            pass  # ended while being looked at
    return total


def cell_seconds(path):
    """What the cells themselves took, from the times that nbconvert records."""
    total = 0.0
    for cell in nbformat.read(path, 4).cells:
        times = cell.metadata.get("execution", {})
        if "iopub.status.busy" in times and "iopub.status.idle" in times:
            start, end = (nbformat_time(times[k]) for k in ("iopub.status.busy", "iopub.status.idle"))
            total += end - start
    return total


def nbformat_time(text):
    from datetime import datetime

    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def run(notebook):
    """Executes a notebook in a directory of its own; returns seconds, seconds in cells and the peak in bytes."""
    with tempfile.TemporaryDirectory() as cwd:
        name = shutil.copy(notebook, cwd)
        out = pathlib.Path(cwd) / "out.ipynb"
        start = time.perf_counter()
        process = psutil.Popen(
            [BIN / "jupyter", "nbconvert", "--log-level", "WARN", "--to", "notebook", "--execute", name, "--output", out],
            cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        peak = 0
        while process.poll() is None:
            try:
                peak = max(peak, tree_rss(process))
            except psutil.NoSuchProcess:
                break
            time.sleep(0.05)
        error = process.stderr.read()
        if process.wait() != 0:
            sys.exit(f"{notebook} failed:\n{error[-3000:]}")
        return time.perf_counter() - start, cell_seconds(out), peak


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    bench = ROOT / "build" / "bench"
    bench.mkdir(parents=True, exist_ok=True)
    python = bench / "python.ipynb"
    nbformat.write(python_notebook.notebook(), python)
    measured = {"ours": [], "peer": []}
    for _ in range(runs):
        measured["ours"].append(run(ROOT / "notebooks" / "tutorial.ipynb"))
        measured["peer"].append(run(python))
    (ours, ours_cells, ours_peak), (peer, peer_cells, peer_peak) = (
        [statistics.median(column) for column in zip(*measured[side])] for side in ("ours", "peer")
    )
    rows = [
        {"workload": name, "ours_s": round(a, 2), "peer": "python", "peer_s": round(b, 2), "ratio": round(b / a, 2),
         "must": MUST, "rss_mib": int(ours_peak) >> 20, "peer_rss_mib": int(peer_peak) >> 20}
        for name, a, b in (("tutorial through nbconvert", ours, peer), ("tutorial, cells only", ours_cells, peer_cells))
    ]
    (bench / "tutorial.json").write_text(json.dumps(rows, indent=1) + "\n")
    print(f"{'workload':28}{'ours':>9}{'python':>9}{'ratio':>7}{'must':>6}{'ours MiB':>10}{'python MiB':>12}")
    for r in rows:
        print(f"{r['workload']:28}{r['ours_s']:8.2f}s{r['peer_s']:8.2f}s{r['ratio']:7.2f}{r['must']:6.1f}"
              f"{r['rss_mib']:10}{r['peer_rss_mib']:12}")
    short = [r["workload"] for r in rows if r["ratio"] < MUST]
    if ours_peak >= MUST_MEMORY * peer_peak:
        short.append(f"memory: {ours_peak / peer_peak:.2f} of Python's, asked for less than {MUST_MEMORY:.2f}")
    for what in short:
        print("falls short:", what)
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
