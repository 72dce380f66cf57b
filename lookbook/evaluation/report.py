"""An evaluation as a page: one file that needs nothing else, with pictures, in light and dark."""

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from lookbook.book import Lookbook
from lookbook.disk import atomic
from lookbook.evaluation import strips
from lookbook.evaluation.findings import mix_up, scores
from lookbook.evaluation.protocol import Evaluation
from lookbook.evaluation.table import NONE, share, side_by_side

TEMPLATE = "report.html.jinja"
TYPES, COLOURS = 24, 15


def write(path: Path, index: Path, book: Lookbook, evaluation: Evaluation) -> None:
    """Write the page, whole or not at all.

    Args:
        path: the file.
        index: the index folder, as the person named it.
        book: the index.
        evaluation: what came out.

    Raises:
        OSError: the file can't be written.
        PhotoError: a picture that it shows is gone.
    """
    atomic.write(path, render(index, book, evaluation).encode())


def render(index: Path, book: Lookbook, evaluation: Evaluation) -> str:
    """Make the page's HTML; whatever comes from the catalogue is escaped."""
    own = evaluation.own
    environment = Environment(
        loader=PackageLoader("lookbook.evaluation", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = share
    return environment.get_template(TEMPLATE).render(
        index=index,
        identity=book.index.encoder,
        created=book.index.created[:10] or NONE,
        today=f"{datetime.now(UTC):%Y-%m-%d}",
        evaluation=evaluation,
        rows=side_by_side(evaluation.figures),
        types=scores(own.shop, own.near, "articleType", TYPES),
        colours=mix_up(own.shop, own.near, "baseColour", COLOURS),
        products=strips.of_shop(own),
        people=strips.of_people(own) if own.people else None,
    )
