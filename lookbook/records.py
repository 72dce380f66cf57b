"""Answers in print: a JSON object for programs, lines for people."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lookbook.book import Lookbook
from lookbook.disk.names import escaped
from lookbook.encoders.pieces import Piece
from lookbook.query import Answer, Understood

if TYPE_CHECKING:
    from lookbook.behavior.recommender import Recommendation

NOTHING = "      nothing fits; use other words or fewer conditions"
TITLE = "productDisplayName"
UNKNOWN = "  does not look like anything in a fashion catalogue; the nearest are"


def as_record(
    book: Lookbook, query: Path | str, answer: Answer, pieces: Sequence[Piece] | None = None
) -> Mapping[str, Any]:
    """Put an answer into the shape that --json prints, with the pieces of the photo where they were asked for."""
    prediction = answer.prediction
    return {
        "query": escaped(str(query)),
        "results": [
            {
                "rank": rank,
                "id": hit.id,
                "filename": hit.filename,
                "score": round(hit.score, 6),
                "product": book.product(hit),
                "pictures": book.others(hit),
            }
            for rank, hit in enumerate(answer.hits, 1)
        ],
        "attributes": {
            name: [[value, round(probability, 4)] for value, probability in values]
            for name, values in (prediction.attributes if prediction else {}).items()
        },
        "box": [round(side, 1) for side in prediction.box] if prediction and prediction.box else None,
        "ms": round(answer.milliseconds, 2),
        "error": None if answer.error is None else escaped(answer.error),
        "unknown": answer.unknown,
        "understood": _understood(answer.understood),
        "total": answer.total,
        **({} if pieces is None else {"pieces": [_piece(piece) for piece in pieces]}),
    }


def _piece(piece: Piece) -> Mapping[str, Any]:
    return {
        "box": [round(side, 1) for side in piece.box],
        "articleType": piece.kind,
        "likelihood": round(piece.likelihood, 4),
    }


def as_recommended(
    book: Lookbook, customer: str, found: "Sequence[Recommendation]", milliseconds: float
) -> Mapping[str, Any]:
    """Put recommendations into the shape that --json prints."""
    return {
        "customer": customer,
        "results": [
            {
                "rank": rank,
                "id": hit.id,
                "filename": hit.filename,
                "score": round(hit.score, 6),
                "reason": hit.reason,
                "because": list(hit.because),
                "product": book.product(hit),
                "pictures": book.others(hit),
            }
            for rank, hit in enumerate(found, 1)
        ],
        "ms": round(milliseconds, 2),
    }


def as_text(book: Lookbook, query: Path | str, answer: Answer) -> str:
    """Put an answer into lines for a person."""
    name = escaped(str(query))
    if answer.error is not None:
        return f"{name}: {escaped(answer.error)}"
    lines = [f"{name}  ({answer.milliseconds:.1f} ms){UNKNOWN if answer.unknown else ''}"]
    understood = answer.understood or Understood()
    lines += [f"  {escaped(note)}" for note in understood.notes]
    says = {group.start: group.says for group in understood.groups if group.says}
    for rank, hit in enumerate(answer.hits, 1):
        lines += [f"  {escaped(says[rank - 1])}"] if rank - 1 in says else []
        title = book.product(hit).get(TITLE, "")
        score = f"{hit.score:.3f}  " if hit.why else ""  # what was not searched for fits neither well nor badly
        lines.append(f"  {rank:2}  {score}{hit.id:<8} {title}".rstrip())
    return "\n".join(lines if answer.hits else [*lines, NOTHING])


def _understood(understood: Understood | None) -> Mapping[str, Any] | None:
    """Put what was understood of a text into plain values; null where there was no text."""
    if understood is None:
        return None
    return {
        "wishes": {**understood.wishes, **{column: str(own) for column, own in understood.ranges.items()}},
        "wished_words": list(understood.wished_words),
        "refusals": dict(understood.refusals),
        "refused_words": list(understood.refused_words),
        "corrections": dict(understood.corrections),
        "ignored": list(understood.ignored),
        "notes": understood.notes,
        "offered": understood.offered,
        "groups": [
            {"from": group.start + 1, "unmet": list(group.unmet), "says": group.says} for group in understood.groups
        ],
    }
