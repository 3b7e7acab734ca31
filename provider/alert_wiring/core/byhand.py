"""What somebody changed by hand since the state was last read, and what an update must do about it.

An update writes an object as a whole (`ilert.md 2.8`, `5.2 #12`), so it looks first. What the program does not declare
and a person has set since stays; what the program declares is written as it says, and that is told. No vendor has a
version or an ETag (`ilert.md 7 #24`): what changes between this look and the write that follows at once is not seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from alert_wiring.core.fields import Field, Fields
from alert_wiring.core.unkept import shown
from alert_wiring.core.values import Json, Props


@dataclass(frozen=True)
class ByHand:
    """What differs from the state.

    Attributes:
        kept: properties that the program does not declare, with the values that they have now.
        overwritten: texts for properties that the program declares, each with the value that goes.
        names: texts for the kept ones.
    """

    kept: Props = field(default_factory=dict)
    names: tuple[str, ...] = ()
    overwritten: tuple[str, ...] = ()

    def told(self) -> list[str]:
        """Return what the user is told of it."""
        texts = []
        if self.kept:
            texts.append(
                f"kept {', '.join(self.names)}, which somebody has set since the last refresh and the program does not "
                "declare: declare it, or the next preview shows what goes"
            )
        if self.overwritten:
            texts.append(
                f"somebody has changed {', '.join(self.overwritten)} since the last refresh; it is now as the program "
                "says"
            )
        return texts


def by_hand(fields: Fields, olds: Props, inputs: Props, live: Props) -> ByHand:
    """Compare what the state says, what the program wants, and what is there.

    A value that is its field's default counts as not declared, since `check` writes defaults into the inputs.

    Args:
        fields: the kind's table.
        olds: the outputs in state.
        inputs: the checked inputs of the program.
        live: the properties as they are now.
    """
    kept: Props = {}
    names, overwritten = [], []
    for each in fields.inputs:
        if not _comparable(each, inputs):
            continue
        old, new, now = (each.present(props.get(each.name)) for props in (olds, inputs, live))
        if each.type.same(old, now) or each.type.same(new, now):
            continue
        text = each.name if each.secret else f"{each.name} ({shown(now)})"
        if _declared(each, new) or _declared(each, old):
            overwritten.append(text)
        else:
            kept[each.name] = now
            names.append(text)
    return ByHand(kept, tuple(names), tuple(overwritten))


def lost_by(fields: Fields, olds: Props, news: Props, changed: Iterable[str]) -> list[str]:
    """Return what an update takes away: values in the state, perhaps set by hand, that the program does not declare.

    The engines show only what the program itself said before, so a value that an update has kept is named by this.
    """
    table = {each.name: each for each in fields.inputs}
    return [
        name if table[name].secret else f"{name} ({shown(olds[name])})"
        for name in changed
        if _declared(table[name], olds.get(name)) and not _declared(table[name], table[name].present(news.get(name)))
    ]


def _comparable(each: Field, inputs: Props) -> bool:
    """Say whether the vendor tells the field's value, and the update writes it."""
    unmanaged = each.hands_off and inputs.get(each.name) is None
    return bool(each.wire) and not (each.local or each.write_only or each.immutable or unmanaged)


def _declared(each: Field, value: Json) -> bool:
    return value is not None and not each.type.same(value, each.default)
