"""Completion and inspection as front-ends ask for them, with gopls and without: python kernel_assist.py"""
import os
import pathlib
import statistics
import tempfile
import time
import unittest

from jupyter_client.manager import KernelManager

TIMEOUT = 60
SESSION = """import ("fmt"; "strings"; "gonum.org/v1/gonum/mat")
// Point is a place.
type Point struct { X, Y float64; note string }
// Norm is how far it is.
func (p Point) Norm() float64 { return p.X + p.Y }
größe := Point{X: 1}
// scaled multiplies.
func scaled[T float64 | int](factor T, values ...T) []T { return values }
d := mat.NewDense(2, 2, nil)
"""


def process_tree():
    """The parent and the name of every process that is no zombie."""
    found = {}
    for p in pathlib.Path("/proc").iterdir():
        try:
            name, fields = p.joinpath("stat").read_text().split("(", 1)[1].rsplit(")", 1)
        except (OSError, IndexError):
            continue
        if p.name.isdigit() and fields.split()[0] != "Z":
            found[int(p.name)] = (int(fields.split()[1]), name)
    return found


def gopls_of(kernel):
    return [pid for pid, (parent, name) in process_tree().items() if parent == kernel and name == "gopls"]


class Assist(unittest.TestCase):
    """Without gopls, the kernel's own answers."""

    gopls = "off"

    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory()
        cls.manager = KernelManager(kernel_name="lazycell")
        env = {**os.environ, "TMPDIR": cls.temp.name}
        if cls.gopls:
            env["LAZYCELL_GOPLS"] = cls.gopls
        cls.manager.start_kernel(env=env, cwd=cls.temp.name)
        cls.client = cls.manager.client()
        cls.client.start_channels()
        cls.client.wait_for_ready(timeout=TIMEOUT)
        reply = cls.client.execute_interactive(SESSION, timeout=TIMEOUT, output_hook=lambda m: None)
        assert reply["content"]["status"] == "ok", reply
        cls.kernel = cls.manager.provisioner.process.pid
        cls.ready()

    @classmethod
    def ready(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()
        left = [name for pid, (parent, name) in process_tree().items() if parent == cls.kernel]
        files = os.listdir(cls.temp.name)
        cls.temp.cleanup()
        assert not left and not files, (left, files)

    @classmethod
    def ask(cls, request):
        while True:
            m = cls.client.get_shell_msg(timeout=TIMEOUT)
            if m["parent_header"].get("msg_id") == request:
                return m["content"]

    def complete(self, cell):
        code, cursor = cell.replace("|", ""), cell.index("|")
        content = self.ask(self.client.complete(code, cursor))
        self.assertEqual(content["status"], "ok")
        self.assertEqual(content["cursor_end"] if not cell.startswith("%") else cursor, cursor)
        return content["matches"], code[content["cursor_start"] : content["cursor_end"]], content["metadata"].get("_jupyter_types_experimental", [])

    def inspect(self, cell, detail=0):
        content = self.ask(self.client.inspect(cell.replace("|", ""), cell.index("|"), detail))
        self.assertEqual(content["status"], "ok")
        self.assertEqual(content["found"], bool(content["data"]))
        return content["data"]

    def test_members(self):
        matches, replaced, types = self.complete('s := "größe 😀"; größe.Nor|')
        self.assertEqual((matches, replaced), (["Norm"], "Nor"))
        self.assertEqual([(t["text"], t["type"], t["end"] - t["start"]) for t in types], [("Norm", "method", 3)])
        self.assertIn("float64", types[0]["signature"])

    def test_names(self):
        self.assertIn("größe", self.complete("fmt.Println(grö|)")[0])
        self.assertEqual(self.complete("grö|")[1], "grö")
        self.assertIn("ToUpper", self.complete("x := strings.To|")[0])
        self.assertEqual(self.complete("x := 1|")[0], [])

    def test_below_commands(self):
        self.assertEqual(self.complete("%env A é\ngröße.Nor|")[0], ["Norm"])
        self.assertEqual(self.complete("%nonsense\ngröße.Nor|")[0], ["Norm"])
        self.assertEqual(self.complete("%%bash\ngröße.Nor|")[0], [])

    def test_unfinished(self):
        self.assertEqual(self.complete("if größe.X > 1 {\n\tfmt.Println(größe.not|\ny := 2")[0], ["note"])

    def test_places(self):
        """What is offered where a cell stops short; | is the cursor."""
        for cell, wants in (
            ("größe.|", ["X", "Y", "note", "Norm"]),
            ("p := Point{No|", []),
            ("p := Point{X: 1, n|}", ["note"]),
            ("var p *Po|", ["Point"]),
            ("d.Mu|", ["Mul", "MulElem"]),
            ("mat.NewD|", ["NewDense"]),
            ("x := mat.Den|", ["Dense"]),
            ("for i := range 3 {\n\tif i > 1 {\n\t\tgröße.N|", ["Norm"]),
            ("func f(q Point) float64 {\n\treturn q.N|", ["Norm"]),
            ("fmt.Println(größe.Norm(), größe.no|", ["note"]),
            ("sca|", ["scaled"]),
            ("zahl := 3\nzah|", ["zahl"]),
            ("func (p Point) Twice() float64 { return 2 * p.Nor| }", ["Norm"]),
            ("switch größe.X {\ncase größe.|", ["Y"]),
            ("go func() {\n\tdefer fmt.Printl|", ["Println"]),
            ('s := "😀😀"; strings.ToU|', ["ToUpper"]),
            ("/* größe 😀 */ d.T|", ["T"]),
            ('import "encoding/js|"', ["encoding/json"]),
            ('import (\n\t"fmt"\n\t"net/htt|', ["net/http"]),
            ('x := "strings.|"', None),
            ("// strings.|", None),
        ):
            with self.subTest(cell):
                matches = self.complete(cell)[0]
                if wants is None:
                    self.assertEqual(matches, [])
                for want in wants or []:
                    self.assertIn(want, matches)

    def test_signatures(self):
        """Within the arguments of a call, inspection is about the function."""
        for cell, want in (
            ("strings.Repeat(|", "func strings.Repeat(s string, count int) string"),
            ('strings.Repeat("größe", |)', "func strings.Repeat(s string, count int) string"),
            ("fmt.Println(strings.ToUpper(|", "func strings.ToUpper(s string) string"),
            ("d.Mul(|", "Mul(a, b mat.Matrix)|Mul(a Matrix, b Matrix)|Mul(a mat.Matrix, b mat.Matrix)|Mul(a, b Matrix)"),
            ("größe.Norm(|", "Norm() float64"),
            ("scaled(1, |", "scaled"),
            ("scaled[int](|", "scaled"),
            ("mat.NewDense(2, 2, |", "NewDense(r int, c int, data []float64) *mat.Dense|NewDense(r, c int, data []float64) *mat.Dense|NewDense(r, c int, data []float64) *Dense"),
        ):
            with self.subTest(cell):
                text = self.inspect(cell).get("text/plain", "")
                self.assertTrue(any(w in text for w in want.split("|")), text)

    def test_commands(self):
        self.assertEqual(self.complete("%en|")[0], ["%env"])
        self.assertIn("environment variable", self.inspect("%env| A b")["text/plain"])
        self.assertIn("shell command", self.inspect("!ls| -l")["text/markdown"])

    def test_files(self):
        pathlib.Path(self.temp.name, "some data.txt").touch()
        directory = pathlib.Path(self.temp.name, "somewhere")
        directory.mkdir()
        (directory / "inside").touch()
        try:
            self.assertEqual(self.complete("!cat so|")[:2], (["some data.txt", "somewhere/"], "so"))
            self.assertEqual(self.complete("%cd somewhere/i|")[0], ["somewhere/inside"])
        finally:
            (directory / "inside").unlink()
            directory.rmdir()
            pathlib.Path(self.temp.name, "some data.txt").unlink()

    def test_inspect(self):
        data = self.inspect("fmt.Sprint|ln(1)")
        self.assertIn("func fmt.Sprintln(a ...any) string", data["text/markdown"])
        self.assertIn("Spaces are always added", data["text/markdown"])
        self.assertIn("func fmt.Sprintln(a ...any) string", data["text/plain"])
        self.assertNotIn("```", data["text/plain"])
        self.assertIn("Sprintln", self.inspect("fmt.Sprintln(1, |)")["text/plain"])
        self.assertEqual(self.inspect("nothing|"), {})
        self.assertEqual(self.inspect("1 + |1"), {})

    def test_inspect_the_session(self):
        self.assertIn("Point", self.inspect("größe|")["text/plain"])
        data = self.inspect("var p Po|int")
        self.assertIn("Point is a place.", data["text/markdown"])
        self.assertIn("Cell [1]", data["text/markdown"])
        self.assertIn("return p.X + p.Y", self.inspect("var p Po|int", 1)["text/markdown"])
        self.assertIn("func Repeat(s string", self.inspect("strings.Repea|t", 1)["text/markdown"])

    def median_latency(self, what, cells, ask):
        took = []
        for cell in cells * 4:
            start = time.perf_counter()
            ask(cell)
            took.append(time.perf_counter() - start)
        took = took[len(cells) :]  # the first round warms
        print(f"{type(self).__name__}: {what} takes {1000 * statistics.median(took):.0f} ms, at most {1000 * max(took):.0f} ms")
        self.assertLess(statistics.median(took), 0.3)

    def test_latency(self):
        completed = ["größe.|", "strings.|", "fmt.Pr|", "x := grö|", "for i := range 3 {\n\tfmt.Println(größe.|", "mat.|", "d.|"]
        self.median_latency("completion", completed, self.complete)
        self.median_latency("inspection", ["fmt.Println(|", "mat.NewDense|", "d.Mul|(d, d)", "größe|", "var s mat.SVD|", "strings.Build|er"], self.inspect)
        self.assertEqual(len(gopls_of(self.kernel)), 0 if self.gopls else 1)


class AssistByGopls(Assist):
    """With gopls."""

    gopls = ""

    @classmethod
    def ready(cls):
        """Waits for gopls: what it says of a function has a link, and ours has not."""
        deadline = time.time() + TIMEOUT
        while time.time() < deadline:
            cls.ask(cls.client.complete("größe.", 6))
            if gopls_of(cls.kernel):
                data = cls.ask(cls.client.inspect("fmt.Println()", 6, 0))["data"]
                if data and "*fmt*" not in data["text/markdown"]:
                    return
            time.sleep(0.1)
        raise AssertionError("gopls does not answer")

    def test_restart(self):
        (old,) = gopls_of(self.kernel)
        os.kill(old, 9)
        self.assertEqual(self.complete("größe.Nor|")[0], ["Norm"])
        deadline = time.time() + TIMEOUT
        while gopls_of(self.kernel) in ([], [old]) and time.time() < deadline:
            self.assertEqual(self.complete("größe.Nor|")[0], ["Norm"])
            time.sleep(0.05)
        self.assertNotEqual(gopls_of(self.kernel), [])
        self.ready()


if __name__ == "__main__":
    unittest.main()
