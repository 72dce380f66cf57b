"""What a worker of a cluster does: read and embed a part, and put its vectors where all find them."""

import hashlib
import json
import threading
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lookbook.building.chunks import SharedChunks, chunk_bytes, text_of
from lookbook.building.embed import Workshop, embed_part
from lookbook.building.plan import Part
from lookbook.catalog.places import reopen
from lookbook.encoders.base import Identity
from lookbook.photos.parallel import batched
from lookbook.settings import Settings


class Job(NamedTuple):
    """What a worker needs to know to embed any part; it can be pickled.

    Attributes:
        images: where the pictures are, a path or an fsspec URL.
        folder: the index folder, where a network in eight bits is kept.
        encoder: what embeds.
        size: pictures that go through the encoder at once.
        shared: where chunks go.
    """

    images: str
    folder: str
    encoder: Identity
    size: int
    shared: str


class Kept(NamedTuple):
    """What a worker made: the name of its chunk, "" where no picture could be read, and why some could not."""

    chunk: str
    skipped: Mapping[str, str]


def embed_and_keep(job: Job, part: Part) -> Kept:
    """Embed a part and write its chunk: what a worker does. A part that was begun before gives the same chunk."""
    workshop = _workshop(job)
    pairs = batched(zip(part.filenames, part.fingerprints, strict=True), job.size)
    batches = [Part(filenames=[name for name, _ in some], fingerprints=[own for _, own in some]) for some in pairs]
    made = [embed_part(workshop, batch) for batch in batches]
    names = list(chain.from_iterable(one.filenames for one in made))
    fingerprints = list(chain.from_iterable(one.fingerprints for one in made))
    skipped = dict(chain.from_iterable(one.skipped.items() for one in made))
    if not names:
        return Kept("", skipped)
    chunk = chunk_bytes(job.encoder, names, fingerprints, np.concatenate([one.vectors for one in made]), _me())
    SharedChunks(job.shared).write(chunk_name(job, part), chunk)
    return Kept(chunk_name(job, part), skipped)


_lock = threading.Lock()
_at_hand: dict[str, Workshop] = {}
"""What the last job needed, loaded once a process, however many threads it has."""


def _workshop(job: Job) -> Workshop:
    from lookbook import encoders

    with _lock:
        if (key := repr(job)) not in _at_hand:
            _at_hand.clear()
            folder = Path(job.folder)
            encoder = encoders.matching(job.encoder, Settings.load(), folder)
            _at_hand[key] = Workshop(reopen(job.images, folder, None), encoder, job.size, folder, job.images)
        return _at_hand[key]


def _me() -> str:
    from distributed import get_worker

    return str(get_worker().name)


def chunk_name(job: Job, part: Part) -> str:
    """Return what the chunk of a part is called: the same whoever makes it, and whenever."""
    content = json.dumps([text_of(job.encoder), list(part.filenames), list(part.fingerprints)])
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32] + ".npz"
