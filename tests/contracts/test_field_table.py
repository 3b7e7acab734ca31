"""The field tables: what they accept, everything they must refuse, that each is sound and fits what is documented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.field_table import HERE, FieldTable

TOLD = """
vendor: Example
requests:
- {method: POST, path: "/v1/things", body: {thing}, as: save, source: example.md 1}
- {method: PUT, path: "/v1/things/{id}/parts", body: [{part}], as: replace, source: example.md 2.1}
objects:
  thing:
    by: kind
    rows:
    - {name: id, type: text, required: [modify], refused: [create], source: example.md 1}
    - {name: kind, type: text, values: [A, B], required: always, source: example.md 1}
    - {name: size, type: whole, of: [A], nullable: true, source: example.md 1}
    - {name: size, type: [number], of: [B], source: example.md 1}
    - {name: part, type: {part}, source: example.md 1}
    - {name: script, type: base64, source: example.md 1}
    - {name: more, type: {map: text}, source: example.md 1}
  part:
  - {name: shown, type: flag, required: always, source: example.md 2.1}
"""
THINGS = "https://host/v1/things"


def table(text: str = TOLD) -> FieldTable:
    told = yaml.safe_load(text)
    return FieldTable(told["vendor"], told["requests"], told["objects"])


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "A", "size": 5, "part": {"shown": True}, "more": {"x": "y"}},
        {"kind": "A", "size": None},
        {"kind": "B", "size": [1, 2.5], "script": "Z28oKTs="},
        {"id": "1", "kind": "B"},
        None,
    ],
)
def test_what_the_table_says_is_fine(body: Any) -> None:
    assert table().complaints("POST", THINGS, body) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "kind: is required to create (example.md 1)"),
        ({"kind": "C"}, "kind: one of ['A', 'B'] is sent, not 'C'"),
        ({"kind": "A", "colour": 1}, "colour: thing has no such member as A"),
        ({"kind": "A", "size": 5.0}, "size: whole is sent, not 5.0"),
        ({"kind": "A", "size": True}, "size: whole is sent, not True"),
        ({"kind": "A", "size": "5"}, "size: whole is sent, not '5'"),
        ({"kind": "B", "size": 5}, "size: a list is sent, not 5"),
        ({"kind": "B", "size": [1, "2"]}, "size[1]: number is sent, not '2'"),
        ({"kind": "B", "part": None}, "part: is never null"),
        ({"kind": "B", "part": {}}, "part.shown: is required to create (example.md 2.1)"),
        ({"kind": "B", "part": {"shown": 1}}, "part.shown: flag is sent, not 1"),
        ({"kind": "B", "script": "go();"}, "script: base64 is sent, not 'go();'"),
        ({"kind": "B", "more": {"x": 1}}, "more.x: text is sent, not 1"),
        ({"id": 1, "kind": "A"}, "id: text is sent, not 1"),
        ([], "body: an object is sent, not []"),
    ],
)
def test_what_the_table_does_not_say_is_named(body: Any, says: str) -> None:
    (text,) = table().complaints("POST", THINGS, body)
    assert text.startswith(f"POST /v1/things: {says}")


def test_requests_are_told_apart_by_method_and_path() -> None:
    assert table().complaints("PUT", "/app/v1/things/7/parts?x=1", [{"shown": False}]) == []
    for method, path in (("POST", "/v1/things/7/parts"), ("PUT", "/v1/things/7/8/parts"), ("PATCH", "/v1/things")):
        (text,) = table().complaints(method, path, [])
        assert "no such request" in text


def test_what_is_never_sent_is_refused() -> None:
    changed = TOLD.replace("as: save", "as: create")
    (text,) = table(changed).complaints("POST", THINGS, {"id": "1", "kind": "A"})
    assert "id: is never sent to create" in text


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "{name: shown, type: flag, required: always, source: example.md 2.1}",
            "{name: shown, type: flag}",
            "no source",
        ),
        ("of: [B]", "of: [A, B]", "two rows"),
        ("body: [{part}]", "body: [{piece}]", "no object piece"),
        ("nullable: true", "nul: true", "unknown nul"),
    ],
)
def test_a_table_says_what_is_wrong_with_itself(old: str, new: str, says: str) -> None:
    assert table().defects() == []
    assert any(says in text for text in table(TOLD.replace(old, new)).defects())


def test_an_object_that_nothing_sends_is_a_defect() -> None:
    orphan = TOLD + "  orphan:\n  - {name: a, type: text, source: example.md 3}\n"
    assert table(orphan).defects() == ["orphan: nothing sends it"]


def test_cassettes_are_read_as_json_and_as_forms(tmp_path: Path) -> None:
    def exchange(body: Any) -> dict[str, Any]:
        return {"request": {"method": "POST", "uri": THINGS, "body": body}}

    bodies = ['{"kind": "A"}', "kind=B", None, '{"kind": 1}', "size=3"]
    (tmp_path / "one.yaml").write_text(yaml.safe_dump({"interactions": [exchange(body) for body in bodies]}))
    found = table().cassette_complaints(tmp_path)
    assert [text.partition(": ")[0] for text in found] == ["one.yaml"] * len(found)
    assert len(found) == 3


TABLES = sorted(path.stem.removesuffix("_fields") for path in HERE.glob("*_fields.yaml"))


@pytest.mark.parametrize("vendor", TABLES)
def test_each_vendors_table_is_sound(vendor: str) -> None:
    assert FieldTable.load(vendor).defects() == []


@pytest.mark.parametrize("vendor", TABLES)
def test_the_documented_requests_fit_each_vendors_table(vendor: str) -> None:
    table = FieldTable.load(vendor)
    assert table.cassette_complaints(HERE.parent / "alert_wiring" / vendor / "cassettes") == []
    assert {(one["method"], one["path"]) for one in table.requests} - table.seen == set(), "no cassette for these"
