"""Interrupts that come at odd moments: python kernel_interrupts.py"""
import time
import unittest

from kernel_client import RT, TIMEOUT, KernelCase

HEEDS = RT + "<-rt.Context().Done()\nrt.Check(rt.Context().Err())"


class Interrupts(KernelCase):
    def names(self, requests):
        return [(reply["status"], reply.get("ename")) for reply in map(self.reply, requests)]

    def begun(self, request):
        while True:
            m = self.client.get_iopub_msg(timeout=TIMEOUT)
            if m["msg_type"] == "execute_input" and m["parent_header"].get("msg_id") == request:
                return

    def test_twice(self):
        """The second of two is not for the next cell, nor for the next session."""
        self.result("x := 5")
        for code, kept in ((HEEDS, True), ("for {\n}", False)):
            request = self.client.execute(code)
            time.sleep(1)
            self.manager.interrupt_kernel()
            self.manager.interrupt_kernel()
            reply, _ = self.collect(request)
            self.assertEqual(reply["ename"], "Interrupted")
            self.assertIn("values are kept" if kept else "values are lost", reply["evalue"])
            self.assertEqual(self.result("y := 6\ny"), "6")
            self.assertEqual(self.run_cell("x")[0]["status"], "ok" if kept else "error")

    def test_queue(self):
        """The cells behind an interrupted one are not run, unless they were sent to run all the same."""
        self.result("x := 5")
        requests = [self.client.execute(c) for c in (HEEDS, "x = 6", "x = 7")]
        time.sleep(1)
        self.manager.interrupt_kernel()
        self.assertEqual(self.names(requests), [("error", "Interrupted"), ("aborted", None), ("aborted", None)])
        self.assertEqual(self.result("x"), "5")
        requests = [self.client.execute(c, stop_on_error=False) for c in (HEEDS, "x = 6", "x = 7")]
        time.sleep(1)
        self.manager.interrupt_kernel()
        self.assertEqual(self.names(requests), [("error", "Interrupted"), ("ok", None), ("ok", None)])
        self.assertEqual(self.result("x"), "7")

    def test_at_any_moment(self):
        """However far a cell has come, an interrupt is for it alone."""
        self.result("x := 5")
        for i in range(12):
            requests = [self.client.execute(f"{HEEDS}\n_ = {i}", stop_on_error=False), self.client.execute(f"x + {i}", stop_on_error=False)]
            self.begun(requests[0])  # an interrupt that overtakes its cell is for nobody
            time.sleep(0.02 * i)
            self.manager.interrupt_kernel()
            self.assertEqual(self.names(requests), [("error", "Interrupted"), ("ok", None)], f"after {20 * i} ms")

    def test_a_cell_sent_with_the_reply(self):
        """What is sent once a failure is told is not refused together with what was sent before it."""
        self.result("x := 5")
        for i in range(20):
            self.reply(self.client.execute(f"panic({i})"))
            request = self.client.execute(f"x + {i}")
            self.assertEqual(self.reply(request)["status"], "ok")

    def test_sleep(self):
        """A cell that sleeps wakes; what it has started sleeps on."""
        self.result('import "time"\nawake := make(chan bool, 1)\nx := 5')
        request = self.client.execute("go func() {\n\ttime.Sleep(1500*time.Millisecond)\n\tawake <- true\n}()\nfor x < 100 {\n\ttime.Sleep(time.Hour)\n\tx++\n}")
        time.sleep(1)
        begin = time.time()
        self.manager.interrupt_kernel()
        reply, _ = self.collect(request)
        self.assertLess(time.time() - begin, 1)
        self.assertEqual(reply["ename"], "Interrupted")
        self.assertIn("line 6", "\n".join(reply["traceback"]))
        self.assertEqual(self.result("<-awake, x"), "(true, 5)")


if __name__ == "__main__":
    unittest.main()
