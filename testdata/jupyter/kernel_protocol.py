"""What a front-end can ask of the kernel besides running a cell: python kernel_protocol.py"""
import os
import queue
import signal
import time
import unittest

from kernel_client import RT, TIMEOUT, KernelCase, gone, until


class Protocol(KernelCase):
    def test_interrupt_of_a_cell_that_heeds_it(self):
        self.result("x := 5")
        for code in ("<-rt.Context().Done()\nrt.Check(rt.Context().Err())", "rt.Check(rt.Context().Err())\n<-rt.Context().Done()\nx++\nrt.Check(rt.Context().Err())"):
            request = self.client.execute(RT + code)
            sent = self.interrupt_later(1)
            reply, outputs = self.collect(request)
            self.assertLess(time.time() - sent, 1)
            self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))
            self.assertIn("values are kept", reply["evalue"])
        self.assertEqual(self.result("x"), "6")

    def test_interrupt_of_a_computation(self):
        self.result('import "github.com/lazycell/lazycell/lazy/random"\nx := random.Uniform(400000, 400000)')
        request = self.client.execute("x.Sum().Item()")
        sent = self.interrupt_later(1)
        reply, _ = self.collect(request)
        self.assertLess(time.time() - sent, 1)
        self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))
        self.assertEqual(self.result("x.Shape()"), "(400000, 400000)")

    def test_interrupt_of_a_cell_that_does_not(self):
        self.result("x := 5")
        session = self.session_pid()
        request = self.client.execute("for {\n}")
        sent = self.interrupt_later(1)
        reply, outputs = self.collect(request)
        self.assertLess(time.time() - sent, 3)
        self.assertEqual(reply["ename"], "Interrupted")
        self.assertIn("values are lost", reply["evalue"])
        self.assertEqual([m["msg_type"] for m in outputs], ["error"])
        self.assertTrue(gone(session))
        self.assertEqual(self.result("y := 6\ny"), "6")
        self.assertEqual(self.run_cell("x")[0]["ename"], "CompileError")

    def test_interrupt_of_a_shell_line(self):
        request = self.client.execute("!sleep 60")
        sent = self.interrupt_later(0.5)
        self.assertEqual(self.collect(request)[0]["ename"], "Interrupted")
        self.assertLess(time.time() - sent, 2)

    def test_interrupt_by_signal(self):
        request = self.client.execute(RT + "<-rt.Context().Done()\nrt.Check(rt.Context().Err())")
        time.sleep(1)
        os.kill(self.kernel_pid(), signal.SIGINT)
        self.assertEqual(self.collect(request)[0]["ename"], "Interrupted")
        self.assertEqual(self.result("1"), "1")

    def test_interrupt_of_nothing(self):
        self.result("x := 5")
        self.interrupt_later(0)
        time.sleep(0.5)  # the next cell would overtake it
        self.assertEqual(self.result("x"), "5")

    def test_death_while_no_cell_runs(self):
        self.result('import ("os"; "time")\ngo func() { time.Sleep(500*time.Millisecond); os.Exit(4) }()')
        m = self.client.get_iopub_msg(timeout=TIMEOUT)
        self.assertEqual((m["msg_type"], m["content"]["name"]), ("stream", "stderr"))
        self.assertIn("exit status 4", m["content"]["text"])
        reply, outputs = self.run_cell("1")
        self.assertEqual(reply["status"], "ok")
        self.assertEqual([m["msg_type"] for m in outputs], ["stream", "execute_result"])
        self.assertIn("values are lost", outputs[0]["content"]["text"])

    def test_queue_is_aborted_after_an_error(self):
        self.result("x := 1")
        requests = [self.client.execute(c) for c in ('import "time"\ntime.Sleep(500*time.Millisecond)\npanic("stop")', "x = 2", "x = 3")]
        statuses = [self.reply(r)["status"] for r in requests]
        self.assertEqual(statuses, ["error", "aborted", "aborted"])
        self.assertEqual(self.result("x"), "1")
        requests = [self.client.execute(c, stop_on_error=False) for c in ('panic("go on")', "x = 2")]
        self.assertEqual([self.reply(r)["status"] for r in requests], ["error", "ok"])

    def test_queued_cells(self):
        """Cells that are sent at once are built while others run, as if those completed; what they don't is not there."""
        self.result('import ("fmt"; "time")\nx := 1')
        cells = [
            ("time.Sleep(300*time.Millisecond)\nx++\nfunc twice(n int) int { return 2 * n }", "ok"),
            ("y := twice(x)\ntime.Sleep(300*time.Millisecond)", "ok"),
            ("z := y + 1\nz", "ok"),
            ("a := 1\ntime.Sleep(300*time.Millisecond)\npanic(\"here\")\nx := \"never\"", "error"),
            ("a + x", "ok"),  # the old x
            ("func twice(n int) int { return 20 * n }\ntime.Sleep(200*time.Millisecond)\npanic(1)", "error"),
            ("twice(z)", "ok"),
            ("undefined", "error"),
            ("y == 4 && z == 5", "ok"),
        ]
        requests = [self.client.execute(code, stop_on_error=False) for code, _ in cells]
        got = [self.collect(r) for r in requests]
        self.assertEqual([reply["status"] for reply, _ in got], [status for _, status in cells])
        self.assertEqual([reply["execution_count"] for reply, _ in got], list(range(2, 11)))
        results = ["".join(m["content"]["data"]["text/plain"] for m in outputs if m["msg_type"] == "execute_result") for _, outputs in got]
        self.assertEqual([r for r in results if r], ["5", "3", "100", "true"])
        self.assertEqual(got[7][0]["ename"], "CompileError")
        # An interrupt while the next one is being built, and a session that dies.
        requests = [self.client.execute(c, stop_on_error=False) for c in (RT + "<-rt.Context().Done()\nrt.Check(rt.Context().Err())\nb := 1", "x + 1", "b")]
        self.interrupt_later(0.5)
        replies = [self.collect(r)[0] for r in requests]
        self.assertEqual([r.get("ename") for r in replies], ["Interrupted", None, "CompileError"], replies)
        requests = [self.client.execute(c, stop_on_error=False) for c in ("time.Sleep(300*time.Millisecond)\ngo func() { panic(1) }()\nselect {}", "x", "x := 3\nx")]
        self.assertEqual([self.collect(r)[0].get("ename") for r in requests], ["SessionLost", "CompileError", None])

    def test_silent_and_history(self):
        self.assertEqual(self.run_cell("1")[0]["execution_count"], 1)
        reply, outputs = self.run_cell("2", silent=True)
        self.assertEqual((reply["status"], reply["execution_count"], outputs), ("ok", 1, []))
        reply, outputs = self.run_cell("3", store_history=False)
        self.assertEqual((reply["execution_count"], outputs[0]["content"]["data"]["text/plain"]), (1, "3"))
        self.assertEqual(self.run_cell("  \n")[0]["execution_count"], 1)
        self.assertEqual(self.run_cell("4")[0]["execution_count"], 2)
        history = self.reply(self.client.history(hist_access_type="tail", n=10, output=True, raw=True))["history"]
        self.assertEqual(history, [[1, 1, ["1", "1"]], [1, 2, ["4", "4"]]])
        # The next session knows the cells of this one.
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=TIMEOUT)
        self.assertEqual(self.result("5"), "5")
        for ask, want in (
            ({"hist_access_type": "tail", "n": 2}, [[1, 2, "4"], [2, 1, "5"]]),
            ({"hist_access_type": "range", "session": -1, "start": 1, "stop": 2}, [[1, 1, "1"]]),
            ({"hist_access_type": "search", "pattern": "?", "unique": True, "n": 2}, [[1, 2, "4"], [2, 1, "5"]]),
        ):
            self.assertEqual(self.reply(self.client.history(output=False, raw=True, **ask))["history"], want)

    def test_user_expressions(self):
        reply, outputs = self.run_cell("x := 20", user_expressions={"good": "x + 1", "bad": "x +", "none": "x = 3"})
        answers = reply["user_expressions"]
        self.assertEqual(outputs, [])
        self.assertEqual((answers["good"]["status"], answers["good"]["data"]["text/plain"]), ("ok", "21"))
        self.assertEqual((answers["bad"]["status"], answers["bad"]["ename"]), ("error", "SyntaxError"))
        self.assertEqual((answers["none"]["status"], answers["none"]["data"]), ("ok", {}))
        self.result("func half(n int) int {\n\treturn 10 / n\n}", user_expressions={"x": "x"})
        self.run_cell("x = 0", silent=True)
        traceback = "\n".join(self.run_cell("half(x)")[0]["traceback"])
        self.assertIn("Cell [2], line 2, in half", traceback)
        self.assertIn("return 10 / n", traceback)

    def test_control_is_served_while_a_cell_runs(self):
        request = self.client.execute('import "time"\ntime.Sleep(3*time.Second)')
        begin = time.time()
        m = self.client.session.msg("kernel_info_request", {})
        self.client.control_channel.send(m)
        info = self.reply(m["header"]["msg_id"], self.client.get_control_msg)
        self.assertLess(time.time() - begin, 1)
        self.assertEqual((info["language_info"]["name"], info["protocol_version"]), ("go", "5.4"))
        self.assertTrue(self.client.is_alive())
        self.assertEqual(self.reply(request)["status"], "ok")

    def answers(self, code, *typed):
        """Runs a cell whose user types; returns its reply, its result, and what it was asked: prompt, and whether it is hidden."""
        request = self.client.execute(code, allow_stdin=True)
        asked = []
        for line in typed:
            question = self.client.get_stdin_msg(timeout=TIMEOUT)
            self.assertEqual((question["msg_type"], question["parent_header"]["msg_id"]), ("input_request", request))
            asked.append((question["content"]["prompt"], question["content"]["password"]))
            self.client.input(line)
        reply, outputs = self.collect(request)
        return reply, "".join(m["content"]["data"]["text/plain"] for m in outputs if m["msg_type"] == "execute_result"), asked

    def test_input(self):
        reply, result, asked = self.answers('import "fmt"\nvar a, b int\nfmt.Scan(&a)\nfmt.Scan(&b)\na + b', "20", "22")
        self.assertEqual((reply["status"], result, asked), ("ok", "42", [("", False)] * 2))
        code = 'import ("bufio"; "os"; "github.com/janpfeifer/gonb/gonbui")\ngonbui.RequestInput("Password:", true)\n'
        read = "bufio.NewReader(os.Stdin).ReadString('\\n')"
        reply, result, asked = self.answers(code + read, "gehe\u00efm")
        self.assertEqual((reply["status"], result, asked), ("ok", '"gehe\u00efm\\n"', [("Password:", True)]))
        # Without a user to ask, the cell is told so and what follows goes on.
        reply, _ = self.run_cell(read, allow_stdin=False)
        self.assertEqual(reply["status"], "error")
        self.assertIn("EOF: the cell reads standard input, but this front-end lets no cell ask", reply["evalue"])
        self.assertEqual(self.result("a"), "20")

    def test_interrupt_of_input(self):
        self.result('import "fmt"\nx := 5')
        request = self.client.execute("fmt.Scan(&x)", allow_stdin=True)
        self.client.get_stdin_msg(timeout=TIMEOUT)
        sent = self.interrupt_later(0.2)
        reply, _ = self.collect(request)
        self.assertLess(time.time() - sent, 1)
        self.assertEqual((reply["status"], reply["ename"]), ("error", "Interrupted"))
        self.client.input("6")  # comes too late
        self.assertEqual(self.answers("fmt.Scan(&x)\nx", "7")[1:], ("7", [("", False)]))

    def test_debug_requests_are_declined(self):
        m = self.client.session.msg("debug_request", {"type": "request", "seq": 3, "command": "initialize", "arguments": {}})
        self.client.control_channel.send(m)
        answer = self.reply(m["header"]["msg_id"], self.client.get_control_msg)
        self.assertEqual((answer["type"], answer["request_seq"], answer["command"], answer["success"]), ("response", 3, "initialize", False))

    def test_clear_output(self):
        _, outputs = self.run_cell(RT + 'import "fmt"\nfmt.Println("a")\nrt.ClearOutput(true)\nfmt.Println("b")\nrt.ClearOutput(false)\n"c"')
        self.assertEqual([m["msg_type"] for m in outputs], ["stream", "clear_output", "stream", "clear_output", "execute_result"])
        self.assertEqual([m["content"]["wait"] for m in outputs if m["msg_type"] == "clear_output"], [True, False])

    def test_questions_open_the_pager(self):
        for code in ("%env?", "?%env", " %env?? "):
            reply, outputs = self.run_cell(code)
            self.assertEqual((reply["status"], outputs), ("ok", []))
            (page,) = reply["payload"]
            self.assertEqual(page["source"], "page")
            self.assertIn("environment", page["data"]["text/plain"])
        self.assertEqual(self.run_cell("no_such_thing?")[0]["ename"], "NotFound")

    def test_bad_signature_and_nonsense_are_dropped(self):
        session = self.client.session
        good, session.key = session.key, b"wrong key"
        bad = self.client.execute("1")
        session.key = good
        socket = self.client.shell_channel.socket
        for frames in ([b""], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"", b"{", b"{", b"{", b"{"], [b"x" * 1000] * 3):
            socket.send_multipart(frames)
        m = session.msg("no_such_request", {})
        self.client.shell_channel.send(m)
        self.assertEqual(self.reply(m["header"]["msg_id"])["status"], "error")
        for content in ({}, {"code": 5}, {"code": None, "silent": "yes"}):
            m = session.msg("execute_request", content)
            self.client.shell_channel.send(m)
            self.assertEqual(self.reply(m["header"]["msg_id"])["status"], "ok")
        request = self.client.execute("2")
        seen = set()
        while request not in seen:
            seen.add(self.client.get_shell_msg(timeout=TIMEOUT)["parent_header"]["msg_id"])
        self.assertNotIn(bad, seen)
        with self.assertRaises(queue.Empty):
            self.client.get_shell_msg(timeout=0.3)

    def test_restart(self):
        self.result("x := 1")
        session = self.session_pid()
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=TIMEOUT)
        self.assertTrue(gone(session))
        reply, _ = self.run_cell("x")
        self.assertEqual((reply["ename"], reply["execution_count"]), ("CompileError", 1))

    def check_nothing_left(self, *pids):
        self.assertTrue(until(lambda: all(map(gone, pids))), "a process is left")
        self.assertTrue(until(lambda: not os.listdir(self.temp.name)), f"left: {os.listdir(self.temp.name)}")

    def pids(self):
        child = int(self.result('import "os/exec"\ncmd := exec.Command("sleep", "1000")\ncmd.Start()\ncmd.Process.Pid'))
        return self.kernel_pid(), self.session_pid(), child

    def test_shutdown(self):
        pids = self.pids()
        self.manager.shutdown_kernel()
        self.check_nothing_left(*pids)

    def test_shutdown_while_a_cell_runs(self):
        pids = self.pids()
        self.client.execute("for {\n}")
        time.sleep(1)
        begin = time.time()
        self.manager.shutdown_kernel()
        self.assertLess(time.time() - begin, 5)
        self.check_nothing_left(*pids)

    def test_termination(self):
        pids = self.pids()
        os.kill(pids[0], signal.SIGTERM)
        self.check_nothing_left(*pids)

    def test_kill(self):
        pids = self.pids()
        os.kill(pids[0], signal.SIGKILL)
        self.check_nothing_left(*pids)

    def test_kill_while_a_cell_runs(self):
        pids = self.pids()
        self.client.execute("for {\n}")
        time.sleep(1)
        os.kill(pids[0], signal.SIGKILL)
        self.check_nothing_left(*pids)

    def front_end(self, request, answers):
        """Plays the script of GoNB's widgets until a cell ends; returns what arrived: addresses, and outputs."""
        send = lambda kind, content: self.client.shell_channel.send(self.client.session.msg(kind, content))
        seen = []
        while True:
            m = self.client.get_iopub_msg(timeout=TIMEOUT)
            kind, content = m["msg_type"], m["content"]
            if kind == "display_data" and "<script>" in content["data"].get("text/html", ""):
                self.assertTrue("/api/kernels/12ab-34/channels" in content["data"]["text/html"])
                seen.append("script")
                send("comm_open", {"comm_id": "c", "target_name": "gonb_comm", "data": {}})
            elif kind == "update_display_data":
                seen.append(content["data"]["text/html"])
            elif kind == "comm_msg":
                address = content["data"]["address"]
                seen.append(address)
                if address in answers:
                    send("comm_msg", {"comm_id": "c", "data": answers[address]})
            elif kind == "execute_result":
                seen.append(content["data"]["text/plain"])
            elif kind == "status" and content["execution_state"] == "idle" and m["parent_header"].get("msg_id") == request:
                self.assertEqual(self.reply(request)["status"], "ok")
                return seen

    def test_widget_values(self):
        self.result('import "github.com/janpfeifer/gonb/gonbui/comms"')
        read = 'comms.ReadValue[int]("/slider")'
        answers = {"/slider": {"address": "/slider", "value": 42}, "#heartbeat/ping": {"address": "#heartbeat/pong", "value": True}}
        self.assertEqual(self.front_end(self.client.execute(read), answers), ["script", "", "#comm_open_ack", "/slider", "42"])
        self.assertEqual(self.front_end(self.client.execute(read), answers), ["/slider", "42"])
        time.sleep(1.1)
        # After a silence the front-end is asked whether it is there; a page that was loaded anew gets the script again.
        self.assertEqual(self.front_end(self.client.execute(read), answers), ["#heartbeat/ping", "/slider", "42"])
        time.sleep(1.1)
        del answers["#heartbeat/ping"]
        again = self.front_end(self.client.execute(read), answers)
        self.assertEqual(again, ["#heartbeat/ping", "script", "", "#comm_open_ack", "/slider", "42"])
        info = self.reply(self.client.comm_info())
        self.assertEqual(info["comms"], {"c": {"target_name": "gonb_comm"}})

    def test_interrupt_and_kill_while_a_cell_is_built(self):
        self.result("x := 5")
        for wait in (0.02, 0.06, 0.1, 0.14):
            request = self.client.execute(f"y := x + {int(wait * 100)}\ny")
            self.interrupt_later(wait)
            reply, outputs = self.collect(request)
            self.assertIn(reply["status"], ("ok", "error"))
            if reply["status"] == "error":
                self.assertEqual(reply["ename"], "Interrupted")
        time.sleep(0.5)  # an interrupt that came too late for its cell is not for the next one
        self.assertEqual(self.result("x"), "5")
        pids = self.kernel_pid(), self.session_pid()
        self.client.execute("z := x + 7\nz")
        time.sleep(0.1)
        os.kill(pids[0], signal.SIGKILL)
        self.check_nothing_left(*pids)

    def test_widgets_without_a_front_end_do_not_hang(self):
        code = 'import "github.com/janpfeifer/gonb/gonbui/comms"\ncomms.Start()\ncomms.Send("/there", 1)\n"done"'
        self.assertEqual(self.result(code), '"done"')

    def test_unknown_comms_are_closed(self):
        m = self.client.session.msg("comm_open", {"comm_id": "u", "target_name": "nobody", "data": {}})
        self.client.shell_channel.send(m)
        while (answer := self.client.get_iopub_msg(timeout=TIMEOUT))["msg_type"] == "status":
            pass
        self.assertEqual((answer["msg_type"], answer["content"]["comm_id"]), ("comm_close", "u"))

    def test_output_of_goroutines(self):
        """A flood arrives whole, and what comes after a cell belongs to it."""
        request = self.client.execute('import ("fmt"; "strings")\nline := strings.Repeat("x", 99)\nfor range 100000 {\n\tfmt.Println(line)\n}')
        _, outputs = self.collect(request)
        self.assertEqual(sum(len(m["content"]["text"]) for m in outputs), 10_000_000)
        self.assertLess(len(outputs), 2000)
        request = self.client.execute('import "time"\ngo func() { time.Sleep(300*time.Millisecond); fmt.Println("late") }()')
        self.collect(request)
        m = self.client.get_iopub_msg(timeout=TIMEOUT)
        self.assertEqual((m["content"]["text"], m["parent_header"]["msg_id"]), ("late\n", request))


if __name__ == "__main__":
    unittest.main()
