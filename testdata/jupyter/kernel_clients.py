"""The programs in which people meet a kernel, besides JupyterLab: python kernel_clients.py"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import nbformat
import pexpect
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

TIMEOUT = 60
KERNELSPEC = {"kernelspec": {"name": "lazycell", "display_name": "Go (lazycell)", "language": "go"}}


def notebook(*cells):
    return new_notebook(cells=[c if isinstance(c, dict) else new_code_cell(c) for c in cells], metadata=dict(KERNELSPEC))


def text(cell):
    """What a cell prints and what its result is, as text."""
    out = ""
    for o in cell.outputs:
        if o.output_type == "stream":
            out += o.text
        elif o.output_type == "execute_result":
            out += o.data["text/plain"] + "\n"
    return out


class Console(unittest.TestCase):
    """jupyter console, in a terminal of its own."""

    def start(self, *args):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        env = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "IPYTHONDIR": place.name, "JUPYTER_CONFIG_DIR": place.name,
               "JUPYTER_DATA_DIR": f"{place.name}/data"}
        args = ["-m", "jupyter_console", "--kernel", "lazycell", "--ZMQTerminalInteractiveShell.kernel_is_complete_timeout=20", *args]
        console = pexpect.spawn(sys.executable, args, env=env, timeout=TIMEOUT, encoding="utf-8", cwd=place.name, dimensions=(50, 120))
        self.addCleanup(console.close, force=True)
        console.expect("Go cells that share live values")
        return console

    def test_full_prompt(self):
        """The console asks the kernel whether a cell is complete each time that Enter is pressed."""
        console = self.start()
        console.expect(r"In .*\[.*1")
        for line in ("func twice(n int) int {", "return 2 * n", "}"):
            console.send(line + "\r")
        console.send("\r")
        console.expect(r"In .*\[.*2")
        self.assertNotIn("Error", console.before)
        console.send("twice(21)\r")
        console.expect("42")
        console.expect(r"In .*\[.*3")
        console.send("undefinedName\r")
        console.expect("undefined: undefinedName")
        console.expect(r"In .*\[.*4")
        console.send("\x04")
        console.expect("(?i)exit")
        console.send("y\r")
        console.expect(pexpect.EOF)

    def test_simple_prompt(self):
        console = self.start("--simple-prompt")
        console.expect(r"In \[1\]: ")
        console.sendline('import "fmt"')
        console.expect(r"In \[2\]: ")
        console.sendline('var name string; fmt.Scan(&name); "hello " + name')
        console.sendline("Ada")
        console.expect('Out.*"hello Ada"')
        console.expect(r"In \[3\]: ")
        console.sendeof()
        console.expect("(?i)exit")
        console.sendline("y")
        console.expect(pexpect.EOF)


class Notebooks(unittest.TestCase):
    """nbclient, which runs notebooks for nbconvert and others, and what nbconvert makes of them."""

    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="with a space ")
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)

    def client(self, book, **options):
        return NotebookClient(book, timeout=TIMEOUT, kernel_name="lazycell", resources={"metadata": {"path": str(self.place)}}, **options)

    def test_an_error_stops_the_notebook(self):
        book = notebook("x := 1\nx", 'panic("here")', "x = 2\nx")
        with self.assertRaisesRegex(CellExecutionError, "here"):
            self.client(book).execute()
        self.assertEqual([c.execution_count for c in book.cells], [1, 2, None])
        self.assertEqual(text(book.cells[0]), "1\n")

    def test_errors_that_are_meant(self):
        raises = new_code_cell('panic("here")', metadata={"tags": ["raises-exception"]})
        book = notebook("x := 1", raises, "x + 1")
        self.client(book).execute()
        self.assertEqual((raises.outputs[-1].ename, text(book.cells[2])), ("panic", "2\n"))
        book = notebook("x := 1", "x +", "x + 1")
        self.client(book, allow_errors=True).execute()
        self.assertEqual((book.cells[1].outputs[0].ename, text(book.cells[2])), ("SyntaxError", "2\n"))

    def test_parameters(self):
        """As papermill passes them: a cell of values behind the cell of defaults, and commands beside them."""
        book = notebook("n := 1\nname := \"default\"", "n = 7\nname = \"größe\"", "name, n", "!pwd", "%cd ..\nname + must(os.Getwd())[:1]")
        self.client(book).execute()
        self.assertEqual([text(c) for c in book.cells[2:4]], ['("größe", 7)\n', f"{self.place.resolve()}\n"])
        self.assertTrue(text(book.cells[4]).endswith('"größe/"\n'))
        self.assertEqual(book.metadata.language_info.file_extension, ".go")

    def convert(self, book, *args):
        path = self.place / "a notebook.ipynb"
        nbformat.write(book, path)
        ran = subprocess.run([sys.executable, "-m", "nbconvert", "--log-level=WARN", *args, str(path)], capture_output=True, text=True, timeout=TIMEOUT)
        self.assertEqual(ran.returncode, 0, ran.stderr)

    def test_nbconvert(self):
        book = notebook(new_markdown_cell("# Text"), 'package main\n\nimport "fmt"', 'func main() {\n\tfmt.Println("hello")\n}')
        self.convert(book, "--to", "notebook", "--execute", "--inplace")
        book = nbformat.read(self.place / "a notebook.ipynb", 4)
        self.assertEqual(text(book.cells[2]), "hello\n")
        info = book.metadata.language_info
        self.assertEqual((info.name, info.pygments_lexer, info.codemirror_mode, info.mimetype), ("go", "go", "text/x-go", "text/x-go"))
        self.convert(book, "--to", "script")
        script = (self.place / "a notebook.go").read_text()
        for line in ('import "fmt"', "func main() {"):
            self.assertIn(line, script)
        self.convert(book, "--to", "html")
        # Pygments has coloured the cells: a keyword, a string.
        page = (self.place / "a notebook.html").read_text()
        for colours in (r'<span class="k[a-z]*">func</span>', r'<span class="s[0-9]?">(?:"|&quot;)hello(?:"|&quot;)</span>'):
            self.assertTrue(re.search(colours, page), colours)


if __name__ == "__main__":
    unittest.main()
