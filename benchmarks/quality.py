"""How good an index is, on what was kept back from training.

python -m benchmarks.quality INDEX [--consumer consumer-photos.zip]
"""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from lookbook.book import Lookbook
from lookbook.evaluation import tasks
from lookbook.evaluation.consumer import RIGHT_TYPES
from lookbook.evaluation.metrics import Values, hit_at, interval
from lookbook.training.examples import consumer_photos

QUESTIONS = {
    "articleType": ("articleType",),
    "subCategory": ("subCategory",),
    "baseColour": ("baseColour",),
    "gender": ("gender",),
    "type + colour + gender": ("articleType", "baseColour", "gender"),
}


def main(
    index: Path,
    consumer: Annotated[Path | None, typer.Option(help="A zip of photos with images.csv.")] = None,
    validation: Annotated[bool, typer.Option("--validation", help="The half for choosing, not for figures.")] = False,
) -> None:
    """Print the quality of an index as a table."""
    book = Lookbook.open(index)
    shop = tasks.gallery(book.catalog, book.index.filenames, book.index.vectors, not validation)
    print(f"{len(book):,} pictures, {int(shop.kept.sum()):,} kept back, encoder {book.index.encoder.name}")
    print("| question | value | 95 % interval | chance | queries |\n|---|---|---|---|---|")
    for name, columns in QUESTIONS.items():
        values, chance = tasks.shop_to_shop(shop, columns)
        _row(f"P@5 {name}", values, f"{chance:.3f}")
    if consumer:
        _photos(book, shop, consumer)


def _photos(book: Lookbook, shop: tasks.Gallery, consumer: Path) -> None:
    labelled = [(label, photo) for _, label, photo in consumer_photos(consumer, evaluation=True)]
    same = tasks.same_product(shop, book.catalog, book.encoder, [_corner(photo) for _, photo in labelled], 1000)
    one = f"{1 / len(book):.4f}"
    _row("same product, recall@1", hit_at(same > 0, 1), one)
    _row("same product, recall@5", hit_at(same > 0, 5), one)
    precision, hits = tasks.consumer_to_shop(shop, book.encoder, labelled, RIGHT_TYPES)
    _row("consumer photos, P@5", precision, "")
    _row("consumer photos, hit@5", hits, "")


def _corner(photo: np.ndarray) -> np.ndarray:
    return photo[: photo.shape[0] // 3, : photo.shape[1] // 3]


def _row(name: str, values: Values, chance: str) -> None:
    low, high = interval(values)
    print(f"| {name} | {values.mean():.3f} | {low:.3f}..{high:.3f} | {chance} | {len(values)} |", flush=True)


if __name__ == "__main__":
    typer.run(main)
