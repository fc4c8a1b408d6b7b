"""What may happen to a session, each told under its cell, and the kernel goes on: python kernel_crashes.py"""
import time
import unittest

import psutil
from jupyter_client.manager import start_new_kernel

TIMEOUT = 60
MAX_KERNEL_MB = 200  # of the kernel itself, whatever cells print
NEXT_CELL_SECONDS = 5  # from the end of a session to the result of the next cell, on a busy machine too

# name; cell; what the error says; the line of the cell where it happened, None when nobody knows
LOST = [
    ("panic in a goroutine", 'go func() {\n\tpanic("away")\n}()\nselect {}', "a goroutine panicked: away", 2),
    ("an error of the user's", 'type odd struct{ n int }\n\nfunc (o *odd) Error() string { return fmt.Sprint("odd ", o.n) }\ngo func() {\n\tpanic(&odd{7})\n}()\nselect {}', "odd 7", 5),
    ("nil map in a goroutine", 'go func() {\n\tvar m map[string]int\n\tm["a"] = 1\n}()\nselect {}', "a goroutine panicked: assignment to entry in nil map", 3),
    ("os.Exit", "os.Exit(3)", "exit status 3", None),
    ("os.Exit, all being well", "os.Exit(0)", "exit status 0 (os.Exit)", None),
    ("log.Fatal", 'log.Fatal("no way on")', "exit status 1", None),
    ("log.Fatal in a goroutine", 'go log.Fatal("no way on")\nselect {}', "exit status 1", None),
    ("stack overflow", "func deeper(n int) int { return deeper(n+1) + 1 }\ndeeper(0)", "stack overflow", 1),
    ("stack overflow of a result", "type loop struct{ n int }\n\nfunc (l loop) String() string { return fmt.Sprint(l) }\nloop{1}", "stack overflow", 3),
    ("concurrent map writes", "m := map[int]int{}\nfor range 4 {\n\tgo func() {\n\t\tfor {\n\t\t\tm[1]++\n\t\t}\n\t}()\n}\nselect {}", "concurrent map", 5),
    ("concurrent map read and write", "m := map[int]int{}\ngo func() {\n\tfor {\n\t\tm[1] = 2\n\t}\n}()\nfor {\n\t_ = m[1]\n}", "concurrent map", None),
    ("unlock of an unlocked mutex", "var mu sync.Mutex\nmu.Unlock()", "fatal error: sync: unlock of unlocked mutex", 2),
    ("out of memory", "import \"syscall\"\nsyscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: 4 << 30, Max: 4 << 30})\nbig := make([]byte, 8<<30)\nlen(big)", "out of memory", None),
    ("killed, as the system does when memory runs out", "import (\"os\"; \"syscall\")\nsyscall.Kill(os.Getpid(), syscall.SIGKILL)\nselect {}", "it was killed (signal 9)", None),
    ("ended by somebody else", "import (\"os\"; \"syscall\")\nsyscall.Kill(os.Getpid(), syscall.SIGTERM)\nselect {}", "signal: terminated", None),
    ("SIGSEGV sent", "import (\"os\"; \"syscall\")\nsyscall.Kill(os.Getpid(), syscall.SIGSEGV)\nselect {}", "SIGSEGV", None),
    ("a wild pointer", 'import "unsafe"\n\np := (*int)(unsafe.Pointer(uintptr(0xdeadbeef000)))\n*p', "unexpected fault address 0xdeadbeef000", 4),
    ("SIGSEGV in C", "// static int bad(int *p) { return *p; }\nimport \"C\"\n\nfunc bad() int {\n\treturn int(C.bad(nil))\n}\nbad()", "SIGSEGV: segmentation violation in C code", 5),
    ("SIGABRT in C", "// #include <stdlib.h>\nimport \"C\"\n\nfunc die() { C.abort() }\ndie()", "SIGABRT: abort in C code", 4),
    ("the session's own files closed", 'import "syscall"\nfor fd := 3; fd < 9; fd++ {\n\tsyscall.Close(fd)\n}', "the session process has ended", None),
    ("a test's goroutine", "%test\nfunc TestAway(t *testing.T) {\n\tgo func() { panic(\"away\") }()\n\tselect {}\n}", "a goroutine panicked: away", 3),
]

