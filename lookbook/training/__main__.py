"""python -m lookbook.training OUTPUT --catalog ZIP [--catalog ZIP] --consumer ZIP."""

from pathlib import Path
from typing import Annotated

import typer

from lookbook.training.recipe import cook


def main(
    output: Annotated[Path, typer.Argument(help="Where checkpoints and the result lie.")],
    catalog: Annotated[list[str], typer.Option(help="A folder or zip of products; repeatable.")],
    consumer: Annotated[Path, typer.Option(help="A zip of photos that people took, with images.csv.")],
) -> None:
    """Train the embedded network; stopped, the same command goes on."""
    print(cook(catalog, consumer, output))


if __name__ == "__main__":
    typer.run(main)
