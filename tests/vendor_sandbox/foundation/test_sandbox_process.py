"""The background process: start, stop, status, restarts, kills, refusals."""

import json
import os
import socket
import stat
import subprocess
import sys

import psutil
import pytest
import requests

from support.sandbox import ControlError, running
from vendor_sandbox import records


class Cli:
    """``python -m vendor_sandbox`` on one directory."""

    def __init__(self, folder):
        self.folder = folder

    def run(self, *words, **more):
        command = [sys.executable, "-m", "vendor_sandbox", *words, "--dir", str(self.folder)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **more)

    def ok(self, *words):
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def status(self):
        return json.loads(self.ok("status", "--json"))

    def pid(self):
        return records.read(self.folder).pid


@pytest.fixture
def cli(tmp_path):
    cli = Cli(tmp_path / "state")
    yield cli
    cli.ok("stop")


def state(status):
    headers = {"Authorization": f"Bearer {status['control']['token']}"}
    return requests.get(status["control"]["url"] + "/__sandbox/state", headers=headers, timeout=10).json()


def add_project(status, name):
    headers = {"Authorization": f"Bearer {status['control']['token']}"}
    url = status["control"]["url"] + "/__sandbox/projects"
    assert requests.post(url, json={"name": name}, headers=headers, timeout=10).status_code == 200


def project_names(status):
    return [each["name"] for each in state(status)["apifortress"]["projects"]]


def test_status_object_of_a_running_sandbox(cli):
    cli.ok("start", "--port-base", "0")
    status = cli.status()
    token = status["control"].pop("token")
    urls = {name: status[name].pop("url") for name in ("ilert", "xmatters", "apifortress", "control")}
    assert len(token) >= 20
    assert len(set(urls.values())) == 4
    assert all(url.startswith("http://127.0.0.1:") for url in urls.values())
    assert urls["apifortress"].endswith("/app")
    assert urls["ilert"].count("/") == 2
    assert status == {
        "ilert": {"credentials": {"token": "sandbox-ilert-token"}},
        "xmatters": {"credentials": {"username": "sandbox", "password": "sandbox-xmatters-password"}},
        "apifortress": {"credentials": {"key": "sandbox-key", "secret": "sandbox-secret"}},
        "control": {},
        "page": urls["control"] + "/",
        "running": True,
    }


def test_status_without_a_sandbox_names_where_it_would_be(cli):
    status = cli.status()
    assert status["running"] is False
    assert status["control"] == {"url": "http://127.0.0.1:8870", "token": None}
    assert status["ilert"]["url"] == "http://127.0.0.1:8871"
    assert status["xmatters"]["url"] == "http://127.0.0.1:8872"
    assert status["apifortress"]["url"] == "http://127.0.0.1:8873/app"


def test_start_returns_when_all_four_listeners_answer(cli):
    cli.ok("start", "--port-base", "0")
    status = cli.status()
    for name in ("ilert", "xmatters", "apifortress"):
        assert requests.get(status[name]["url"] + "/nothing-here", timeout=10).status_code in {401, 403, 404}
    assert requests.get(status["control"]["url"] + "/__sandbox/health", timeout=10).json() == {"status": "ok"}


def test_start_twice_is_one_sandbox(cli):
    assert "started" in cli.ok("start", "--port-base", "0")
    pid = cli.pid()
    assert "running already" in cli.ok("start", "--port-base", "0")
    assert cli.pid() == pid


