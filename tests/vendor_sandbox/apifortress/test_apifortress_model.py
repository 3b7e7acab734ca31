"""Random lives through pages and contract, mixed, against a model of a few lines; foreign objects never change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apifortress_account import World
from apifortress_browser import Browser, admin, labelled, values
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

TEXT = st.sampled_from(("x", "", " x ", "<b>", "a&amp;b", "\"'", "ü – ✓", "a=b&c=d", "</textarea>", "%20+"))
LABEL = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9).filter(lambda text: bool(text.strip()))
STEP = st.tuples(st.sampled_from(("add", "connect", "change", "drop", "assign", "delete")), LABEL, TEXT, st.booleans())
PROJECT = "/projects/3075"


class Life:
    """One client that does each step through a page or through the contract."""

    def __init__(self, world: World, flavour: str) -> None:
        world.control.reset()
        world.control.switch(**{"apifortress.web_markup": flavour, "apifortress.web_csrf": flavour == "b"})
        self.world = world
        self.browser: Browser = admin(world)
        self.definition = world.definition("Slack Webhook")
        self.groups: dict[int, dict[str, Any]] = {}
        """The model: id → label, connectors (id → hook), assigned."""
        for label in ("first", "second"):
            self._add(label, by_page=False)
        for number, group in self.groups.items():
            self._connect(number, group, "x", by_page=False)

    def step(self, what: str, label: str, text: str, by_page: bool) -> None:
        if what == "add":
            self._add(label, by_page)
        elif self.groups:
            number, group = list(self.groups.items())[len(label) % len(self.groups)]
            steps: dict[str, Callable[..., None]] = {
                "connect": self._connect,
                "change": self._change,
                "drop": self._drop,
                "assign": self._assign,
                "delete": self._delete,
            }
            steps[what](number, group, text, by_page)

    def _add(self, label: str, by_page: bool) -> None:
        if by_page:
            dialog = self.browser.get("/app/web/company/addDistro")
            assert self.browser.submit(dialog.form(), **{"Label:": label}).status == 200
        else:
            self.world.group(label)
        known = [each["id"] for each in self.world.ok("GET", "/alertGroups")]
        [number] = [each for each in known if each not in self.groups and each > 188]
        self.groups[number] = {"label": label.strip(), "connectors": {}, "assigned": False}

    def _connect(self, number: int, group: dict[str, Any], text: str, by_page: bool) -> None:
        if by_page:
            dialog = self.browser.get(f"/app/web/company/addConnectorsDistroGroup/{number}")
            fill = self.browser.submit(dialog.form(), **{"Connector:": self.definition})
            self.browser.submit(fill.form(), hook=text)
        else:
            self.world.instance(number, self.definition, hook=text)
        found = [each["id"] for each in self.world.ok("GET", f"/alertGroups/{number}/connectors")]
        [made] = set(found) - set(group["connectors"])
        group["connectors"][made] = text

    def _change(self, number: int, group: dict[str, Any], text: str, by_page: bool) -> None:
        for key in list(group["connectors"])[:1]:
            if by_page:
                self.browser.submit(self._card(number, key, "Edit"), hook=text)
            else:
                path = f"/alertGroups/{number}/connectors/{key}"
                self.world.ok("PUT", path, {"params": {"hook": text}})
            group["connectors"][key] = text

    def _drop(self, number: int, group: dict[str, Any], _: str, by_page: bool) -> None:
        for key in list(group["connectors"])[:1]:
            if by_page:
                self.browser.submit(self._card(number, key, "Delete"))
            else:
                self.world.ok("DELETE", f"/alertGroups/{number}/connectors/{key}")
            del group["connectors"][key]

    def _card(self, number: int, key: str, word: str) -> Any:
        """The form behind the pencil, or the bin, of a connector."""
        page = self.browser.get(f"/app/web/company/connectorsDistroGroup/{number}?cid=1")
        card = page.tree.select_one(f'#connector-{key}, tr[data-id="{key}"]')
        assert card is not None
        return card.find("form") if word == "Delete" else self.browser.get(page.link(word, card)).form()

    def _assign(self, number: int, group: dict[str, Any], _: str, by_page: bool) -> None:
        """Turn the assignment; a page sends the whole form back."""
        group["assigned"] = not group["assigned"]
        if not by_page:
            self.world.ok("PUT" if group["assigned"] else "DELETE", f"{PROJECT}/alertGroups/{number}")
            return
        form = self.browser.get("/app/web/projects/edit/3075").form("Notes")
        name = "distroGroups" if "Alert Distribution lists" in dict(labelled(form)) else "item.distroGroup.id"
        pair = (name, str(number))
        posted = values(form)
        posted = [*posted, pair] if group["assigned"] else [each for each in posted if each != pair]
        self.browser.post(str(form["action"]), posted)

    def _delete(self, number: int, group: dict[str, Any], _: str, by_page: bool) -> None:
        """Refused while it is assigned."""
        if by_page:
            title = next(each for each in self.world.ok("GET", "/alertGroups") if each["id"] == number)["label"]
            page = self.browser.get(self.browser.get("/app/web/company/details/1").link("Alerts Groups"))
            card = page.tree.select_one(f'#distro-{number}, tr[data-id="{number}"]')
            assert card is not None and title in card.get_text()
            self.browser.submit(card.find("form"))  # type: ignore[arg-type] - the bin is a form by default
        else:
            assert self.world.call("DELETE", f"/alertGroups/{number}").status == (409 if group["assigned"] else 200)
        if not group["assigned"]:
            del self.groups[number]

    def check(self) -> None:
        """What was written can be read, deleted is gone."""
        found = {each["id"]: each for each in self.world.ok("GET", "/alertGroups") if each["id"] > 188}
        assert {number: each["label"] for number, each in found.items()} == {
            number: group["label"] for number, group in self.groups.items()
        }
        for number, group in self.groups.items():
            shown = self.world.ok("GET", f"/alertGroups/{number}/connectors")
            assert {each["id"]: each["params"]["hook"] for each in shown} == group["connectors"]
        assigned = [number for number, group in self.groups.items() if group["assigned"]]
        assert self.world.ok("GET", PROJECT)["alertGroupIds"] == sorted(assigned)


def _foreign(world: World) -> dict[str, Any]:
    state = world.control.state()["apifortress"]
    return {
        "groups": [each for each in state["alertGroups"] if each["id"] < 189],
        "connectors": [each for each in state["connectors"] if each["alertGroupId"] < 189],
        "projects": [each for each in state["projects"] if each["id"] != 3075],
        "members": state["groupUsers"],
        "definitions": state["connectorDefinitions"],
    }


# Not shrunk: a failure is told with its steps at once, instead of after minutes.
@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(flavour=st.sampled_from(("a", "b")), steps=st.lists(STEP, min_size=8, max_size=20))
def test_random_lives(world: World, flavour: str, steps: list[tuple[str, str, str, bool]]) -> None:
    life = Life(world, flavour)
    before = _foreign(world)
    for step in steps:
        life.step(*step)
    life.check()
    assert _foreign(world) == before
