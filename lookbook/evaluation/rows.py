"""The rows of the quality table: functions that give a candidate's figures; a new one gets its line in ROWS."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from lookbook.evaluation import tasks
from lookbook.evaluation.candidate import Candidate
from lookbook.evaluation.consumer import RIGHT_TYPES
from lookbook.evaluation.figure import Figure, LeftOut, averaged, measured, spread
from lookbook.evaluation.prediction_rows import predicted
from lookbook.evaluation.tasks import Judged

JOINT = ("articleType", "baseColour", "gender")
QUESTIONS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "articleType": (["articleType"], ["P@5", "mAP@10", "nDCG@10"]),
    "subCategory": (["subCategory"], ["P@5"]),
    "baseColour": (["baseColour"], ["P@5"]),
    "gender": (["gender"], ["P@5"]),
    "type + colour": (JOINT[:2], ["P@5"]),
    "type + colour + gender": (JOINT, ["P@5", "mAP@10", "nDCG@10"]),
}
"""Question -> the columns that must be the same in a right result, and the measures."""
PATTERN: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {"pattern": (["graphical_appearance_name"], ["P@5"])}
"""What is asked besides where the table tells it, as H&M's does."""
DISTORTED = 1000
"""How many products are asked for by a distorted picture."""
ENOUGH = 10
"""Of how many photos a label has a row of its own."""

Row = Figure | LeftOut


def shop_to_shop(candidate: Candidate) -> Iterator[Row]:
    """Ask for products by pictures of others that are the same in some way."""
    known = PATTERN if "graphical_appearance_name" in candidate.catalog.columns else {}
    for question, (columns, measures) in {**QUESTIONS, **known}.items():
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
    senders = [person.sender for person in candidate.people]
    judged = tasks.consumer_to_shop(candidate.shop, labels, candidate.near_people, RIGHT_TYPES)
    for measure in ("P@5", "hit@5"):
        yield averaged(f"consumer photos, {measure}", measure, judged, senders)
        yield measured(f"consumer photos, {measure}, a photo as one", measure, judged)
    yield spread("consumer photos, P@5, deviation (worst..best sender)", "P@5", judged, senders)
    for label, rows in _often(labels).items():
        of_label = Judged(judged.relevant[rows], judged.available[rows], judged.others)
        yield averaged(f"consumer photos, P@5, {label}", "P@5", of_label, [senders[row] for row in rows])


def _often(labels: Sequence[str]) -> dict[str, list[int]]:
    """Find the photos of each label that has enough of them for a row of its own, the most frequent first."""
    rows = {
        label: [row for row, own in enumerate(labels) if own == label] for label, _ in Counter(labels).most_common()
    }
    return {label: found for label, found in rows.items() if len(found) >= ENOUGH}


ROWS: Sequence[Callable[[Candidate], Iterator[Row]]] = (shop_to_shop, same_product, consumer_to_shop, predicted)