# Those after which values are still there: name; cell; what the error says; the line.
KEPT = [
    ("panic", 'panic("here")', "here", 1),
    ("panic in init", '\nfunc init() {\n\tpanic("early")\n}', "early", 3),
    ("panic while it panics", 'defer func() { panic("second") }()\npanic("first")', "second", 1),
    ("panic without a value", "panic(nil)", "panic called with nil argument", 1),
    ("a value that can't be told", 'type mute struct{}\n\nfunc (mute) Error() string { panic("no") }\npanic(mute{})', "its text can't be had", 4),
    ("nil pointer", "var p *int\n*p", "nil pointer dereference", 2),
    ("index", "s := []int{}\ns[len(os.Args)+5]", "index out of range", 2),
    ("too much at once", "make([]byte, len(os.Args)<<62)", "makeslice: len out of range", 1),
    ("Goexit", "runtime.Goexit()", "runtime.Goexit ended the cell", 1),
    ("closed standard input", "os.Stdin.Close()\n\nvar word string\nfmt.Scan(&word)", "file already closed", 4),
    ("no standard input", "bufio.NewReader(os.Stdin).ReadString('\\n')", "EOF", 1),
    ("C code that is wrong", 'import "C"\n\nfunc none() { C.nothing() }', "could not determine what C.nothing refers to", 3),
    ("tests that fail", "%test\nfunc TestNow(t *testing.T) { t.FailNow() }\nfunc TestPanic(t *testing.T) { panic(1) }\nfunc TestExit(t *testing.T) { runtime.Goexit() }", "a test has failed", None),
]

