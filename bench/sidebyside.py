"""Runs workloads of ours and of a peer in turn and prints them side by side.

A workload is a command of each side that prints one line of JSON: {"seconds": …, "check": …}. Each runs in a process of its
own; its peak memory is taken from the process. report() prints the medians as a table, writes them to build/bench/NAME.json, and
gives the status: 1 where a ratio falls short of what is asked.
"""
import dataclasses
import json
import os
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]


@dataclasses.dataclass
class Workload:
    name: str
    ours: list
    peer: list | None  # None: there is no peer, but a limit
    must: float  # how many times faster ours must be
    rss: int = 0  # MiB that ours may take; 0: no limit
    peer_name: str = "dask"
    same: float | None = None  # how far apart the results may be, relatively; None: the data are not the same
    gb: float = 0  # how many GB of numbers are gone through; 0: that says nothing
    limit: float = 0  # seconds that stand in the place of a peer's


def run(command):
    """Seconds, peak memory in MiB and the result of one process."""
    # Some machines set these for old libraries' sake; they slow a current NumPy.
    env = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    out, err = process.communicate()
    if process.returncode != 0 or not out.strip():
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{err[-3000:]}")
    line = json.loads(out.strip().splitlines()[-1])
    return line["seconds"], line["rss_mib"], line["check"]


def measure(workload, runs):
    ours, peer = [], []
    for _ in range(runs):
        ours.append(run(workload.ours))
        if workload.peer:
            peer.append(run(workload.peer))
    row = {"workload": workload.name, "ours_s": round(statistics.median(r[0] for r in ours), 4), "peer": workload.peer_name if peer else "limit",
           "peer_s": round(statistics.median(r[0] for r in peer), 4) if peer else workload.limit, "must": workload.must, "rss_mib": max(r[1] for r in ours)}
    row["ratio"] = round(row["peer_s"] / max(row["ours_s"], 1e-6), 2)
    if peer:
        row["peer_rss_mib"] = max(r[1] for r in peer)
    if workload.gb:
        row["gb_per_s"] = round(workload.gb / row["ours_s"], 1)
    short = []
    if row["ratio"] < workload.must:
        short.append(f"{row['ratio']} times as fast, asked are {workload.must}")
    if peer and workload.same is not None and abs(ours[0][2] - peer[0][2]) > workload.same * abs(peer[0][2]):
        short.append(f"the results differ: {ours[0][2]} and {peer[0][2]}")
    if workload.rss and row["rss_mib"] > workload.rss:
        short.append(f"{row['rss_mib']} MiB, asked are at most {workload.rss}")
    return row, short


def report(name, workloads, runs, more=()):
    """Measures all, prints and writes them; the status is 1 where something falls short. Functions in more give further rows, and what falls short of them."""
    rows, falls = [], []
    if workloads:
        print(f"{'workload':34}{'ours':>10}{'peer':>10}{'ratio':>8}{'must':>7}{'MiB':>7}{'peer MiB':>10}{'GB/s':>7}")
    for workload in workloads:
        row, short = measure(workload, runs)
        rows.append(row)
        falls += [f"{workload.name}: {s}" for s in short]
        print(f"{workload.name:34}{row['ours_s']:9.3f}s{row['peer_s']:9.3f}s{row['ratio']:8.2f}{workload.must:7.1f}{row['rss_mib']:7}"
              f"{row.get('peer_rss_mib', '-'):>10}{row.get('gb_per_s', '-'):>7}", flush=True)
    for f in more:
        further, short = f()
        rows += further
        falls += short
    out = ROOT / "build" / "bench"
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.json").write_text(json.dumps(rows, indent=1) + "\n")
    for fall in falls:
        print("falls short:", fall)
    return bool(falls)


def main(name, workloads, more={}):
    """The command line: [RUNS [WORKLOAD…]]. What is in more can be chosen too."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    chosen = sys.argv[2:]
    known = {w.name for w in workloads} | set(more)
    if unknown := set(chosen) - known:
        raise SystemExit(f"no workload {sorted(unknown)}; there are {sorted(known)}")
    sys.exit(report(name, [w for w in workloads if not chosen or w.name in chosen], runs, [f for k, f in more.items() if not chosen or k in chosen]))
