"""script/server, started as a person starts it, against folders of its own."""

import http.client
import os
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90  # seconds, on a busy machine


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(port: int, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """``start(**variables)``: script/server from another folder, in an environment with no other settings of ours."""
    running: list[subprocess.Popen[str]] = []
    clean = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("GOVOPEN_", "DJANGO_")) and name != "DATABASE_URL"
    }

    def make(**variables: str) -> subprocess.Popen[str]:
        environment = {**clean, "GOVOPEN_VAR": str(tmp_path / "var"), "GOVOPEN_PORT": str(port), **variables}
        process = subprocess.Popen(
            [ROOT / "script" / "server"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield make
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answer(process: subprocess.Popen[str], port: int, path: str) -> tuple[http.client.HTTPResponse, str]:
    """The answer to a GET as soon as the server gives one."""
    last = time.monotonic() + PATIENCE
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response, response.read().decode()
        except ConnectionRefusedError:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < last
            time.sleep(0.2)
        finally:
            connection.close()


def stop(process: subprocess.Popen[str]) -> str:
    """Ctrl-C; what the server had said."""
    process.send_signal(signal.SIGINT)
    output, _nothing = process.communicate(timeout=20)
    return output


def test_the_demo_starts_says_who_may_sign_in_and_stops(
    start: Callable[..., subprocess.Popen[str]], port: int, tmp_path: Path
) -> None:
    server = start()
    response, page = answer(server, port, "/login/")
    assert response.status == 200
    assert 'lang="zh-hans"' in page

    second = start()
    assert second.wait(PATIENCE) == 1
    assert f"端口 {port} 已被占用" in second.communicate()[0]

    output = stop(server)
    users = tmp_path / "var" / "demo-users.txt"
    assert f"http://127.0.0.1:{port}/" in output
    assert "clerk" in users.read_text("utf-8")
    assert users.read_text("utf-8").strip() in output
    assert stat.S_IMODE(users.stat().st_mode) == 0o600

    again = start()
    assert answer(again, port, "/login/")[0].status == 200
    assert users.read_text("utf-8").strip() in stop(again)


def test_background_work_is_done_beside_the_server_and_ends_with_it(
    start: Callable[..., subprocess.Popen[str]], port: int
) -> None:
    server = start()
    assert answer(server, port, "/login/")[0].status == 200
    workers = [child for child in psutil.Process(server.pid).children(recursive=True) if _does_jobs(child)]
    assert len(workers) == 1
    workers[0].kill()
    deadline = time.monotonic() + PATIENCE
    while not (again := [c for c in psutil.Process(server.pid).children(recursive=True) if _does_jobs(c)]):
        assert time.monotonic() < deadline, "nobody does the work after the first worker was lost"
        time.sleep(0.2)
    stop(server)
    gone, _alive = psutil.wait_procs(again, timeout=20)
    assert len(gone) == len(again)


def _does_jobs(process: psutil.Process) -> bool:
    try:
        return "run_jobs" in process.cmdline()
    except psutil.Error:
        return False


def test_a_production_start_makes_no_demo_and_insists_on_https(
    start: Callable[..., subprocess.Popen[str]], port: int, tmp_path: Path
) -> None:
    server = start(GOVOPEN_DEMO="0")
    response, _page = answer(server, port, "/login/")
    assert response.status == 301
    assert response.headers["Location"].startswith("https://")
    assert "clerk" not in stop(server)
    assert not (tmp_path / "var" / "demo-users.txt").exists()
