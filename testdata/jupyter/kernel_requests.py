"""Every kind of request, requests while a cell runs, nonsense, and other transports: python kernel_requests.py"""
import json
import os
import subprocess
import tempfile
import time
import unittest

from jupyter_client.manager import KernelManager

from kernel_client import RT, TIMEOUT, KernelCase, children, until

SLEEP = 'import "time"\ntime.Sleep(3*time.Second)'


class Requests(KernelCase):
    def request(self, kind, content, channel=None):
        m = self.client.session.msg(kind, content)
        (channel or self.client.shell_channel).send(m)
        return m["header"]["msg_id"]

    def published(self, request):
        """The types, and states, of what is published about a request until the kernel is idle again."""
        seen = []
        while not seen or seen[-1] != "idle":
            m = self.client.get_iopub_msg(timeout=TIMEOUT)
            if m["parent_header"].get("msg_id") == request:
                seen.append(m["content"]["execution_state"] if m["msg_type"] == "status" else m["msg_type"])
        return seen

    def test_status_on_every_request(self):
        cursor = {"code": "fmt.Pr", "cursor_pos": 6}
        for kind, content, within in (
            ("kernel_info_request", {}, []),
            ("execute_request", {"code": "1"}, ["execute_input", "execute_result"]),
            ("execute_request", {"code": "1", "silent": True}, []),
            ("execute_request", {"code": ""}, ["execute_input"]),
            ("execute_request", {"code": "1 +"}, ["execute_input", "error"]),
            ("complete_request", cursor, []),
            ("inspect_request", cursor, []),
            ("is_complete_request", {"code": "x"}, []),
            ("history_request", {"hist_access_type": "tail", "n": 1}, []),
            ("comm_info_request", {}, []),
            ("connect_request", {}, []),
            ("no_such_request", {}, []),
        ):
            with self.subTest(kind, content=content):
                self.assertEqual(self.published(self.request(kind, content)), ["busy", *within, "idle"])
        for kind in ("kernel_info_request", "interrupt_request", "debug_request", "no_such_request"):
            with self.subTest(kind, channel="control"):
                self.assertEqual(self.published(self.request(kind, {}, self.client.control_channel)), ["busy", "idle"])

    def test_assistance_does_not_wait_for_the_cell(self):
        self.result('import "strings"')
        self.reply(self.client.complete("strings.To", 10))
        cell = self.client.execute(SLEEP)
        while self.client.get_iopub_msg(timeout=TIMEOUT)["msg_type"] != "execute_input":
            pass
        time.sleep(0.5)  # it is built
        for ask, found in ((self.client.complete, lambda c: "ToUpper" in c["matches"]), (self.client.inspect, lambda c: c["found"])):
            begin = time.time()
            request = ask("strings.To" if ask == self.client.complete else "strings.ToUpper", 10)
            self.assertTrue(found(self.reply(request)))
            self.assertLess(time.time() - begin, 1)
            self.assertEqual(self.published(request), ["busy", "idle"])
            # Who shows the last status shows that the cell is still at work.
            m = self.client.get_iopub_msg(timeout=TIMEOUT)
            self.assertEqual((m["parent_header"]["msg_id"], m["content"].get("execution_state")), (cell, "busy"))
        reply, _ = self.collect(cell)
        self.assertEqual(reply["status"], "ok")

    def test_comm_info(self):
        self.request("comm_open", {"comm_id": "c", "target_name": "gonb_comm", "data": {}})
        self.assertTrue(until(lambda: self.reply(self.client.comm_info())["comms"]))
        for target, want in ((None, {"c": {"target_name": "gonb_comm"}}), ("gonb_comm", {"c": {"target_name": "gonb_comm"}}), ("jupyter.widget", {})):
            self.assertEqual(self.reply(self.client.comm_info(target))["comms"], want)
        self.request("comm_close", {"comm_id": "c", "data": {}})
        self.assertTrue(until(lambda: not self.reply(self.client.comm_info())["comms"]))

    def test_nonsense(self):
        """Whatever arrives, with the right signature or a wrong one, the kernel goes on."""
        session, socket = self.client.session, self.client.shell_channel.socket
        header = session.msg_header("execute_request")
        content = {"code": "1"}

        def send(*parts):
            parts = [p if isinstance(p, bytes) else json.dumps(p, default=str).encode() for p in parts]
            socket.send_multipart([b"<IDS|MSG>", session.sign(parts), *parts])

        for h in ({}, [], 5, None, "x", b"{", b"\xff\xfe", {**header, "msg_type": 7}, {**header, "msg_id": None}, {**header, "msg_type": ""}):
            send(h, {}, {}, content)
        for parent in ([], "x", b"", b"{"):
            send(header, parent, {}, content)
        for metadata in ([], "x", 3, b"]"):
            send(header, {}, metadata, content)
        for body in ([], "x", b"", b"\x00", b'{"code": "'):
            send(header, {}, {}, body)
        good = [json.dumps(p, default=str).encode() for p in (header, {}, {}, content)]
        for frames in ([], [b"<IDS|MSG>"] * 3, [b"<IDS|MSG>", b"", *good], [b"<IDS|MSG>", b"0" * 64, *good], [b"<IDS|MSG>", session.sign(good), *good[:3]],
                       [b"a", b"b", b"<IDS|MSG>", session.sign(good)], [b"\x00" * 100000]):
            socket.send_multipart(frames or [b""])
        wrong = {"code": ["x"], "silent": 1, "cursor_pos": "1", "detail_level": {}, "user_expressions": [], "n": "x", "stop": [], "comm_id": 5,
                 "target_name": {}, "data": 1, "hist_access_type": 3, "restart": "no"}
        for kind in ("kernel_info", "execute", "complete", "inspect", "is_complete", "history", "comm_info", "connect"):
            for body in (wrong, {}):
                self.assertIn(self.reply(self.request(kind + "_request", body))["status"], ("ok", "error", "incomplete", "complete"), kind)
        for kind in ("comm_open", "comm_msg", "comm_close"):
            self.request(kind, wrong)
        for place in (-5, 10**9, None):
            self.assertEqual(self.reply(self.request("complete_request", {"code": "größe", "cursor_pos": place}))["status"], "ok")
        self.request("input_reply", {"value": 3}, self.client.stdin_channel)
        self.assertEqual(self.result("1 + 1"), "2")

    def test_huge_messages(self):
        self.assertEqual(self.result("// " + 30_000_000 * "x" + "\n1 + 1"), "2")
        reply, outputs = self.run_cell('s := "' + 3_000_000 * "ü" + '"\nlen(s)')
        self.assertEqual((reply["status"], outputs[-1]["content"]["data"]["text/plain"]), ("ok", "6000000"))
        metadata = self.client.session.msg("execute_request", {"code": "2"}, metadata={"x": "y" * 10_000_000})
        self.client.shell_channel.send(metadata)
        self.assertEqual(self.reply(metadata["header"]["msg_id"])["status"], "ok")

    def test_interrupt_mode_signal(self):
        self.manager.kernel_spec.interrupt_mode = "signal"
        request = self.client.execute(RT + "<-rt.Context().Done()\nrt.Check(rt.Context().Err())")
        sent = self.interrupt_later(1)
        self.assertEqual(self.collect(request)[0]["ename"], "Interrupted")
        self.assertLess(time.time() - sent, 1)
        self.assertEqual(len(children(self.kernel_pid())), 1)

    def test_shutdown_says_what_it_does(self):
        for restart in (True, False):
            pid = self.kernel_pid()
            request = self.request("shutdown_request", {"restart": restart}, self.client.control_channel)
            self.assertEqual(self.published(request), ["busy", "idle"])
            self.assertEqual(self.reply(request, self.client.get_control_msg), {"status": "ok", "restart": restart})
            self.assertTrue(until(lambda: self.manager.provisioner.process.poll() is not None))
            self.assertEqual(self.manager.provisioner.process.returncode, 0)
            if restart:
                self.stop()  # a client takes a kernel that was gone for a moment for dead
                self.start()
                self.assertNotEqual(self.kernel_pid(), pid)


