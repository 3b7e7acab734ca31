"""Reading pages and forms as a browser does, and finding on them what the map describes."""

from __future__ import annotations

from typing import Any

import pytest

from alert_wiring.apifortress.web.locate import cards, demand_text, field, form_with, login_form, reason, varying
from alert_wiring.apifortress.web.map_entries import FieldEntry, SetEntry
from alert_wiring.apifortress.web.map_file import PageMap, load_map
from alert_wiring.apifortress.web.misfit import MisfitError
from alert_wiring.apifortress.web.page import Form, Page, path_of
from alert_wiring.apifortress.web.set_control import SetControl

PREFIX = "/app"
SHIPPED = load_map(None)


def page(html: str, address: str = "/app/web/projects/edit/7") -> Page:
    return Page(address, html.encode(), "utf-8")


def form(html: str) -> Form:
    (found,) = page(html).forms()
    return found


def with_entry(section: str, name: str, entry: Any) -> PageMap:
    return SHIPPED.model_copy(update={section: {**getattr(SHIPPED, section), name: entry}})


# ---- forms -------------------------------------------------------------------------------------------------------


def test_a_form_sends_what_a_browser_sends() -> None:
    """Hidden inputs stay, unchecked boxes and buttons do not travel, a select has a first choice."""
    found = form(
        """<form action="../update/7?x=1" method="post">
        <input type="hidden" name="_csrf" value="t&amp;1"><input name="name" value=" a  b ">
        <input name="off" type="checkbox"><input name="on" type="checkbox" checked>
        <input name="valued" type="checkbox" value="7" checked><input type="radio" name="r" value="1">
        <input type="radio" name="r" value="2" checked><input name="gone" disabled value="x"><input value="nameless">
        <textarea name="notes">\n first\r\nsecond </textarea>
        <select name="one"><option disabled>no</option><option>first</option><option value="2">b</option></select>
        <select name="many" multiple><option value="1" selected><option value="2"><option value="3" selected></select>
        <input type="submit" name="go" value="x"><button name="save">ok</button><input type="file" name="f"></form>"""
    )
    assert found.method == "POST"
    assert found.action == "/app/web/projects/update/7?x=1"
    assert found.pairs() == [
        ("_csrf", "t&1"),
        ("name", " a  b "),
        ("on", "on"),
        ("valued", "7"),
        ("r", "2"),
        ("notes", " first\r\nsecond "),
        ("one", "first"),
        ("many", "1"),
        ("many", "3"),
    ]


def test_controls_outside_a_form_that_name_it_belong_to_it_and_its_own_address_is_the_default() -> None:
    found = form('<form id="f"><input name="a" value="1"></form><input form="f" name="b" value="2"><input name="c">')
    assert found.pairs() == [("a", "1"), ("b", "2")]
    assert (found.method, found.action) == ("GET", "/app/web/projects/edit/7")


def test_one_field_is_changed_and_all_others_stay() -> None:
    found = form('<form><input name="a" value="1"><input name="b" value="ü"><input type="hidden" name="c" value="3">')
    found.put(field(with_entry("fields", "add_group.label", FieldEntry(name="b")), found, "add_group.label"), ["x y&z"])
    assert found.pairs() == [("a", "1"), ("b", "x y&z"), ("c", "3")]
    assert found.content().data == b"a=1&b=x+y%26z&c=3"


def test_an_upload_form_is_sent_in_parts() -> None:
    found = form('<form enctype="multipart/form-data" method="post"><input name="a" value="ü"></form>')
    content = found.content()
    assert content.type.startswith("multipart/form-data; boundary=")
    assert "ü".encode() in content.data


def test_a_button_may_send_a_form_elsewhere() -> None:
    found = form('<form action="save" method="get"><button name="b" value="1" formaction="drop" formmethod="post">')
    button = found.tag.find("button")
    assert button is not None
    found.press(button)
    assert (found.method, found.action, found.pairs()) == ("POST", "/app/web/projects/edit/drop", [("b", "1")])


@pytest.mark.parametrize(
    "html",
    [
        '<form><label for="x">Label:</label><b>?</b><input id="x" name="n"></form>',
        '<form><label>LABEL * <input name="n"></label></form>',
        '<form><label>label</label><input type="hidden" name="h"><input name="n"></form>',
        '<form><table><tr><th> Label : </th><td><input name="n"></td></tr></table></form>',
        '<form><input name="n" placeholder="Label"></form>',
        '<form><input name="n" aria-label="label"></form>',
        '<form><label>Label <select name="n"><option>Slack Webhook</option></select></label></form>',
    ],
)
def test_a_label_is_found_wherever_it_stands(html: str) -> None:
    found = form(html)
    assert field(SHIPPED, found, "add_group.label").name == "n"


