"""Runs many cells in one session: python kernel_soak.py [CELLS]

The last tenth must not take longer than 1.3 times the first tenth, and the private memory of the kernel and its session must
not grow by 2 MB a cell or more. Private is what no file backs; the pages of the cells' files, which the system can drop, are
told beside it.
"""
import statistics
import sys
import time

import psutil
from jupyter_client.manager import start_new_kernel

MUST_LATENCY = 1.3
MUST_MEMORY = 2e6

# What notebooks are made of, one after the other.
CELLS = [
    "x{i} := {i}\nfmt.Println(x{i})",
    "type t{i} struct {{ a, b int }}\nv{i} := t{i}{{x0, {i}}}\nv{i}.a + v{i}.b",
    "func f{i}(n int) int {{ return n + x0 }}\nf{i}({i})",
    "s{i} := strings.Repeat(\"ab\", 3)\ns{i}",
    "for n := range 3 {{\n\tfmt.Println(n, {i})\n}}",
]


def memory(pid):
    """Bytes of a process tree that no file backs, and those of files' pages."""
    root = psutil.Process(pid)
    private = mapped = 0
    for p in [root, *root.children(recursive=True)]:
        fields = dict(line.split(":") for line in open(f"/proc/{p.pid}/smaps_rollup").read().splitlines()[1:])
        size = {name: int(text.split()[0]) << 10 for name, text in fields.items()}
        private += size["Anonymous"]
        mapped += size["Rss"] - size["Anonymous"]
    return private, mapped


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    manager, client = start_new_kernel(kernel_name="lazycell")
    pid = manager.provisioner.process.pid
    times = []
    try:
        def run(code):
            begin = time.perf_counter()
            reply = client.execute_interactive(code, timeout=60, output_hook=lambda m: None)["content"]
            if reply["status"] != "ok":
                sys.exit(f"{code}\nfailed: {reply}")
            times.append(time.perf_counter() - begin)

        run('import ("fmt"; "strings")\nx0 := 0')
        for i in range(1, 11):
            run(CELLS[i % len(CELLS)].format(i=i))
        times.clear()
        before = memory(pid)
        for i in range(11, n + 11):
            run(CELLS[i % len(CELLS)].format(i=i))
        grown, mapped = ((b - a) / n for a, b in zip(before, memory(pid)))
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    tenth = max(n // 10, 1)
    first, last = statistics.median(times[:tenth]), statistics.median(times[-tenth:])
    print(f"{n} cells: first {tenth} {first * 1000:.0f} ms, last {tenth} {last * 1000:.0f} ms, ratio {last / first:.2f} (at most {MUST_LATENCY}); "
          f"{grown / 1e6:.2f} MB of private memory a cell (less than {MUST_MEMORY / 1e6:.0f}), "
          f"{mapped / 1e6:.2f} MB of mapped files")
    sys.exit(last > MUST_LATENCY * first or grown >= MUST_MEMORY)


if __name__ == "__main__":
    main()
