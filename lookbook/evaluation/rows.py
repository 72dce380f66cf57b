"""The rows of the quality table: functions that give a candidate's figures; a new one gets its line in ROWS."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from lookbook.evaluation import tasks
from lookbook.evaluation.candidate import Candidate
from lookbook.evaluation.consumer import RIGHT_TYPES
from lookbook.evaluation.figure import Figure, LeftOut, measured
from lookbook.evaluation.prediction_rows import predicted

JOINT = ("articleType", "baseColour", "gender")
QUESTIONS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "articleType": (["articleType"], ["P@5", "mAP@10", "nDCG@10"]),
    "subCategory": (["subCategory"], ["P@5"]),
    "baseColour": (["baseColour"], ["P@5"]),
    "gender": (["gender"], ["P@5"]),
    "type + colour + gender": (JOINT, ["P@5", "mAP@10", "nDCG@10"]),
}
"""Question -> the columns that must be the same in a right result, and the measures."""
DISTORTED = 1000
"""How many products are asked for by a distorted picture."""

Row = Figure | LeftOut


def shop_to_shop(candidate: Candidate) -> Iterator[Row]:
    """Ask for products by pictures of others that are the same in some way."""
    for question, (columns, measures) in QUESTIONS.items():
        judged = tasks.shop_to_shop(candidate.shop, columns, candidate.near)
        if judged.available.any():
            yield from (measured(f"{measure} {question}", measure, judged) for measure in measures)
        else:
            yield LeftOut(question, f"no product asked for has another of the same {', '.join(columns)}")


def same_product(candidate: Candidate) -> Iterator[Row]:
    """Ask for products by their own pictures, distorted."""
    judged = tasks.same_product(candidate.shop, candidate.catalog, candidate.encoder, candidate.backdrops, DISTORTED)
    yield from (measured(f"same product, {measure}", measure, judged) for measure in ("recall@1", "recall@5"))


def consumer_to_shop(candidate: Candidate) -> Iterator[Row]:
    """Ask for products by photos that people took."""
    if not candidate.people:
        yield LeftOut(
            "consumer photos", "none were given, and distorted pictures lie on drawn backgrounds (--consumer ZIP)"
        )
        return
    labels = [person.label for person in candidate.people]
    judged = tasks.consumer_to_shop(candidate.shop, labels, candidate.near_people, RIGHT_TYPES)
    yield from (measured(f"consumer photos, {measure}", measure, judged) for measure in ("P@5", "hit@5"))


ROWS: Sequence[Callable[[Candidate], Iterator[Row]]] = (shop_to_shop, same_product, consumer_to_shop, predicted)