def test_a_label_belongs_to_one_field() -> None:
    found = form('<form><label>Other</label><input name="a"><input name="n"></form>')
    assert [control.label for control in found.controls] == ["Other", ""]


def test_a_missing_field_names_those_that_are_there_but_no_value() -> None:
    with pytest.raises(MisfitError) as caught:
        form_with(
            SHIPPED, page('<form><label>Titel <input name="t" value="planted-value"></label></form>'), "add_group.label"
        )
    error = caught.value
    assert (error.entry, error.instead) == ("fields.add_group.label", ("Titel",))
    assert "alert-wiring doctor" in error.text
    assert "planted-value" not in error.text


# ---- cards -------------------------------------------------------------------------------------------------------

GROUP = """<div class="card"><h4>{label}</h4><p>users: {users}</p><p>connectors: 3</p>
<div class="card-actions"><a href="/app/web/company/connectorsDistroGroup/{id}?cid=1">plug</a></div></div>"""


def groups(*cards_: tuple[str, str]) -> Page:
    made = "".join(GROUP.format(id=id_, label=label, users=number) for number, (id_, label) in enumerate(cards_))
    button = '<a href="/app/web/company/addDistro">+ Alert Group</a>'
    return page(f'<div class="panel"><h3>Alerts Groups</h3>{button}<div class="cards">{made}</div></div>')


def test_the_groups_of_a_page_and_the_texts_of_their_cards() -> None:
    shown = groups(("2", "a"), ("170", " B &amp;  c"))
    entry = SHIPPED.lists["groups"].model_copy(update={"items": "div.card"})
    page_map = with_entry("lists", "groups", entry)
    found = cards(page_map, shown, "groups", PREFIX)
    assert list(found) == ["2", "170"]
    assert demand_text(page_map, shown, found["170"], "groups.label") == "B &  c", "inner blanks stay"
    assert [demand_text(page_map, shown, card, "groups.users") for card in found.values()] == ["0", "1"]


def test_an_empty_list_is_believed_only_where_something_proves_it() -> None:
    assert cards(SHIPPED, groups(), "groups", PREFIX) == {}
    for html in ("<p>Alerts Groups</p>", "", "<a href='/app/web/company/connectorsDistroGroup/'>x</a>"):
        with pytest.raises(MisfitError, match=r"lists\.groups"):
            cards(SHIPPED, page(html), "groups", PREFIX)


def test_a_page_with_other_markup_never_looks_empty() -> None:
    """The selector fits nothing, the addresses of the groups are there: that is no empty list."""
    page_map = with_entry("lists", "groups", SHIPPED.lists["groups"].model_copy(update={"items": ".tile"}))
    with pytest.raises(MisfitError) as caught:
        cards(page_map, groups(("2", "a")), "groups", PREFIX)
    assert caught.value.entry == "lists.groups.items"
    assert "div.card" in caught.value.instead


def test_a_card_that_shows_two_objects_is_none() -> None:
    page_map = with_entry("lists", "groups", SHIPPED.lists["groups"].model_copy(update={"items": ".cards"}))
    with pytest.raises(MisfitError, match="shows the object 2 and no other"):
        cards(page_map, groups(("2", "a"), ("3", "b")), "groups", PREFIX)


def test_ids_may_stand_in_hidden_inputs_and_attributes() -> None:
    html = '<a href="/app/web/company/addUsersDistroGroup/7">+</a><table>{}</table>'
    row = '<tr data-id="{0}"><td><form><input type="hidden" name="user.id" value="{0}"></form></td></tr>'
    shown = page(html.format("".join(row.format(id_) for id_ in ("11", "12"))))
    assert list(cards(SHIPPED, shown, "users", PREFIX)) == ["11", "12"]


def test_tomcats_session_in_an_address_does_not_matter() -> None:
    assert path_of("/app/web/login/auth;jsessionid=A1B2?x=1") == "/app/web/login/auth"


def test_a_page_that_ends_in_the_middle_is_known() -> None:
    assert page("<html><body>x</body></html>\n").whole
    assert page("<div>a fragment").whole
    assert not page("<html><body><div class='card'>").whole


