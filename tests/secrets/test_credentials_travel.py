"""Where credentials go over the network: to the account's own server only, and only where nobody else can listen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from accounts import ACCOUNTS, SECRET, Account
from loopback import Answer, Answering, Arrived, Authority, Place, serving

from alert_wiring.core.errors import SettingError
from support.telling import spellings

OTHER = "127.0.0.2"
"""Another address of this machine: another host."""
SIGN_IN = '<form action="{}" method="post"><input name="j_username"><input type="password" name="p"></form>'
TOKEN = {"access_token": "canary-access-token-02d7", "expires_in": 600, "refresh_token": "canary-refresh-token-19c4"}
EVERY = pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
REFUSED = ("a redirect, which is not followed", "it leads to", "only single sign-on")
STATUSES = (301, 302, 303, 307, 308)


def fine(request: Arrived) -> Answer:
    """What an account that works answers, as far as a client needs it to prove who it is."""
    if request.path.endswith(("/oauth2/token", "/login")):
        return 200, {}, json.dumps(TOKEN).encode()
    if "/web/" in request.path:
        page = SIGN_IN.format("/app/j_security_check") if request.path.endswith("/auth") else "<p>Dashboard</p>"
        return 200, {"Content-Type": "text/html"}, page.encode()
    return 200, {"Set-Cookie": "JSESSIONID=canary-session-55aa"}, b"{}"


@pytest.fixture
def elsewhere() -> Iterator[Place]:
    with serving(fine, OTHER) as place:
        yield place


def leading_to(target: str, status: int, proved: bool) -> Answering:
    """Return a server that sends everybody elsewhere, at once or only after it has seen who they are."""

    def answer(request: Arrived) -> Answer:
        if proved and request.path.endswith(("/oauth2/token", "/login", "/auth")):
            return fine(request)
        cookie = {"Set-Cookie": "JSESSIONID=canary-session-55aa; Domain=127.0.0.2; Path=/"}
        return status, {"Location": target + request.path, **cookie}, b""

    return answer


@EVERY
@pytest.mark.parametrize("proved", [False, True], ids=["at-once", "when-proved"])
def test_a_redirect_never_takes_a_credential_to_another_host(account: Account, proved: bool, elsewhere: Place) -> None:
    heard = ""
    for status in STATUSES:
        with serving(leading_to(elsewhere.url, status, proved)) as place:
            for method in ("GET", "POST"):
                told = account.failure(account.api(place.url), method)
                assert any(why in told for why in REFUSED), f"{status} {method}: {told!r}"
                assert SECRET not in told and "canary" not in told
            heard += place.heard()
    assert elsewhere.arrived == []
    if proved or account.name != "apifortress-web":  # there a form that does not come asks for nothing
        said = [each.decode() for each in spellings(SECRET)]
        assert any(each in heard for each in [*said, "X-Token"]), "the account's own server was never told who it is"


def test_a_sign_in_form_that_posts_to_another_host_is_not_filled_in(elsewhere: Place) -> None:
    web = next(account for account in ACCOUNTS if account.name == "apifortress-web")

    def answer(_: Arrived) -> Answer:
        return 200, {"Content-Type": "text/html"}, SIGN_IN.format(f"{elsewhere.url}/app/j_security_check").encode()

    with serving(answer) as place:
        assert f"it leads to http://{OTHER}" in web.failure(web.api(place.url))
        assert [one.method for one in place.arrived] == ["GET"]
    assert elsewhere.arrived == []


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.found(tmp_path_factory.mktemp("tls") / "own")


@EVERY
def test_a_certificate_of_nobodys_is_refused_before_anything_is_sent(account: Account, authority: Authority) -> None:
    with serving(fine, certificate=authority.issue("127.0.0.1")) as place:
        told = account.failure(account.api(place.url))
        assert "the certificate of the server is not trusted; for an authority of your own set" in told
        assert "\n" not in told
        assert place.arrived == []


@EVERY
def test_an_authority_of_ones_own_is_trusted_where_it_is_named(account: Account, authority: Authority) -> None:
    with serving(fine, certificate=authority.issue("127.0.0.1")) as place:
        told = account.failure(account.api(place.url, CA_FILE=str(authority.file)))
        assert "certificate" not in told
        assert place.arrived, "nothing was sent to a server that is trusted"


@EVERY
def test_the_certificate_of_another_host_and_of_another_authority_are_refused(
    account: Account, authority: Authority, tmp_path: Path
) -> None:
    with serving(fine, certificate=authority.issue(OTHER)) as place:
        assert "certificate" in account.failure(account.api(place.url, CA_FILE=str(authority.file)))
        assert place.arrived == []
    other = Authority.found(tmp_path / "other", "Other CA")
    with serving(fine, certificate=other.issue("127.0.0.1")) as place:
        assert "certificate" in account.failure(account.api(place.url, CA_FILE=str(authority.file)))
        assert place.arrived == []


@EVERY
@pytest.mark.parametrize("content", [None, b"", b"no certificate at all"], ids=["missing", "empty", "text"])
def test_a_file_that_holds_no_authority_is_said_in_one_line(
    account: Account, content: bytes | None, tmp_path: Path, authority: Authority
) -> None:
    """Told from the setting, before anything is sent; never a traceback, never less checking."""
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    with serving(fine, certificate=authority.issue("127.0.0.1")) as place:
        with pytest.raises(SettingError, match=f"{account.prefix}_CA_FILE"):
            account.api(place.url, CA_FILE=str(file))
        assert place.arrived == []


@EVERY
def test_plain_http_is_for_this_machine_unless_it_is_asked_for_by_name(account: Account) -> None:
    for host in ("vendor.example", "127.0.0.1.example", "10.0.0.7", "[2001:db8::1]", "localhost.example", "0.0.0.0"):
        with pytest.raises(SettingError, match=f"plain http .*{account.prefix}_ALLOW_HTTP=true") as refused:
            account.api(f"http://{host}")
        assert SECRET not in str(refused.value)
        account.api(f"http://{host}", ALLOW_HTTP="true")
    for host in ("127.0.0.1:8870", "localhost", "[::1]:80"):
        account.api(f"http://{host}")


@EVERY
def test_what_stays_on_this_machine_does_not_pass_a_proxy(
    account: Account, elsewhere: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A company's proxy in the environment would read what plain http to loopback carries."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, elsewhere.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving(fine) as place:
        account.failure(account.api(place.url))
        assert place.arrived
    assert elsewhere.arrived == []
