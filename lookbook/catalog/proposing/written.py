"""A proposal as a columns.toml, its reasons beside it."""

import json
from collections.abc import Iterable

from lookbook.catalog.proposing.proposal import Choice, Proposal
from lookbook.catalog.tables import ID, PICTURE

_PARTS = (("masterCategory", 0), ("articleType", -1))


def as_toml(proposal: Proposal, table: str) -> str:
    """Write what `lookbook.catalog.tables.read_columns` reads."""
    deep = next((choice for choice in proposal.choices if choice.separator), None)
    cut = {ours for ours, _ in _PARTS} if deep else set()
    needed = [choice for choice in proposal.choices if choice.ours in (ID, PICTURE)]
    more = [choice for choice in proposal.choices if choice.ours not in {ID, PICTURE, *cut}]
    lines = [f"# Proposed for {table}; correct what is wrong. Ours = theirs.", "[columns]", *map(_line, needed)]
    if more:
        lines += ["", "[more]  # where the table has it", *map(_line, more)]
    if proposal.genders:
        lines += [
            "",
            "[values.gender]",
            *(f"{_text(theirs)} = {_text(ours)}" for theirs, ours in proposal.genders.items()),
        ]
    if deep:
        for ours, part in _PARTS:
            lines += ["", f"[parts.{ours}]  # {deep.why}", f"column = {_text(deep.theirs)}",
                      f"separator = {_text(deep.separator)}", f"part = {part}"]  # fmt: skip
    if proposal.filled or proposal.pictures:
        lines += ["", "[rows]"]
    if proposal.filled:
        lines.append("filled = true  # only the first row of a product says everything")
    if proposal.pictures:
        lines.append(f"pictures = [{', '.join(map(_text, proposal.pictures))}]")
    return "\n".join(lines) + "\n"


def _line(choice: Choice) -> str:
    also = f"; or {', '.join(choice.others)}?" if choice.others else ""
    return f"{choice.ours} = {_text(choice.theirs)}  # {_plain([choice.why + also])}"


def _plain(parts: Iterable[str]) -> str:
    return " ".join(" ".join(parts).split())


def _text(value: str) -> str:
    """Return a TOML basic string, which JSON's is, too, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
