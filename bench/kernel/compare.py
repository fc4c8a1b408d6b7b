"""Times cells in lazycell, GoNB and ipykernel side by side: python compare.py [CELLS]

The three kernels run at the same time and take turns, cell by cell; a row is the median of CELLS cells (default 21, of which
no two are alike unless the row says so). Time is from sending a cell until its reply and its last output are there. Memory
is the resident set of the kernel's process tree when the row is done. The rows go to build/bench/kernel.json and to the
screen; the status is 1 where a ratio falls short. A peer called "limit" is a number of seconds, of which the one for cells with
fmt is what evcxr takes for a print (its new variables take 0.157 s); rows that ask for nothing are there to compare.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import psutil
from jupyter_client.manager import KernelManager

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / "build" / "bench"
GONB = BENCH / "gonb"
TIMEOUT = 120
STARTS = 7

# Kernels by what they are called in the table.
KERNELS = {"lazycell": "lazycell", "gonb": "gonb", "ipykernel": "python3"}


class Kernel:
    def __init__(self, name):
        begin = time.perf_counter()
        self.name = name
        self.manager = KernelManager(kernel_name=KERNELS[name])
        self.manager.start_kernel(stderr=subprocess.DEVNULL)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)
        self.run("print(1)" if name == "ipykernel" else FIRST[name])
        self.start_seconds = time.perf_counter() - begin

    def run(self, code):
        """Seconds until the cell has ended. A cell that fails ends the comparison."""
        begin = time.perf_counter()
        request = self.client.execute(code)
        while (reply := self.client.get_shell_msg(timeout=TIMEOUT))["parent_header"].get("msg_id") != request:
            pass
        outputs = []
        while True:
            m = self.client.get_iopub_msg(timeout=TIMEOUT)
            if m["parent_header"].get("msg_id") != request:
                continue
            outputs.append(m)
            if m["msg_type"] == "status" and m["content"]["execution_state"] == "idle":
                break
        took = time.perf_counter() - begin
        if reply["content"]["status"] != "ok":
            told = [m["content"] for m in outputs if m["msg_type"] in ("stream", "error")]
            sys.exit(f"{self.name} failed at\n{code}\n{told}")
        return took

    def rss(self):
        root = psutil.Process(self.manager.provisioner.process.pid)
        return sum(p.memory_info().rss for p in [root, *root.children(recursive=True)]) >> 20

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()


FIRST = {"lazycell": 'import "fmt"\nfmt.Println(1)', "gonb": 'import "fmt"\n%%\nfmt.Println(1)'}

# Lets programs of GoNB import this project's packages, in the versions that our cells get, and spares its cells `go get`.
GONB_MODULE = f"""!*cp "{ROOT}/go.sum" . && sed -e '/^tool /d' "{ROOT}/go.mod" > go.mod && go mod edit -module=bench -require=github.com/lazycell/lazycell@v0.0.0 -replace=github.com/lazycell/lazycell="{ROOT}"
%noautoget"""

GONUM = 'import "gonum.org/v1/gonum/mat"'
ANNDATA = """import (
	"github.com/lazycell/lazycell/anndata"
	"github.com/lazycell/lazycell/io/h5ad"
	"github.com/lazycell/lazycell/lazy"
)"""


def anndata(i):
    return (f"a{i}, _ := anndata.New(anndata.Data{{X: lazy.FromSlice([]float64{{1, 2, 3, {i}}}, 2, 2)}})\n"
            f'fmt.Println(a{i}.X().Shape(), h5ad.Write("/no/such/directory/{i}.h5ad", a{i}) != nil)')


def gonum(i):
    return f"m{i} := mat.NewDense(2, 2, []float64{{1, 2, 3, {i}}})\nfmt.Println(mat.Det(m{i}))"


# workload; imports; the i-th cell in Go; in Python, or None; what is asked: (peer, times as fast)
WORKLOADS = [
    ("the same cell again", "", lambda i: 'fmt.Println("again")', lambda i: 'print("again")', [("limit", 0.010), ("gonb", 0), ("ipykernel", 0)]),
    ("new cell, fmt only", "", lambda i: f'x{i} := {i}\nfmt.Println("cell", x{i})', lambda i: f'x{i} = {i}\nprint("cell", x{i})', [("gonb", 1 / 0.7), ("limit", 0.094), ("ipykernel", 0)]),
    ("new cell, gonum/mat", GONUM, gonum, None, [("gonb", 1 / 0.8)]),
    ("new cell, anndata+lazy+h5ad", ANNDATA, anndata, None, [("limit", 0.45), ("gonb", 1 / 1.2)]),
]


def rows_of(workload, ours, rss, peers, asked):
    """A row for each peer: seconds and memory of ours and of the peer."""
    for peer, must in asked:
        if peer == "limit":
            peer_s, peer_rss, must = must, None, 1.0
        else:
            peer_s, peer_rss = peers[peer]
        yield {"workload": workload, "ours_s": round(ours, 4), "peer": peer, "peer_s": round(peer_s, 4), "ratio": round(peer_s / ours, 2),
               "must": round(must, 2), "rss_mib": rss, "peer_rss_mib": peer_rss}


def cells(kernels, n):
    for workload, imports, go, python, asked in WORKLOADS:
        code = {"lazycell": go, "gonb": lambda i, go=go: "%%\n" + go(i), "ipykernel": python}
        running = {name: k for name, k in kernels.items() if code[name]}
        for name, k in running.items():
            if name != "ipykernel":
                if imports:
                    k.run(imports if name == "lazycell" else imports + "\n")
                k.run(code[name](0))  # what has to be compiled once is
        times = {name: [] for name in running}
        for i in range(1, n + 1):
            for name, k in running.items():
                times[name].append(k.run(code[name](i)))
        found = {name: (statistics.median(times[name]), k.rss()) for name, k in running.items()}
        yield from rows_of(workload, *found["lazycell"], found, asked)


def starts():
    times, rss = {name: [] for name in KERNELS}, {}
    for _ in range(STARTS):
        for name in KERNELS:
            k = Kernel(name)
            times[name].append(k.start_seconds)
            rss[name] = k.rss()
            k.stop()
    found = {name: (statistics.median(times[name]), rss[name]) for name in KERNELS}
    yield from rows_of("start to first result", *found["lazycell"], found, [("limit", 1.0), ("gonb", 0), ("ipykernel", 0)])


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    subprocess.run([ROOT / "bench" / "kernel" / "gonb.sh", GONB], check=True, cwd=ROOT)
    os.environ["PATH"] = f"{GONB / 'bin'}:{os.environ['PATH']}"
    os.environ["JUPYTER_PATH"] = f"{GONB / 'data'}:{os.environ.get('JUPYTER_PATH', '')}"
    rows = list(starts())
    kernels = {name: Kernel(name) for name in KERNELS}
    try:
        kernels["gonb"].run(GONB_MODULE)
        rows += cells(kernels, n)
    finally:
        for k in kernels.values():
            k.stop()
    (BENCH / "kernel.json").write_text(json.dumps(rows, indent=1) + "\n")
    print(f"{'workload':30}{'ours':>10}{'peer':>11}{'':>10}{'ratio':>8}{'must':>6}{'ours MiB':>10}{'peer MiB':>10}")
    for r in rows:
        print(f"{r['workload']:30}{r['ours_s'] * 1000:7.1f} ms{r['peer']:>11}{r['peer_s'] * 1000:7.1f} ms{r['ratio']:8.2f}"
              f"{r['must'] or '-':>6}{r['rss_mib']:10}{r['peer_rss_mib'] or '-':>10}")
    short = [r for r in rows if r["ratio"] < r["must"]]
    for r in short:
        print(f"falls short: {r['workload']}: {r['ratio']} times as fast as {r['peer']}, asked are {r['must']}")
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