class Transports(unittest.TestCase):
    def test_ipc(self):
        with tempfile.TemporaryDirectory() as place:
            manager = KernelManager(kernel_name="lazycell", transport="ipc", ip=f"{place}/socket")
            manager.start_kernel()
            client = manager.client()
            client.start_channels()
            try:
                client.wait_for_ready(timeout=TIMEOUT)
                shown = []
                reply = client.execute_interactive("6 * 7", timeout=TIMEOUT, output_hook=shown.append)
                self.assertEqual(reply["content"]["status"], "ok")
                self.assertIn("42", [m["content"]["data"]["text/plain"] for m in shown if m["msg_type"] == "execute_result"])
            finally:
                client.stop_channels()
                manager.shutdown_kernel()
            self.assertEqual([f for f in os.listdir(place) if "socket" in f], [])

    def test_without_a_key(self):
        """Jupyter defines an empty key to mean that nothing is signed."""
        manager = KernelManager(kernel_name="lazycell")
        manager.session.key = b""
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=TIMEOUT)
            self.assertEqual(client.execute_interactive("1", timeout=TIMEOUT, output_hook=lambda m: None)["content"]["status"], "ok")
        finally:
            client.stop_channels()
            manager.shutdown_kernel()

    def test_bad_connection_files(self):
        """The kernel that Jupyter starts says what is wrong with the file."""
        argv = KernelManager(kernel_name="lazycell").kernel_spec.argv
        good = {"transport": "tcp", "ip": "127.0.0.1", "key": "k", "signature_scheme": "hmac-sha256"}
        good.update(shell_port=1, iopub_port=2, stdin_port=3, control_port=4, hb_port=5)
        with tempfile.TemporaryDirectory() as place:
            file = os.path.join(place, "kernel 1.json")
            for text, says in (
                ("", "not the JSON object"), ("{", "not the JSON object"), ("[]", "not the JSON object"), ("{}", "ip"),
                (json.dumps({**good, "shell_port": "x"}), "not the JSON object"), (json.dumps({**good, "hb_port": -1}), '"hb_port" is -1'),
                (json.dumps({**good, "iopub_port": 1}), "are both 1"), (json.dumps({**good, "ip": "300.0.0.1"}), "300.0.0.1"),
                (json.dumps({**good, "transport": "pgm"}), 'transport "pgm"'), (json.dumps({**good, "transport": "ipc", "ip": f"{place}/none/s"}), "none/s-1"),
                (json.dumps({**good, "signature_scheme": "rot13"}), "rot13"),
            ):
                with self.subTest(text):
                    with open(file, "w") as f:
                        f.write(text)
                    ran = subprocess.run([a.format(connection_file=file) for a in argv], capture_output=True, text=True, timeout=TIMEOUT)
                    self.assertEqual(ran.returncode, 1, ran)
                    self.assertIn(says, ran.stderr)
                    self.assertEqual(len(ran.stderr.strip().splitlines()), 1, ran.stderr)


if __name__ == "__main__":
    unittest.main()
