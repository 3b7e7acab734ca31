"""Identity marks: the name that only one resource of one stack can have.

No vendor keeps a label or an external id for us (`ilert.md 2.3`), so the name is the mark. When the program gives no
name, the resource's constructor makes one out of the resource's name and a digest of organization, project, stack,
types (the parents' and its own) and resource name: the same in preview and update, another in every stack. The last
four characters check the rest, so that `create` can tell a made name from one that a person chose without any further
input.
"""

from __future__ import annotations

import hashlib
import re

_IDENTITY_LENGTH = 6
_CHECK_LENGTH = 4
_FORM = re.compile(r"(?P<stem>.*-[0-9a-f]{6})(?P<check>[0-9a-f]{4})", re.DOTALL)


def made_name(resource_name: str, identity: tuple[str, ...], longest: int = 255) -> str:
    """Return the name of a resource that was given none.

    Args:
        resource_name: the resource's name in the program; comes first, so that people recognise it.
        identity: organization, project, stack, type tokens, resource name.
        longest: most characters that the vendor takes.
    """
    digest = _digest("\0".join(identity))[:_IDENTITY_LENGTH]
    room = longest - _IDENTITY_LENGTH - _CHECK_LENGTH - 1
    stem = f"{resource_name.strip()[:room].rstrip()}-{digest}"
    return stem + _digest(stem)[:_CHECK_LENGTH]


def is_made_name(name: str) -> bool:
    """Say whether `made_name` made this name."""
    match = _FORM.fullmatch(name.strip())
    return match is not None and _digest(match["stem"])[:_CHECK_LENGTH] == match["check"]


def is_made_of(name: str, identity: tuple[str, ...]) -> bool:
    """Say whether `made_name` made this name out of this identity, however much of the resource's name it kept."""
    digest = name.strip()[-_IDENTITY_LENGTH - _CHECK_LENGTH : -_CHECK_LENGTH]
    return is_made_name(name) and digest == _digest("\0".join(identity))[:_IDENTITY_LENGTH]


def stem_of(name: str) -> str:
    """Return the front of a made name: the resource's name in the program, cut where the vendor takes no more."""
    return name.strip()[: -_IDENTITY_LENGTH - _CHECK_LENGTH - 1]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
