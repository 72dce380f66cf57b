"""The command `python -m lookbook train`; what is heavy is imported when it runs."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from lookbook.commands.output import Debug

USAGE = {
    "fashion": "to use it, put it in the place of fashion.onnx in lookbook/encoders and build the index again",
    "resnet50": "index with it: python build_index.py --encoder resnet50 --weights {file}",
}


def train(
    output: Annotated[Path, typer.Argument(help="Where checkpoints and the result lie.", show_default=False)],
    catalog: Annotated[list[str], typer.Option(help="A folder or zip of products with styles.csv; repeatable.")],
    consumer: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A zip of photos people took, with images.csv.")
    ] = None,
    nothing: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="A folder of pictures without a garment.")
    ] = None,
    annotations: Annotated[
        tuple[str, Path] | None, typer.Option(metavar="deepfashion DIR", help="Annotated photos, and their folder.")
    ] = None,
    encoder: Annotated[Literal["fashion", "resnet50"], typer.Option(help="Which network learns.")] = "fashion",
    weights: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="What to begin with, if not random or ImageNet's weights."),
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Of each stage, if not the recipe's.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Batches in an epoch, if not the recipe's.")] = None,
    debug: Debug = False,
) -> None:
    """Train an encoder on your own catalogue; stopped, the same command goes on."""
    from lookbook.encoders.quiet import quiet

    try:
        with quiet():
            from lookbook.training.recipe import Pictures, cook
        shorter = {name: count for name, count in (("epochs", epochs), ("steps", steps)) if count}
        trained = cook(Pictures(catalog, consumer, nothing, annotations), output, encoder, weights, **shorter)
    except KeyboardInterrupt:
        print("lookbook: stopped; run the same command again to go on from here.", file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"trained {trained}; {USAGE[encoder].format(file=trained)}")
