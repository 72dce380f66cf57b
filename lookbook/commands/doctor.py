"""The command `python -m lookbook doctor`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from lookbook.commands.output import Debug
from lookbook.settings import Settings


def doctor(
    index: Annotated[Path | None, typer.Option(help="The index folder; by default LOOKBOOK_INDEX, else here.")] = None,
    mend: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended without a picture being embedded again.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a finding and line.")] = False,
    debug: Debug = False,
) -> None:
    """Tell whether an index is sound: its files, what is made from them, the product table, every picture."""
    from lookbook.doctor import Finding, examine, repair

    settings = Settings.load()
    folder = (index or settings.index).absolute()
    mended: Sequence[Finding] = []
    if mend:
        mended, left = repair(folder, settings)
    else:
        left = examine(folder, settings)
    harmed = any(finding.harm for finding in left)
    if as_json:
        for finding, done in [*((one, True) for one in mended), *((one, False) for one in left)]:
            print(json.dumps(finding.as_json(mended=done), ensure_ascii=False))
    else:
        for finding in mended:
            print(f"mended: {finding.says}")
        for finding in left:
            print(finding.says)
        print(_summary(folder, sum(one.harm for one in left), sum(one.mend is not None for one in left)))
    raise typer.Exit(1 if harmed else 0)


def _summary(folder: Path, harm: int, mendable: int) -> str:
    """Return the line that the command ends with."""
    state = f"damaged in {harm:,} {'place' if harm == 1 else 'places'}" if harm else "sound"
    advice = f"; lookbook doctor --repair mends {mendable:,} of what is said here" if mendable else ""
    return f"the index in {folder} is {state}{advice}"
