"""What a reader sees of a faulty cell: the offending text underlined, once, as text and as HTML: python kernel_faults.py"""
import re
import unittest

import nbclient
import nbformat
from nbconvert.exporters import HTMLExporter

# A cell, and what is underlined of it.
FAULTS = [
    ("x := 1\nx + undefinedName", ["undefinedName"]),
    ('s := "日本語" + missing', ["missing"]),
    ("var n int = \"é\"\nn.none()", ['"é"', "none"]),
    ("for {\n\tbreak", None),
    ("if true { y <& 2 }", None),
    ('import "no/such/package"', ['"no/such/package"']),
]


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source, _ in FAULTS])
        cls.book = nbclient.NotebookClient(book, kernel_name="lazycell", allow_errors=True, timeout=60).execute()
        cls.page, _ = HTMLExporter().from_notebook_node(cls.book)

    def test_text(self):
        for cell, (source, marked) in zip(self.book.cells, FAULTS):
            with self.subTest(source):
                (output,) = cell.outputs
                self.assertEqual(output.output_type, "error")
                text = "\n".join(output.traceback)
                found = re.findall(r"\x1b\[31;4m(.*?)\x1b\[39;24m", text)
                if marked is not None:
                    self.assertEqual(found, marked)
                self.assertIn("^", text)

    def test_html(self):
        underlined = re.findall(r'<span class="[^"]*ansi-underline[^"]*">(.*?)</span>', self.page)
        for _, marked in FAULTS:
            for text in marked or []:
                self.assertIn(text.replace('"', "&quot;"), [u.replace("&#34;", "&quot;").replace('"', "&quot;") for u in underlined])
        self.assertEqual(self.page.count("Error</span>"), len(FAULTS), "each is told once")


if __name__ == "__main__":
    unittest.main()