# Those that wait, and are interrupted; the values are kept. What is told meanwhile, and what the error says.
WAITING = [
    ("a channel that is nil", "var nobody chan int\n<-nobody", "line 2: chan receive (nil chan)", "chan receive (nil chan)"),
    ("nothing at all", "select {}", "line 1: select (no cases)", "select (no cases)"),
    ("a mutex", "var mu sync.Mutex\nmu.Lock()\nmu.Lock()", "line 3: sync.Mutex.Lock", "sync.Mutex.Lock"),
    ("a wait group", "var wg sync.WaitGroup\nwg.Add(1)\nwg.Wait()", "line 3: sync.WaitGroup.Wait", "sync.WaitGroup.Wait"),
    ("each other", "a, b := make(chan int), make(chan int)\ngo func() {\n\tb <- 1\n\ta <- 1\n}()\na <- 2\n<-b", "line 3: chan send", "chan send"),
    ("the clock", "for {\n\ttime.Sleep(time.Hour)\n}", None, "values are kept"),
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
            code, timeout=TIMEOUT, allow_stdin=False,
            output_hook=lambda m: text.append(m["content"].get("text", "")) if m["msg_type"] == "stream" else None,
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

    def check_line(self, reply, line):
        if line is not None:
            self.assertIn(f"Cell [{reply['execution_count']}], line {line}", "\n".join(reply["traceback"]))

    def test_lost(self):
        for name, code, says, line in LOST:
            with self.subTest(name):
                self.ok("x := 5")
                reply, _ = self.run_cell(code)
                self.assertEqual((reply["status"], reply.get("ename")), ("error", "SessionLost"), reply)
                self.assertIn(says, reply["evalue"])
                self.assertIn("Its values are lost. A new session has started", reply["evalue"])
                self.check_line(reply, line)
                self.check_alive()
                self.assertEqual(self.run_cell("x")[0].get("ename"), "CompileError")

    def test_kept(self):
        self.ok("kept := 7")
        for name, code, says, line in KEPT:
            with self.subTest(name):
                reply, _ = self.run_cell(code)
                self.assertEqual(reply["status"], "error")
                self.assertIn(says, reply["evalue"])
                self.check_line(reply, line)
                self.assertEqual(self.ok("import \"fmt\"\nfmt.Print(kept)"), "7")

    def test_closed_files(self):
        """What a cell closes is closed for that cell."""
        self.ok('kept := 9\nos.Stdout.Close()\nos.Stderr.Close()\nfmt.Println("nobody hears")')
        self.assertEqual(self.ok('import "fmt"\nfmt.Print(kept)'), "9")
        self.assertIn("on with it", self.ok('log.Print("on with it")'))

    def test_waiting(self):
        self.ok("kept := 8")
        for name, code, told, says in WAITING:
            with self.subTest(name):
                request = self.client.execute(code)
                while told and told not in (m := self.client.get_iopub_msg(timeout=TIMEOUT))["content"].get("text", ""):
                    pass
                if told:
                    self.assertIn("a deadlock", m["content"]["text"])
                else:
                    time.sleep(1)
                begin = time.perf_counter()
                self.manager.interrupt_kernel()
                while (reply := self.client.get_shell_msg(timeout=TIMEOUT))["parent_header"].get("msg_id") != request:
                    pass
                self.assertLess(time.perf_counter() - begin, 2)
                self.assertEqual(reply["content"]["ename"], "Interrupted")
                self.assertIn(says, reply["content"]["evalue"])
                self.assertIn("values are kept", reply["content"]["evalue"])
                self.assertEqual(self.ok("import \"fmt\"\nfmt.Print(kept)"), "8")

    def test_left_behind(self):
        """A cell that was interrupted while it waited does nothing more when what it waited for comes."""
        self.ok("var mu sync.Mutex\nmu.Lock()\nreached := 0")
        request = self.client.execute("mu.Lock()\nreached++")
        time.sleep(1)
        self.manager.interrupt_kernel()
        while (reply := self.client.get_shell_msg(timeout=TIMEOUT))["parent_header"].get("msg_id") != request:
            pass
        self.assertEqual(reply["content"]["ename"], "Interrupted")
        self.assertEqual(self.ok('import "fmt"\nmu.Unlock()\ntime.Sleep(50*time.Millisecond)\nfmt.Print(reached)'), "0")

    def check_flood(self, code, shown=32 << 20):
        """A gigabyte of output leaves the kernel small and quick. Returns what was shown."""
        begin = time.perf_counter()
        text = self.ok(code)
        self.assertLess(time.perf_counter() - begin, 30)
        self.assertLess(len(text), shown)
        self.assertIn("MB of output left out", text)
        self.assertLess(psutil.Process(self.pid).memory_info().rss / 1e6, MAX_KERNEL_MB)
        self.check_alive()
        return text

    def test_a_gigabyte_of_output(self):
        text = self.check_flood('import ("bytes"; "os"; "strings")\nlines := bytes.Repeat([]byte(strings.Repeat("x", 1023)+"\\n"), 1024)\n'
                                "for range 1024 {\n\tos.Stdout.Write(lines)\n}\nos.Stdout.WriteString(\"the end\\n\")")
        self.assertTrue(text.endswith("the end\n"))

    def test_a_gigabyte_of_errors(self):
        self.check_flood('import ("bytes"; "os")\nline := bytes.Repeat([]byte("e"), 1<<20)\nfor range 1024 {\n\tos.Stderr.Write(line)\n}')

    def test_a_gigabyte_of_bytes(self):
        self.check_flood('import ("math/rand"; "os")\nnoise := make([]byte, 1<<20)\nrand.Read(noise)\nfor range 1024 {\n\tos.Stdout.Write(noise)\n}', 3 * (32 << 20))


if __name__ == "__main__":
    unittest.main()