# ---- parameters, sign-in, reasons -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "html"),
    [
        (
            FieldEntry(label="{param}"),
            '<label>url: <input name="p1"></label><label>Alert_Group <input name="p2"></label>',
        ),
        (FieldEntry(label="Param {param}"), "<label>Param url<input></label><label>Param Alert_Group<input></label>"),
        (
            FieldEntry(name="params[{param}]"),
            '<input name="params[url]"><input name="params[Alert_Group]"><input name="x">',
        ),
    ],
)
def test_parameters_are_told_by_label_or_name(entry: FieldEntry, html: str) -> None:
    assert list(varying(entry, form(f'<form><input type="hidden" name="_csrf">{html}</form>'))) == [
        "url",
        "Alert_Group",
    ]


def test_a_parameter_form_with_user_name_and_password_is_no_sign_in_page() -> None:
    """Testrail has both as plain text (`api-fortress.md 2.3`); no input is masked (1.8)."""
    fields = '<label>username <input name="username"></label><label>password <input name="password"{}></label>'
    assert login_form(SHIPPED, page(f"<form>{fields.format('')}</form>")) is None
    assert login_form(SHIPPED, page(f"<form>{fields.format(' type=password')}</form>")) is not None


def test_a_reason_is_short_and_repeats_nothing_that_was_sent() -> None:
    shown = page(f'<div class="errors">planted-secret is not valid. {"x" * 500}</div>')
    told = reason(SHIPPED, shown, ["planted-secret", "is"])
    assert told.startswith("… is not valid.")
    assert len(told) == 120


# ---- sets --------------------------------------------------------------------------------------------------------

LABELS = {"2": "a", "170": "b", "9": "c"}
WAYS = {
    "multiple select": (
        SetEntry(label="Alert Distribution lists"),
        '<label>Alert Distribution lists <select name="g" multiple><option value="2" selected>a'
        '<option value="170">b<option value="9" selected>c</select></label>',
    ),
    "select of labels": (
        SetEntry(name="g", values="label"),
        '<select name="g" multiple><option selected>a<option>b<option selected>c</select>',
    ),
    "checkboxes": (
        SetEntry(name="g"),
        '<input type="checkbox" name="g" value="2" checked><input type="checkbox" name="g" value="170">'
        '<input type="checkbox" name="g" value="9" checked>',
    ),
    "hidden inputs": (
        SetEntry(name="g"),
        '<input type="hidden" name="g" value="2"><input type="hidden" name="g" value="9">'
        '<select class="typeahead"><option value="170">b</select>',
    ),
    "joined text": (SetEntry(name="g"), '<input name="g" value="2, 9">'),
    "joined by semicolons": (SetEntry(name="g", separator=";", values="label"), '<input name="g" value="a;c">'),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_set_is_read_and_written_however_it_travels(way: str) -> None:
    entry, html = WAYS[way]
    for wanted in ({"2", "9"}, {"2", "170", "9"}, {"170"}, set()):
        found = form(f'<form><input name="name" value="n">{html}<input name="last" value="l"></form>')
        control = SetControl("sets.edit_project.groups", entry, found, LABELS)
        assert control.read() == {"2", "9"}
        assert control.write(wanted) == []
        sent = [value for name, value in found.pairs() if name == "g"]
        split = [part for value in sent for part in value.split(entry.separator) if part]
        ids = {label: id_ for id_, label in LABELS.items()} if entry.values == "label" else {}
        assert sorted(ids.get(one, one) for one in split) == sorted(wanted)
        assert [pair for pair in found.pairs() if pair[0] != "g"] == [("name", "n"), ("last", "l")]


def test_an_id_that_is_not_offered_changes_nothing() -> None:
    for way in ("multiple select", "checkboxes"):
        entry, html = WAYS[way]
        found = form(f"<form>{html}</form>")
        before = found.pairs()
        assert SetControl("sets.edit_project.groups", entry, found, LABELS).write({"2", "999"}) == ["999"]
        assert found.pairs() == before


def test_an_empty_set_may_need_a_value_of_its_own() -> None:
    entry, html = WAYS["hidden inputs"]
    found = form(f"<form>{html}</form>")
    SetControl("sets.edit_project.groups", entry.model_copy(update={"empty": ""}), found, LABELS).write(set())
    assert found.pairs() == [("g", "")]


def test_a_set_that_is_not_there_shows_hidden_inputs_too() -> None:
    found = form('<form><input type="hidden" name="item.groups" value="7"><label>Notes <input></label></form>')
    with pytest.raises(MisfitError) as caught:
        SetControl("sets.edit_project.groups", SHIPPED.sets["edit_project.groups"], found, LABELS).read()
    assert caught.value.instead == ("item.groups (hidden)", "Notes")
