"""Which column is which: what it is called, and whether its values could be that."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from lookbook.catalog.proposing.checks import Check, checks
from lookbook.catalog.proposing.known import GENDERS, NAMES
from lookbook.catalog.proposing.proposal import Choice, Proposal
from lookbook.catalog.proposing.values import Values
from lookbook.catalog.tables import ID, PICTURE, Table
from lookbook.catalog.tables.columns import no_id

_ROWS = 200_000
"""Rows that are looked at."""
_SPLIT = re.compile(r"(?<=[a-zäöüé])(?=[A-Z])|[\W_]+")


def propose(table: Table, name: str, filenames: Sequence[str] = ()) -> Proposal:
    """Look at a table's header and its first 200,000 rows.

    Args:
        table: its rows are read.
        name: what to call it in a message.
        filenames: the pictures near it, which tell its id or its pictures best.

    Raises:
        TableError: no column tells whose a picture is.
    """
    rows = list(islice(table.rows, _ROWS))
    columns = {name: Values([row[at] for row in rows]) for at, name in enumerate(table.columns) if name}
    pictures = [column for column, values in columns.items() if values.pictures > 0.5]
    chosen: dict[str, Choice] = {}
    for ours, check in checks(filenames).items():
        free = {column: values for column, values in columns.items() if _free(column, chosen)}
        if (choice := _best(ours, free, check)) is not None:
            chosen[ours] = choice
    if ID not in chosen and PICTURE not in chosen:
        raise no_id(table, name, "a columns.toml beside")
    further = [column for column in pictures if _free(column, chosen)]
    return Proposal(
        choices=list(chosen.values()),
        pictures=further,
        genders=_genders(columns, chosen),
        filled=_is_filled(rows, table.columns, chosen),
    )


def _free(column: str, chosen: Mapping[str, Choice]) -> bool:
    return all(column != choice.theirs for choice in chosen.values())


def _best(ours: str, columns: Mapping[str, Values], check: Check) -> Choice | None:
    found = []
    for column, values in columns.items():
        called, said = _called(ours, column)
        fits, seen = check(values)
        if fits >= 0 and called + fits >= 2:
            found.append((called + fits, column, ", ".join(filter(None, (said, seen)))))
    if not found:
        return None
    best = max(score for score, _, _ in found)
    first, *others = [(column, why) for score, column, why in found if score == best]
    separator = columns[first[0]].separator() if ours == "articleType" else ""
    return Choice(ours=ours, theirs=first[0], why=first[1], others=[name for name, _ in others], separator=separator)


def _called(ours: str, column: str) -> tuple[float, str]:
    """Return how much a column's name says for it: 3 to 4 where it is such a name, 1.5 to 2.5 where it has one."""
    words = " ".join(part.casefold() for part in _SPLIT.split(column) if part)
    if words.replace(" ", "") == ours.casefold():
        return 4.0, "it is called so"
    names = NAMES[ours]
    for place, known in enumerate(names):
        if words == known:
            return 4.0 - place / len(names), "its name"
    for place, known in enumerate(names):
        if f" {known} " in f" {words} ":
            return 2.5 - place / len(names), f"“{known}” in its name"
    return 0.0, ""


def _genders(columns: Mapping[str, Values], chosen: Mapping[str, Choice]) -> dict[str, str]:
    """Return how the table says genders -> how we do, where that differs."""
    if "gender" not in chosen:
        return {}
    said = sorted({*columns[chosen["gender"].theirs].filled})
    found = {value: GENDERS[value.casefold()] for value in said if value.casefold() in GENDERS}
    return {theirs: ours for theirs, ours in found.items() if theirs != ours}


def _is_filled(rows: Sequence[Sequence[str]], header: Sequence[str], chosen: Mapping[str, Choice]) -> bool:
    """Return whether later rows of an id leave out what the first one said."""
    told = [choice.theirs for ours, choice in chosen.items() if ours not in (ID, PICTURE)]
    if ID not in chosen or not told:
        return False
    number, places = header.index(chosen[ID].theirs), [header.index(column) for column in told]
    seen: set[str] = set()
    repeated = []
    for row in rows:
        if row[number] in seen:
            repeated.append(row)
        seen.add(row[number])
    empty = sum(all(not row[place] for place in places) for row in repeated)
    return bool(repeated) and 2 * empty > len(repeated)
