"""A client of the server: photos, words, filters and what can't be asked in turn; each answer is checked."""

import random
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import httpx

from tests.soak.building import Builder
from tests.soak.catalogue import STATES, Known, Question, pairs
from tests.soak.tally import Tally

WORDS = ("red shirt", "black shoes for men", "blue dress", "leather bag", "watch", "white sneakers without laces")
WHERE = (("gender=Women",), ("articleType=Shirts", "gender=Men"), ("baseColour=Black",))
BAD: Sequence[tuple[dict[str, Any], int]] = (
    ({"method": "POST", "url": "/v1/search", "files": {"photo": ("p.jpg", b"no photo at all")}}, 415),
    ({"method": "POST", "url": "/v1/search", "files": {"photo": ("p.jpg", b"\xff\xd8\xff\xe0cut short")}}, 422),
    ({"method": "GET", "url": "/v1/search", "params": {"text": "red", "where": "nosuch=1"}}, 422),
    ({"method": "GET", "url": "/v1/search", "params": {"text": "red", "k": "100000"}}, 422),
    ({"method": "GET", "url": "/v1/products/nosuch"}, 404),
)
"""A request that can't be answered, and the status that says so."""


def questions(images: Path) -> Sequence[Question]:
    """Return what is asked, with photos of a folder that stays: most is answered otherwise in the other state."""
    changing = [path for pair in pairs(images) for path in pair]
    asked = [Question(photo=path) for path in changing[:12]]
    asked += [Question(photo=path, text="in red") for path in changing[12:16]]
    asked += [Question(like=path.stem) for path in changing[16:24]]
    asked += [Question(text=words) for words in WORDS]
    return asked + [Question(text=words, where=where) for words, where in zip(WORDS, WHERE, strict=False)]


class Asker:
    """Asks one server.

    Args:
        address: where it is.
        known: what is right.
        builder: knows which index is in place.
        tally: counts what comes.
    """

    def __init__(self, address: str, known: Known, builder: Builder, tally: Tally) -> None:
        self._http = httpx.Client(base_url=address, timeout=60, trust_env=False)
        self._known, self._builder, self._tally = known, builder, tally

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def ask(self, question: Question) -> None:
        """Ask, and check that the answer is that of one of the two states, and of the right one where that is known."""
        asked_at = time.monotonic()
        try:
            answer = self._http.request(**request(question))
        except httpx.HTTPError as error:
            self._tally.wrong("API errors", f"{question}: {error!r}")
            return
        self._tally.count("API requests")
        if answer.status_code != httpx.codes.OK:
            self._tally.wrong("API errors", f"{question}: {answer.status_code} {answer.text}")
            return
        results = answer.json()["results"]
        states, certain = self._known.states(question, results), self._builder.certain(asked_at)
        if not states or (certain is not None and certain not in states):
            found = [(result["id"], result["score"]) for result in results]
            must = "either" if certain is None else STATES[certain]
            self._tally.wrong("API wrong answers", f"{question}: {found}, which should be of {must}")

    def ask_in_vain(self, given: dict[str, Any], status: int) -> None:
        """Ask what can't be answered, and check that it is refused in a sentence."""
        try:
            answer = self._http.request(**given)
        except httpx.HTTPError as error:
            self._tally.wrong("API errors", f"{given}: {error!r}")
            return
        self._tally.count("API bad requests")
        if answer.status_code != status or not answer.json().get("error"):
            self._tally.wrong("API wrong answers", f"{given['url']}: {answer.status_code} {answer.text}")


def request(question: Question) -> dict[str, Any]:
    """Return a question as a request: with a photo as a form, else in the address."""
    if question.photo:
        data = {"text": question.text} if question.text else {}
        photo = ("photo.jpg", question.photo.read_bytes())
        return {"method": "POST", "url": "/v1/search", "files": {"photo": photo}, "data": data}
    given = {"text": question.text, "like": question.like, "where": list(question.where)}
    return {"method": "GET", "url": "/v1/search", "params": {name: value for name, value in given.items() if value}}


def keep_asking(asker: Asker, asked: Sequence[Question], seed: int, resting: Event, ending: Event) -> None:
    """Ask once or twice a second until the end, one time in ten in vain."""
    dice = random.Random(seed)
    while not ending.wait(dice.uniform(0.4, 1.0)):
        if resting.is_set():
            continue
        if dice.random() < 0.1:
            asker.ask_in_vain(*dice.choice(BAD))
        else:
            asker.ask(dice.choice(asked))
