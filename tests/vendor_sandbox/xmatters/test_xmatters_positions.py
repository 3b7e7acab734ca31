"""Moving workflows about: whatever is done, their places are those of a plain list."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from xmatters_account import API, BOT, made

from support.standin import make
from vendor_sandbox import xmatters

PLANS = f"{API}/plans"
steps = st.lists(
    st.tuples(st.sampled_from(["make", "move", "delete", "by hand"]), st.integers(0, 9), st.integers(-1, 12)),
    max_size=12,
)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(steps)
def test_positions_are_those_of_a_list(story: list[tuple[str, int, int]]) -> None:
    xm = make(xmatters, BOT)
    try:
        order = [row["id"] for row in sorted(xm.get(PLANS).json()["data"], key=lambda row: row["position"])]
        seeded = set(order)
        for number, (word, which, position) in enumerate(story):
            mine = [one for one in order if one not in seeded]
            if word == "make":
                one = made(xm.post(PLANS, {"name": f"p{number}", "enabled": True, "position": position}))["id"]
                order.insert(max(0, (position or 1) - 1), one)
            elif word == "by hand":
                xm.context.store.insert(
                    xmatters.OBJECTS["plans"], f"h{number}", {"id": f"h{number}", "name": f"h{number}"}
                )
                order.append(f"h{number}")
            elif mine:
                one = mine[which % len(mine)]
                order.remove(one)
                if word == "move":
                    made(xm.post(PLANS, {"id": one, "position": position}))
                    order.insert(max(0, position - 1), one)
                else:
                    assert xm.delete(f"{PLANS}/{one}").status == 200
        shown = {row["id"]: row["position"] for row in xm.get(PLANS).json()["data"]}
        assert shown == {one: place for place, one in enumerate(order, 1)}
    finally:
        xm.context.store.close()
