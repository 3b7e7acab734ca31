"""What a proxy, a firewall or a sign-in page answers in the vendor's place is never believed, whatever its status."""

from __future__ import annotations

from typing import Any

import pytest

from alert_wiring.core.errors import AmbiguousError, ServerError
from alert_wiring.core.http import Answer, BearerAuth, HttpSession, Reason
from alert_wiring.core.limiter import Limiter

PAGE = "<html><body>Please sign in</body></html>"


class Scripted(HttpSession):
    """A session whose answers are given."""

    def __init__(self, *answers: tuple[int, str]) -> None:
        super().__init__(
            "vendor",
            "https://vendor.example",
            auth=BearerAuth("token-0123456789"),
            explain=lambda _: Reason(),
            limiter=Limiter(1_000_000),
            sleep=lambda _: None,
        )
        self.answers, self.sent = list(answers), 0

    def _send(self, *_: Any) -> Answer:
        self.sent += 1
        status, text = self.answers.pop(0) if self.answers else (200, "{}")
        return Answer(status, {}, text, {} if text == "{}" else None, text.encode())


@pytest.mark.parametrize(
    ("method", "status", "text"),
    [("GET", 200, PAGE), ("GET", 200, ""), ("GET", 200, '{"id": 1, "na'), ("DELETE", 200, PAGE), ("PUT", 201, PAGE)],
)
def test_what_may_be_repeated_is_tried_again(method: str, status: int, text: str) -> None:
    session = Scripted((status, text))
    assert session.request(method, "/x").text == "{}"
    assert session.sent == 2


def test_a_page_in_the_place_of_a_404_does_not_mean_that_an_object_is_gone() -> None:
    session = Scripted((404, PAGE))
    assert session.request("GET", "/x", allow=(404,)).status == 200
    assert Scripted((404, "")).request("GET", "/x", allow=(404,)).status == 404, "an empty one may be the vendor's"


def test_a_page_for_a_create_leaves_open_whether_it_happened() -> None:
    session = Scripted((200, PAGE))
    with pytest.raises(AmbiguousError, match=r"POST /x answered 200: not JSON.* sign-in page"):
        session.request("POST", "/x", body={})
    assert session.sent == 1


def test_a_page_that_stays_is_told_with_what_to_do() -> None:
    session = Scripted(*[(200, PAGE)] * 9)
    with pytest.raises(ServerError, match=r"answered 200: not JSON.* see that this machine gets through"):
        session.request("DELETE", "/x")


@pytest.mark.parametrize(("method", "status"), [("DELETE", 204), ("DELETE", 200), ("PUT", 200), ("GET", 204)])
def test_nothing_is_an_answer_where_nothing_was_asked_for(method: str, status: int) -> None:
    session = Scripted((status, ""))
    assert session.request(method, "/x").status == status
    assert session.sent == 1
