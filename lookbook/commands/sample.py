"""The command `lookbook sample`."""

from pathlib import Path
from typing import Annotated

import typer

from lookbook.errors import BadArgument


def sample(
    folder: Annotated[Path, typer.Argument(help="Where images/ and styles.csv are written.")] = Path("."),
    products: Annotated[int | None, typer.Option(min=1, help="Only the first so many of 2,041.")] = None,
) -> None:
    """Draw a sample catalogue to try Lookbook with; that takes a minute or two."""
    from lookbook.sample import draw_catalogue  # its brushes are needed here alone

    if (folder / "styles.csv").exists():
        raise BadArgument(f"{folder / 'styles.csv'} is there already; name an empty folder for the sample.")
    print(f"drew {draw_catalogue(folder, products)} products; next: lookbook build {folder / 'images'}")
