"""Runs the tutorial with cells of its own behind it that compare values in full: python check_values.py

What the notebook prints are the corners, to eight digits. The cells added here compare every number of the views with
the data in memory, and the sums with sums made by hand.
"""
import pathlib
import sys
import tempfile

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = pathlib.Path(__file__).resolve().parents[2]

CHECKS = {
    "tools": """
import "slices"

func same(what string, a, b *lazy.Array) error {
	x, err := a.Float64s()
	if err != nil {
		return err
	}
	y, err := b.Float64s()
	if err != nil {
		return err
	}
	if len(x) == 0 || !slices.Equal(a.Shape(), b.Shape()) || !slices.Equal(x, y) {
		return fmt.Errorf("%s: %v and %v differ", what, a.Shape(), b.Shape())
	}
	return nil
}
""",
    "range": 'same("range", view.X(), mem.Slice(lazy.Range(0, 500), lazy.Range(0, 500)).X())',
    "list": 'same("list", small.X(), mem.Slice(lazy.At(12, 12, 3, 5, 53), lazy.At(1, 2, 5)).X())',
    "obsm of a list": 'same("obsm", small.Obsm().Get("a"), mem.Slice(lazy.At(12, 12, 3, 5, 53), lazy.All).Obsm().Get("a"))',
    "mask": """
few := lazy.Range(100, 120)
same("mask", categ.Slice(lazy.All, few).X(), mem.Slice(lazy.Where(mem.Obs().Col("batch").Eq("b")), few).X())
""",
    "layers": 'same("layer", view.Layers().Get("a"), mem.Slice(lazy.Range(0, 500), lazy.Range(0, 500)).Layers().Get("a"))',
    "sum": """
func checkSum() error {
	sums, err := xsum.Float64s()
	if err != nil {
		return err
	}
	rows, err := mem.Slice(lazy.At(0, 2500, 9999), lazy.All).X().Float64s()
	if err != nil {
		return err
	}
	for i, row := range []int{0, 2500, 9999} {
		sum := 0.0
		for _, v := range rows[i*10000 : (i+1)*10000] {
			sum += v
		}
		if d := sum - sums[row]; d > 1e-8 || d < -1e-8 {
			return fmt.Errorf("row %d: %v, summed here %v", row, sums[row], sum)
		}
	}
	return nil
}
checkSum()
""",
    "h5ad": 'same("h5ad", back.X(), adata.X())',
    "zarr": 'same("zarr", fromZarr.X(), adata.X())',
    "zarr layer": 'same("zarr layer", fromZarr.Layers().Get("a"), adata.Layers().Get("a"))',
    "a wrong comparison fails": 'if same("wrong", adata.X(), adata.Layers().Get("a")) == nil { panic("two arrays of different values compared equal") }',
}

if __name__ == "__main__":
    notebook = nbformat.read(ROOT / "notebooks" / "tutorial.ipynb", 4)
    own = len(notebook.cells)
    notebook.cells += [nbformat.v4.new_code_cell(source.strip()) for source in CHECKS.values()]
    with tempfile.TemporaryDirectory() as cwd:
        client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": cwd}})
        try:
            client.execute()
        except CellExecutionError:
            pass  # told below, with the name of the check
    failed = 0
    for name, cell in zip(["the tutorial"] * own + list(CHECKS), notebook.cells):
        for out in cell.get("outputs", []):
            if out.output_type == "error":
                failed += 1
                print(f"FAIL {name}: {out.ename}: {out.evalue}\n" + "\n".join(out.traceback))
    ran = sum(1 for c in notebook.cells[own:] if c.execution_count)
    print(f"{ran - failed} passed, {len(CHECKS) - ran + failed} failed")
    sys.exit(failed > 0 or ran < len(CHECKS))
