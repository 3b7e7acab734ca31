def test_status_and_control_of_a_running_sandbox(sandbox):
    assert sandbox.status["running"] is True
    assert sandbox.control.state()["profile"] == "self-hosted"
