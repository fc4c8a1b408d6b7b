"""What may happen to a session, each told under its cell, and the kernel goes on: python kernel_crashes.py"""
import time
import unittest

import psutil
from jupyter_client.manager import start_new_kernel

TIMEOUT = 60
MAX_KERNEL_MB = 200  # of the kernel itself, whatever cells print
NEXT_CELL_SECONDS = 5  # from the end of a session to the result of the next cell, on a busy machine too

# name; cell; what the error says
LOST = [
    ("panic in a goroutine", 'go func() { panic("away") }()\nselect {}', "a goroutine panicked: away"),
    ("nil map in a goroutine", 'go func() {\n\tvar m map[string]int\n\tm["a"] = 1\n}()\nselect {}', "a goroutine panicked: assignment to entry in nil map"),
    ("os.Exit", "os.Exit(3)", "exit status 3"),
    ("log.Fatal", 'log.Fatal("no way on")', "exit status 1"),
    ("stack overflow", "func deeper(n int) int { return deeper(n+1) + 1 }\ndeeper(0)", "stack overflow"),
    ("concurrent map writes", "m := map[int]int{}\nfor range 4 {\n\tgo func() {\n\t\tfor {\n\t\t\tm[1]++\n\t\t}\n\t}()\n}\nselect {}", "concurrent map"),
    ("unlock of an unlocked mutex", "var mu sync.Mutex\nmu.Unlock()", "fatal error: sync: unlock of unlocked mutex"),
    ("out of memory", "import \"syscall\"\nsyscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: 4 << 30, Max: 4 << 30})\nbig := make([]byte, 8<<30)\nlen(big)", "out of memory"),
    ("killed, as the system does when memory runs out", "import (\"os\"; \"syscall\")\nsyscall.Kill(os.Getpid(), syscall.SIGKILL)\nselect {}", "it was killed (signal 9)"),
    ("SIGSEGV", "import (\"os\"; \"syscall\")\nsyscall.Kill(os.Getpid(), syscall.SIGSEGV)\nselect {}", "SIGSEGV"),
]

# Those after which values are still there: what the error says.
KEPT = [
    ("panic", 'panic("here")', "here"),
    ("nil pointer", "var p *int\n*p", "nil pointer dereference"),
    ("index", "s := []int{}\ns[len(os.Args)+5]", "index out of range"),
    ("Goexit", "runtime.Goexit()", "runtime.Goexit ended the cell"),
]


class Crashes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name="lazycell")
        cls.pid = cls.manager.provisioner.process.pid

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    def run_cell(self, code):
        """Reply and printed text."""
        text = []
        reply = self.client.execute_interactive(
            code, timeout=TIMEOUT, output_hook=lambda m: text.append(m["content"].get("text", "")) if m["msg_type"] == "stream" else None
        )
        return reply["content"], "".join(text)

    def ok(self, code):
        reply, text = self.run_cell(code)
        self.assertEqual(reply["status"], "ok", reply)
        return text

    def check_alive(self):
        begin = time.perf_counter()
        self.ok("y := 6\n_ = y")
        self.assertLess(time.perf_counter() - begin, NEXT_CELL_SECONDS)

    def test_lost(self):
        for name, code, says in LOST:
            with self.subTest(name):
                self.ok("x := 5")
                reply, _ = self.run_cell(code)
                self.assertEqual((reply["status"], reply.get("ename")), ("error", "SessionLost"))
                self.assertIn(says, reply["evalue"])
                self.assertIn("Its values are lost. A new session has started", reply["evalue"])
                self.check_alive()
                self.assertEqual(self.run_cell("x")[0].get("ename"), "CompileError")

    def test_kept(self):
        self.ok("kept := 7")
        for name, code, says in KEPT:
            with self.subTest(name):
                reply, _ = self.run_cell(code)
                self.assertEqual(reply["status"], "error")
                self.assertIn(says, reply["evalue"])
                self.assertEqual(self.ok("import \"fmt\"\nfmt.Print(kept)"), "7")

    def test_deadlock(self):
        self.ok("kept := 8")
        request = self.client.execute("var nobody chan int\n<-nobody")
        while (m := self.client.get_iopub_msg(timeout=TIMEOUT))["msg_type"] != "stream":
            pass
        self.assertIn("a deadlock", m["content"]["text"])
        self.assertIn("line 2: chan receive (nil chan)", m["content"]["text"])
        self.manager.interrupt_kernel()
        while (reply := self.client.get_shell_msg(timeout=TIMEOUT))["parent_header"].get("msg_id") != request:
            pass
        self.assertEqual(reply["content"]["ename"], "Interrupted")
        self.assertEqual(self.ok("import \"fmt\"\nfmt.Print(kept)"), "8")

    def test_a_gigabyte_of_output(self):
        begin = time.perf_counter()
        text = self.ok('import ("bytes"; "os"; "strings")\nlines := bytes.Repeat([]byte(strings.Repeat("x", 1023)+"\\n"), 1024)\n'
                       "for range 1024 {\n\tos.Stdout.Write(lines)\n}\nos.Stdout.WriteString(\"the end\\n\")")
        self.assertLess(time.perf_counter() - begin, 30)
        self.assertLess(len(text), 32 << 20)
        self.assertIn("MB of output left out", text)
        self.assertTrue(text.endswith("the end\n"))
        self.assertLess(psutil.Process(self.pid).memory_info().rss / 1e6, MAX_KERNEL_MB)
        self.check_alive()


if __name__ == "__main__":
    unittest.main()
