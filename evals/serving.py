"""A server as a child process, for measuring it: started, asked for its address, looked at in /proc, stopped."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Child:
    """A running server: its process id, its address without a slash at the end, and when it was started."""

    pid: int
    url: str
    started: float

    def memory(self) -> float:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    def wait(self, path: str) -> float:
        """Seconds from its start until a GET of this path gives 200.

        Raises:
            TimeoutError: After ten minutes.
        """
        with httpx.Client(base_url=self.url, timeout=5) as client:
            while time.perf_counter() - self.started < _PATIENCE:
                try:
                    if client.get(path).status_code == 200:
                        return time.perf_counter() - self.started
                except httpx.TransportError:
                    pass
                time.sleep(0.01)
        raise TimeoutError(f"{self.url}{path} did not answer within {_PATIENCE:.0f} s")


@contextmanager
def child(command: Sequence[str] = ("-m", "focqa.cli", "serve", "--port", "0")) -> Iterator[Child]:
    """Run Python with these arguments; the first address it prints is where it serves."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            address = re.search(r"http://[\w.]+:\d+", line)
            if address:
                yield Child(process.pid, address[0], started)
                return
        raise RuntimeError("the server ended before it said where it serves")
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
