"""Parts embedded by the workers of a Dask cluster, or by processes of this machine that Dask starts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from lookbook.building.chunks import DAMAGE, SharedChunks
from lookbook.building.embed import Embedded, Workshop
from lookbook.building.options import Options
from lookbook.building.parts import CHUNK, JOURNAL
from lookbook.building.plan import Part
from lookbook.building.worker import Job, Kept, embed_and_keep
from lookbook.catalog.bounds import absolute_place, is_url
from lookbook.errors import LookbookError, MissingLibraryError

if TYPE_CHECKING:
    from distributed import Client, Future

SHARES = 4
"""So many bundles a thread of the cluster at the least, so that the last one is not waited for long."""
PATIENCE = 20
"""Seconds that a scheduler may take to answer."""


class WorkersError(LookbookError):
    """Workers that can't do the work; the message is one sentence that says what to do."""


def run_on_dask(workshop: Workshop, parts: Sequence[Part], options: Options) -> Iterator[Embedded]:
    """Have the workers of a cluster embed parts, and yield what became of them in the order in which they finish.

    Workers put their vectors where this process reads them (`options.parts`); only names travel through the scheduler.
    Pictures at which a worker dies each time are found by halving, and left out.

    Raises:
        MissingLibraryError: Dask is not installed.
        WorkersError: there is no such scheduler, it has no workers, or they lack what they need.
    """
    try:
        from distributed import KilledWorker, as_completed
    except ImportError as error:
        raise MissingLibraryError.of("distributed", "cluster") from error

    folder = workshop.folder.absolute()
    root = workshop.images_root
    images = root if is_url(root) else str(absolute_place(root, folder))
    shared = options.parts or str(folder / JOURNAL)
    job = Job(images, str(folder), workshop.encoder.identity, workshop.size, shared)
    with _cluster(options) as client:
        waiting: dict[Future[Kept], Part] = {}

        def submit(part: Part) -> "Future[Kept]":
            future = client.submit(embed_and_keep, job, part, pure=False)
            waiting[future] = part
            return future

        threads = sum(client.nthreads().values())
        bundled = bundles(parts, workshop.size, threads)
        done = as_completed([submit(part) for part in bundled], loop=client.loop)
        for future in done:
            part = waiting.pop(future)
            try:
                kept = future.result()
                yield _read(job, part, kept) if kept.chunk else Embedded.nothing(workshop.encoder, kept.skipped)
            except KilledWorker:
                if len(part.filenames) == 1:
                    (name,) = part.filenames
                    yield Embedded.nothing(workshop.encoder, {name: f"{name} ended the process that read it"})
                    continue
                for half in _halves(part):
                    done.add(submit(half))
            except LookbookError:
                raise
            except Exception as error:  # whatever a worker met: its kind says more than ours could
                raise WorkersError(
                    f"a worker failed ({type(error).__name__}: {error}); it needs this version of Lookbook, the same "
                    f"weights, and to reach {images} and {shared}."
                ) from error


def bundles(parts: Sequence[Part], size: int, threads: int) -> list[Part]:
    """Put parts together, so that each file that a worker writes is worth its cost, and each has some to do.

    Args:
        parts: the work.
        size: pictures that go through the encoder at once.
        threads: how many of the cluster work at once.
    """
    names = list(chain.from_iterable(part.filenames for part in parts))
    fingerprints = list(chain.from_iterable(part.fingerprints for part in parts))
    share = min(CHUNK, len(names) // (SHARES * max(1, threads)))
    count = max(1, share // size) * size
    return [
        Part(filenames=names[start : start + count], fingerprints=fingerprints[start : start + count])
        for start in range(0, len(names), count)
    ]


def _read(job: Job, part: Part, kept: Kept) -> Embedded:
    try:
        found = SharedChunks(job.shared).read(kept.chunk, job.encoder)
    except DAMAGE as error:
        raise WorkersError(
            f"what a worker wrote can't be read here ({error}); {job.shared} must be one place for all: name one by "
            "--parts."
        ) from error
    if missing := set(part.filenames) - found.keys() - kept.skipped.keys():
        raise WorkersError(f"a worker lost {len(missing)} pictures, {min(missing)} among them; start again.")
    vectors = np.array([vector for _, vector in found.values()], np.float32)
    return Embedded(list(found), [own for own, _ in found.values()], vectors, kept.skipped, kept=True)


def _halves(part: Part) -> list[Part]:
    middle = len(part.filenames) // 2
    cuts = (slice(None, middle), slice(middle, None))
    return [replace(part, filenames=part.filenames[cut], fingerprints=part.fingerprints[cut]) for cut in cuts]


@contextmanager
def _cluster(options: Options) -> "Iterator[Client]":
    from distributed import Client, LocalCluster

    place: Any = options.scheduler
    cluster = None
    if not place:
        cluster = place = LocalCluster(
            n_workers=options.processes, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        )
    try:
        try:
            client = Client(place, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise WorkersError(f"no Dask scheduler answers at {place} ({error}); start one or check it.") from error
        with client:
            if not client.nthreads():
                raise WorkersError(f"the scheduler at {place} has no workers; start some: dask worker {place}")
            yield client
    finally:
        if cluster is not None:
            cluster.close()
