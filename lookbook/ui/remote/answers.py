"""From the JSON of an answer to the objects that the page shows."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lookbook.client.answers import Found
from lookbook.conditions import Between
from lookbook.encoders.base import Prediction
from lookbook.hit import Hit
from lookbook.query import Answer, Group, Understood


def as_answer(found: Found, *, photo: bool) -> Answer:
    """Return the answer that a record tells; of a photo, all but its vector."""
    seen = Prediction(np.empty(0, np.float32), found["attributes"], found["box"], found["unknown"]) if photo else None
    return Answer(
        hits=[Hit(result["id"], result["filename"], result["score"]) for result in found["results"]],
        prediction=seen,
        milliseconds=found["ms"],
        understood=None if found["understood"] is None else _understood(found["understood"]),
        total=found["total"],
    )


def _understood(told: Mapping[str, Any]) -> Understood:
    wishes: Mapping[str, Any] = told["wishes"]
    ranges = {column: Between.parse(wanted) for column, wanted in wishes.items() if isinstance(wanted, str)}
    return Understood(
        wishes={column: wanted for column, wanted in wishes.items() if not isinstance(wanted, str)},
        wished_words=told["wished_words"],
        ranges={column: wanted for column, wanted in ranges.items() if wanted is not None},
        refusals=told["refusals"],
        refused_words=told["refused_words"],
        corrections=told["corrections"],
        ignored=told["ignored"],
        groups=[Group(start=own["from"] - 1, unmet=tuple(own["unmet"]), says=own["says"]) for own in told["groups"]],
        notes=told["notes"],
        offered=told["offered"],
    )
