"""What the tests of the kernel share: a kernel that jupyter_client starts, and the processes that belong to it."""
import os
import pathlib
import tempfile
import time
import unittest

from jupyter_client.manager import KernelManager

TIMEOUT = 30
RT = 'import "github.com/lazycell/lazycell/kernel/session/rt"\n'


def stat(pid):
    """The parent of a process and its state, or None when it is gone."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(fields[1]), fields[0]


def children(pid):
    return [int(p.name) for p in pathlib.Path("/proc").iterdir() if p.name.isdigit() and (stat(p.name) or (0, ""))[0] == pid]


def until(condition, seconds=10):
    deadline = time.time() + seconds
    while time.time() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def gone(pid):
    s = stat(pid)
    return s is None or s[1] == "Z"


class KernelCase(unittest.TestCase):
    """A kernel for each test, in directories of its own."""

    def setUp(self):
        self.temp = tempfile.TemporaryDirectory()
        self.addCleanup(self.temp.cleanup)
        self.run_dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.run_dir.cleanup)
        self.start()
        self.addCleanup(self.stop)

    def start(self):
        # Jupyter servers name connection files so.
        self.manager = KernelManager(kernel_name="lazycell", connection_file=f"{self.run_dir.name}/kernel-12ab-34.json")
        self.manager.start_kernel(env={**os.environ, "TMPDIR": self.temp.name, "JUPYTER_DATA_DIR": f"{self.run_dir.name}/data"})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)

    def stop(self):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)

    def run_cell(self, code, timeout=TIMEOUT, **options):
        return self.collect(self.client.execute(code, **options), timeout)

    def collect(self, request, timeout=TIMEOUT):
        """Reply and outputs of an execute_request."""
        outputs = []
        deadline = time.time() + timeout
        while True:
            m = self.client.get_iopub_msg(timeout=max(deadline - time.time(), 0.1))
            if m["parent_header"].get("msg_id") != request:
                continue
            if m["msg_type"] == "status" and m["content"]["execution_state"] == "idle":
                break
            if m["msg_type"] not in ("status", "execute_input"):
                outputs.append(m)
        return self.reply(request), outputs

    def reply(self, request, get=None):
        while True:
            m = (get or self.client.get_shell_msg)(timeout=TIMEOUT)
            if m["parent_header"].get("msg_id") == request:
                return m["content"]

    def result(self, code, **options):
        reply, outputs = self.run_cell(code, **options)
        self.assertEqual(reply["status"], "ok", reply.get("traceback"))
        return "".join(m["content"]["data"]["text/plain"] for m in outputs if m["msg_type"] == "execute_result")

    def kernel_pid(self):
        return self.manager.provisioner.process.pid

    def session_pid(self):
        (pid,) = children(self.kernel_pid())
        return pid

    def interrupt_later(self, seconds):
        """Interrupts once the cell runs, and returns when that was."""
        time.sleep(seconds)
        self.manager.interrupt_kernel()
        return time.time()
