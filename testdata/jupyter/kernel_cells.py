"""Runs the cells of cells/*.txtar in a Jupyter kernel and compares what they show: python kernel_cells.py [NAME ...]

Each file is a text, then cells and what they show, as `-- 3 --` and `-- 3.out --`. An output is a line that says what it
is, and its text indented by two spaces. An … in the expected text stands for any text in its line, and alone in the last line for
any lines. Every file has a kernel of its own.
"""
import pathlib
import re
import sys
import unittest

from jupyter_client.manager import start_new_kernel

CELLS = pathlib.Path(__file__).resolve().parent / "cells"
TIMEOUT = 60


def sections(path):
    """The sections of a txtar file by name."""
    parts = re.split(r"(?m)^-- (.+) --\n", path.read_text())
    return dict(zip(parts[1::2], parts[2::2]))


def indented(text):
    return "".join(f"  {line}".rstrip() + "\n" for line in text.rstrip("\n").split("\n")) if text else ""


def described(message):
    """An output as the case files write it, in its kind and its text."""
    kind, content = message["msg_type"], message["content"]
    if kind == "stream":
        return content["name"], content["text"]
    if kind == "error":
        return "error", re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(content["traceback"]))
    name = {"execute_result": "result", "display_data": "display", "update_display_data": "update"}[kind]
    ((mime, text),) = [(m, t) for m, t in content["data"].items() if m == "text/plain" or "text/plain" not in content["data"]]
    shown_as = content.get("transient", {}).get("display_id")
    return f"{name} {mime}" + (f" as {shown_as}" if shown_as else ""), text


def shown(messages):
    """All outputs as the case files write them; pieces of one stream that follow each other are one."""
    outputs = []
    for m in messages:
        kind, text = described(m)
        if outputs and outputs[-1][0] == kind and kind in ("stdout", "stderr"):
            outputs[-1] = (kind, outputs[-1][1] + text)
        else:
            outputs.append((kind, text))
    # The two streams of a program have no order between them.
    if [k for k, _ in outputs[:2]] == ["stderr", "stdout"]:
        outputs[:2] = outputs[1::-1]
    return "".join(f"{kind}:\n" + indented(text) for kind, text in outputs)


def matches(want, got):
    want, any_rest = re.subn(r"(?m)^  …\n\Z", "", want)
    pattern = "".join("[^\n]*" if part == "…" else re.escape(part) for part in re.split("(…)", want))
    return re.fullmatch(pattern + ("[\\s\\S]*" if any_rest else ""), got)


class Cells(unittest.TestCase):
    maxDiff = None

    def run_file(self, path):
        cells = sections(path)
        manager, client = start_new_kernel(kernel_name="lazycell")
        try:
            for name, source in cells.items():
                if name.endswith(".out"):
                    continue
                messages = []
                reply = client.execute_interactive(
                    source.rstrip("\n"), timeout=TIMEOUT, stop_on_error=False, allow_stdin=False,
                    output_hook=lambda m: messages.append(m) if m["msg_type"] not in ("status", "execute_input") else None,
                )
                want, got = cells.get(name + ".out", ""), shown(messages)
                with self.subTest(cell=name):
                    if not matches(want, got):
                        self.assertEqual(got, want)
                    failed = any(m["msg_type"] == "error" for m in messages)
                    self.assertEqual(reply["content"]["status"], "error" if failed else "ok")
        finally:
            client.stop_channels()
            manager.shutdown_kernel()


for path in sorted(CELLS.glob("*.txtar")):
    setattr(Cells, "test_" + path.stem, lambda self, path=path: self.run_file(path))

if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + ["Cells.test_" + name for name in sys.argv[1:]])