def test_two_starts_at_once_are_one_sandbox(cli):
    command = [sys.executable, "-m", "vendor_sandbox", "start", "--port-base", "0", "--dir", str(cli.folder)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [each.communicate(timeout=60) for each in starts]
    assert [each.returncode for each in starts] == [0, 0, 0], said
    assert sorted("started" in out for out, _ in said) == [False, False, True]


def test_restart_keeps_data_and_ports_but_not_the_token(cli):
    cli.ok("start", "--port-base", "0")
    before = cli.status()
    add_project(before, "kept")
    kept = state(before)
    cli.ok("stop")
    assert cli.status()["running"] is False
    cli.ok("start")
    after = cli.status()
    assert after["control"].pop("token") != before["control"].pop("token")
    assert after == before
    now = state(cli.status())
    del now["clock"], kept["clock"]
    assert now == kept
    assert "kept" in project_names(cli.status())


def test_sigkill_loses_nothing_and_is_noticed(cli):
    cli.ok("start", "--port-base", "0")
    before = cli.status()
    add_project(before, "kept")
    process = psutil.Process(cli.pid())
    process.kill()
    psutil.wait_procs([process], timeout=10)
    assert cli.status()["running"] is False
    cli.ok("start")
    assert "kept" in project_names(cli.status())
    assert cli.status()["ilert"] == before["ilert"]


def test_many_writes_then_sigkill(fresh_sandbox):
    names = [f"project {number}" for number in range(200)]
    for name in names:
        fresh_sandbox.control.add_project(name)
    fresh_sandbox.control.advance(3600)
    fresh_sandbox.control.switch(uniqueLabels=True)
    fresh_sandbox.control.fault(status=503, times=0, vendor="ilert")
    fresh_sandbox.kill()
    with running(fresh_sandbox.folder) as again:
        found = again.control.state()
        assert [each["name"] for each in found["apifortress"]["projects"]][-200:] == names
        assert found["clock"]["offsetSeconds"] == 3600
        assert found["switches"]["uniqueLabels"] is True
        assert len(again.control.call("GET", "/faults")) == 1


def test_a_pid_that_now_belongs_to_another_program_is_not_our_sandbox(cli):
    cli.ok("start", "--port-base", "0")
    cli.ok("stop")
    record = records.read(cli.folder)
    stale = {**record.__dict__, "pid": os.getpid()}
    records.write(cli.folder, records.Record(**stale))
    assert cli.status()["running"] is False
    assert "not running" in cli.ok("stop")
    assert "started" in cli.ok("start")


def test_a_broken_status_file_is_as_good_as_none(cli):
    cli.folder.mkdir()
    for text in ("", "{", "[]", '{"pid": 1}'):
        (cli.folder / "status.json").write_text(text)
        assert cli.status()["running"] is False


def test_stop_waits_until_it_is_gone_and_can_be_repeated(cli):
    cli.ok("start", "--port-base", "0")
    status = cli.status()
    assert "stopped" in cli.ok("stop")
    with pytest.raises(requests.ConnectionError):
        requests.get(status["control"]["url"] + "/__sandbox/health", timeout=5)
    assert "not running" in cli.ok("stop")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com", ""])
def test_only_loopback_is_served(cli, host):
    for verb in ("start", "serve"):
        done = cli.run(verb, "--port-base", "0", "--host", host)
        assert done.returncode == 1
        assert "loopback" in done.stderr
        assert "Traceback" not in done.stderr
    assert not (cli.folder / "status.json").exists()


def test_a_taken_port_is_one_clear_line(cli):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = cli.run("start", "--port-base", str(port))
    assert done.returncode == 1
    assert f"port {port}" in done.stderr
    assert "--port-base" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_state_that_cannot_be_read_or_kept_is_one_clear_line(cli):
    cli.folder.mkdir()
    (cli.folder / "sandbox.sqlite3").write_text("no database " * 100)
    done = cli.run("start", "--port-base", "0")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert "reset" in done.stderr
    cli.ok("reset")
    cli.ok("start", "--port-base", "0")
    cli.ok("stop")
    nowhere = Cli(cli.folder / "status.json" / "below")
    done = nowhere.run("start", "--port-base", "0")
    assert (done.returncode, "cannot keep state" in done.stderr) == (1, True)


def test_files_are_for_their_owner_only(cli):
    cli.ok("start", "--port-base", "0")
    assert stat.S_IMODE(cli.folder.stat().st_mode) == 0o700
    files = {each.name: stat.S_IMODE(each.stat().st_mode) for each in cli.folder.iterdir()}
    assert {"sandbox.sqlite3", "status.json", "sandbox.log"} <= set(files)
    assert set(files.values()) == {0o600}


def test_logs_show_requests_without_secrets(cli):
    cli.ok("start", "--port-base", "0")
    url = cli.status()["ilert"]["url"]
    requests.post(url + "/api/v1/events/apifortress/il1afr0123456789abcdef01?apiKey=planted", json={}, timeout=10)
    cli.ok("stop")
    logs = cli.ok("logs")
    assert "ilert POST /api/v1/events/apifortress/***" in logs
    assert "il1afr" not in logs
    assert "planted" not in logs


def test_reset_of_a_running_and_of_a_stopped_sandbox(cli):
    cli.ok("start", "--port-base", "0")
    add_project(cli.status(), "to go")
    assert "reset" in cli.ok("reset")
    assert "to go" not in project_names(cli.status())
    cli.ok("reset", "--profile", "cloud")
    assert state(cli.status())["profile"] == "cloud"
    cli.ok("stop")
    refused = cli.run("reset", "--profile", "full")
    assert (refused.returncode, "not running" in refused.stderr) == (1, True)
    cli.ok("reset")
    cli.ok("start")
    assert state(cli.status())["profile"] == "self-hosted"


def test_the_directory_is_found_beside_the_project_file(tmp_path):
    (tmp_path / "Pulumi.yaml").write_text("name: x\n")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    command = [sys.executable, "-c", "from vendor_sandbox.process import default_folder; print(default_folder())"]

    def found(**env):
        clean = {name: value for name, value in os.environ.items() if name != "ALERT_WIRING_SANDBOX_DIR"}
        done = subprocess.run(command, cwd=below, env=clean | env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert found() == str(tmp_path / ".sandbox")
    assert found(ALERT_WIRING_SANDBOX_DIR="/elsewhere") == "/elsewhere"


def test_a_sandbox_ends_with_the_process_that_holds_its_standard_input(tmp_path):
    with running(tmp_path) as found:
        found.process.stdin.close()
        assert found.process.wait(30) == 0


def test_a_second_server_on_one_directory_is_refused(fresh_sandbox):
    with pytest.raises(ControlError, match="serves"), running(fresh_sandbox.folder):
        pass
