"""The last line of defence: a plain engine, asked by nobody's plan, does not make a project silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.engines import Result

if TYPE_CHECKING:
    from wired.estate import Estate, Row

KEY = "alert-wiring:guard"


def route(route_name: str, *projects: str, **opts: Any) -> list[Row]:
    """Return a route: a group, a connector that leads out of it, and an assignment per project."""
    from wired.estate import of, row

    group, pairs = f"{route_name}-group", [f"{route_name}-{project}" for project in projects]
    return [
        row("apifortress.AlertGroup", group, **opts),
        row(
            *("apifortress.Connector", f"{route_name}-out"),
            alert_group_id=of(group),
            connector={"$later": "JSON Alert"},
            params={"url": "https://alerts.example.com/in"},
        ),
        *(
            row("apifortress.ProjectAssignment", pair, project={"$later": project}, alert_group_id=of(group))
            for pair, project in zip(pairs, projects, strict=True)
        ),
    ]


def up(estate: Estate, *rows: Row) -> Result:
    """Run the program with these resources, without a preview, and forget the requests before."""
    estate.say(*rows)
    estate.control.clear_log()
    return estate.engine.up()


def refusal(result: Result) -> str:
    """Return the one line that says why; everything else must be free of tracebacks."""
    assert result.rc != 0, result
    assert "Traceback" not in result.text, result
    lines = {line.strip() for line in result.text.splitlines() if "guard.allow" in line}
    assert lines, result
    return next(iter(lines))


def test_a_plain_destroy_takes_no_route_before_it_is_allowed(estate: Estate) -> None:
    """Nothing is deleted; the configuration, written afterwards, allows it project by project."""
    up(estate, *route("one", "Checkout")).check()
    estate.control.clear_log()
    refused = refusal(estate.engine.destroy())
    assert "nobody would hear of failures in project 'Checkout' any more" in refused
    assert "no-stranded-project" in refused
    assert not estate.writes()
    estate.engine.config("set", "--path", f'{KEY}.allow["Checkout"]', "retired").check()
    estate.engine.destroy().check()
    assert estate.writes()["apifortress DELETE /projects/*/alertGroups/*"] == 1


def test_what_the_program_drops_must_leave_somebody_who_hears(estate: Estate) -> None:
    """A replaced group, with its connector and its assignment, and a project that moves go through in one run.

    A project that simply goes does not.
    """
    estate.env["APIFORTRESS_RENAME_GROUPS"] = "false"
    estate.engine = estate.another()
    up(estate, *route("one", "Checkout", "Examples", name="first")).check()
    up(estate, *route("one", "Checkout", name="second"), *route("two", "Examples")).check()
    assert estate.writes()["apifortress POST /alertGroups"] == 2
    refused = refusal(up(estate, *route("one", "Checkout", name="second")))
    assert "'Examples'" in refused
    assert not estate.writes()
