"""Checks that a notebook with a failing cell fails `make tutorial`, says why, and leaves no page: python check_failure.py"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = pathlib.Path("build") / "failing"

run = subprocess.run(
    ["make", "--no-print-directory", "tutorial", "TUTORIAL=testdata/jupyter/failing.ipynb", f"OUT={OUT}"],
    cwd=ROOT, capture_output=True, text=True, timeout=300,
)
said = run.stdout + run.stderr
checks = {
    "the command fails": run.returncode != 0,
    "the error is told": "no such file or directory" in said,
    "the cell is shown": "os.Remove(name)" in said,
    "no page is left": not (ROOT / OUT / "tutorial.html").exists(),
    "later cells do not run": not (ROOT / OUT / "tutorial" / "reached").exists(),
}
for what, ok in checks.items():
    print("ok  " if ok else "FAIL", what)
if not all(checks.values()):
    print(said[-4000:])
print(f"{sum(checks.values())} passed, {len(checks) - sum(checks.values())} failed")
sys.exit(not all(checks.values()))
