"""The bar of a long computation, and what is left of it: python kernel_progress.py"""
import unittest

from kernel_client import TIMEOUT, KernelCase

LONG = """
import (
	"time"
	"github.com/lazycell/lazycell/lazy"
	"github.com/lazycell/lazycell/lazy/block"
	"github.com/lazycell/lazycell/lazy/random"
)

func slow(n int, d time.Duration) *lazy.Array {
	f := lazy.Func(func(_ context.Context, _ lazy.Place, in ...*block.Dense) (*block.Dense, error) {
		time.Sleep(d)
		return in[0], nil
	})
	return random.New(1).Chunks(1).Uniform(n).MapBlocks(f, lazy.Float64).GtScalar(2).CountNonzero()
}
"""


class Progress(KernelCase):
    def outputs(self, code):
        """What is published about a cell: pairs of a message type and its content."""
        request, seen = self.client.execute(code), []
        while True:
            m = self.client.get_iopub_msg(timeout=TIMEOUT)
            if m["parent_header"].get("msg_id") != request:
                continue
            if m["msg_type"] == "status" and m["content"]["execution_state"] == "idle":
                return seen
            if m["msg_type"] not in ("status", "execute_input"):
                seen.append((m["msg_type"], m["content"]))

    def test_bar(self):
        self.assertEqual(self.outputs('import "context"\n' + LONG), [])
        quick = [kind for kind, _ in self.outputs("slow(20, 10*time.Millisecond).Item()")]
        self.assertEqual(quick, ["execute_result"])

        seen = self.outputs("slow(100, 50*time.Millisecond).Item()")
        kinds = [kind for kind, _ in seen]
        bars = [content for kind, content in seen if kind in ("display_data", "update_display_data")]
        self.assertEqual((kinds[0], kinds[-2:]), ("display_data", ["clear_output", "execute_result"]))
        self.assertGreater(kinds.count("update_display_data"), 2)
        self.assertEqual(len({b["transient"]["display_id"] for b in bars}), 1)
        for b in bars:
            self.assertIn('role="progressbar"', b["data"]["text/html"])
            self.assertRegex(b["data"]["text/plain"], r"^ *\d+% [█░]{30} \d+ of \d+ tasks")
        self.assertEqual(seen[-1][1]["data"]["text/plain"], "0")

    def test_beside_other_outputs(self):
        self.outputs('import ("context"; "fmt")\n' + LONG)
        seen = self.outputs('fmt.Println("before")\nslow(100, 30*time.Millisecond).Item()')
        kinds = [kind for kind, _ in seen]
        self.assertNotIn("clear_output", kinds)
        self.assertEqual((kinds[0], kinds[1], kinds[-2:]), ("stream", "display_data", ["update_display_data", "execute_result"]))
        self.assertEqual(seen[-2][1]["data"], {"text/plain": "", "text/html": ""})

    def test_interrupted(self):
        self.outputs('import "context"\n' + LONG)
        request, bar = self.client.execute("slow(1000, 50*time.Millisecond).Item()"), False
        kinds = []
        while True:
            m = self.client.get_iopub_msg(timeout=TIMEOUT)
            kinds.append(m["msg_type"])
            if m["msg_type"] == "display_data" and not bar:
                bar = True
                self.manager.interrupt_kernel()
            if m["parent_header"].get("msg_id") == request and m["msg_type"] == "status" and m["content"]["execution_state"] == "idle":
                break
        self.assertIn("clear_output", kinds)
        self.assertIn("error", kinds)


if __name__ == "__main__":
    unittest.main()
