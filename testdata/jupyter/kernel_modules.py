"""Modules that cells need, from a proxy that is a directory: python kernel_modules.py"""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

from kernel_client import KernelCase

# module@version: what it needs, and its only file
MODULES = {
    "example.org/base@v1.0.0": ([], 'package base\n\nconst Version = "1.0.0"\n\ntype Item struct{ N int }\n'),
    "example.org/base@v1.1.0": ([], 'package base\n\nconst Version = "1.1.0"\n\ntype Item struct{ N int }\n'),
    "example.org/old@v0.1.0": (["example.org/base v1.0.0"], 'package old\n\nimport "example.org/base"\n\nfunc Uses() string { return base.Version }\n'),
    "example.org/new@v0.2.0": (["example.org/base v1.1.0"], 'package new\n\nimport "example.org/base"\n\nfunc Uses() string { return base.Version }\n'),
    "example.org/many@v1.2.3": ([], "package many\n\nfunc Answer() int { return 42 }\n"),
    "example.org/many@v1.3.0": ([], "package many\n\nfunc Answer() int { return 43 }\n"),
}


def write_proxy(directory):
    for name, (needs, source) in MODULES.items():
        module, version = name.split("@")
        at = pathlib.Path(directory) / module / "@v"
        at.mkdir(parents=True, exist_ok=True)
        mod = f"module {module}\n\ngo 1.21\n" + "".join(f"\nrequire {n}\n" for n in needs)
        (at / f"{version}.mod").write_text(mod)
        (at / f"{version}.info").write_text(json.dumps({"Version": version}))
        with zipfile.ZipFile(at / f"{version}.zip", "w") as z:
            z.writestr(f"{name}/go.mod", mod)
            z.writestr(f"{name}/{module.rsplit('/', 1)[1]}.go", source)
        with open(at / "list", "a") as f:
            f.write(version + "\n")


class Modules(KernelCase):
    def setUp(self):
        proxy = tempfile.TemporaryDirectory()
        self.addCleanup(proxy.cleanup)
        write_proxy(proxy.name)
        cache = tempfile.TemporaryDirectory()
        self.addCleanup(cache.cleanup)
        others = subprocess.check_output(["go", "env", "GOMODCACHE"], text=True).strip()
        changed = {
            # What this project itself needs is taken from where it is already.
            "GOPROXY": f"file://{proxy.name},file://{others}/cache/download", "GONOSUMDB": "*", "GONOSUMCHECK": "1", "GOFLAGS": "-modcacherw",
            "GOSUMDB": "off", "GOMODCACHE": cache.name,
        }
        for name, value in changed.items():
            self.addCleanup(lambda name=name, old=os.environ.get(name): os.environ.pop(name, None) if old is None else os.environ.__setitem__(name, old))
            os.environ[name] = value
        super().setUp()

    def printed(self, code):
        reply, outputs = self.run_cell(code)
        self.assertEqual(reply["status"], "ok", reply.get("traceback"))
        return "".join(m["content"]["text"] for m in outputs if m["msg_type"] == "stream")

    def test_fetched_and_pinned(self):
        self.assertEqual(self.result('import "example.org/many"\n\nmany.Answer()'), "43")
        self.assertIn("example.org/many v1.3.0", self.printed("!grep example.org $GONB_TMP_DIR/go.mod"))

    def test_goget(self):
        self.printed("%goget example.org/many@v1.2.3")
        self.assertIn("example.org/many v1.2.3", self.printed("!grep example.org $GONB_TMP_DIR/go.mod"))
        self.assertEqual(self.result('import "example.org/many"\n\nmany.Answer()'), "42")

    def test_not_fetched(self):
        reply, _ = self.run_cell('%noautoget\nimport "example.org/many"\n\nmany.Answer()')
        self.assertEqual(reply["ename"], "CompileError", reply)
        self.assertEqual(self.result('%autoget\nimport "example.org/many"\n\nmany.Answer()'), "43")

    def test_a_module_that_wants_another_version(self):
        """What is loaded stays; the cell says which module it is about, and a restart loads the other one and declares all again."""
        self.assertEqual(self.result('import "example.org/old"\n\nold.Uses()'), '"1.0.0"')
        self.result('import "example.org/base"\n\ntype holder struct{ item base.Item }\n\nfunc (h holder) twice() int { return 2 * h.item.N }\nx := 5')
        reply, _ = self.run_cell('import "example.org/new"\n\nnew.Uses()')
        self.assertEqual(reply["ename"], "CompileError", reply)
        said = "\n".join(reply["traceback"])
        self.assertIn("example.org/base v1.1.0 (this session has v1.0.0)", said)
        self.assertIn("%restart", said)
        self.assertEqual(self.result("old.Uses(), x"), '("1.0.0", 5)')
        self.printed("%restart")
        self.assertEqual(self.result('import "example.org/new"\n\nnew.Uses()'), '"1.1.0"')
        self.assertEqual(self.result("holder{base.Item{N: 4}}.twice(), base.Version"), '(8, "1.1.0")')
        self.assertEqual(self.run_cell("x")[0]["ename"], "CompileError")


if __name__ == "__main__":
    unittest.main()
