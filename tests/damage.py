"""Forty and more ways in which an index folder can be damaged, each planted by a function."""

import hashlib
import json
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lookbook.behavior.transactions.importing import keep
from lookbook.behavior.transactions.sources import Source
from lookbook.index import Index

OWN = ".lookbook"
PURCHASES = "customer_id,article_id,t_dat,price\n" + "\n".join(
    f"c{person},{1 + (person + day) % 14:02},2024-01-{1 + day:02},9.5" for person in range(6) for day in range(9)
)


class Damage(NamedTuple):
    """One way.

    Attributes:
        plant: damages an index folder.
        says: what the finding about it has to say.
        harm: whether answers suffer.
        mended: whether it can be mended without a picture being embedded again.
    """

    plant: Callable[[Path], object]
    says: str
    harm: bool = True
    mended: bool = False


def remove(name: str) -> Callable[[Path], object]:
    """Remove the files of a pattern."""

    def plant(folder: Path) -> None:
        for path in found(folder, name):
            path.unlink()

    return plant


def cut(name: str) -> Callable[[Path], object]:
    """Leave only the first half of the files of a pattern."""

    def plant(folder: Path) -> None:
        for path in found(folder, name):
            os.truncate(path, path.stat().st_size // 2)

    return plant


def flip(name: str, place: float = 0.6) -> Callable[[Path], object]:
    """Change one byte of the files of a pattern."""

    def plant(folder: Path) -> None:
        for path in found(folder, name):
            data = bytearray(path.read_bytes())
            data[int(place * len(data))] ^= 0x55
            path.write_bytes(data)

    return plant


def write(name: str, content: bytes) -> Callable[[Path], object]:
    """Put other bytes into a file, there or not."""

    def plant(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    return plant


def say(**changes: Any) -> Callable[[Path], object]:
    """Change what index.json says; a value may be made from the one before."""

    def plant(folder: Path) -> None:
        path = folder / "index.json"
        content = json.loads(path.read_text())
        for key, value in changes.items():
            content[key] = value(content[key]) if callable(value) else value
        path.write_text(json.dumps(content))

    return plant


def found(folder: Path, name: str) -> list[Path]:
    """Return the files of a pattern, of which there is at least one."""
    paths = sorted(folder.glob(name))
    assert paths
    return paths


def again(folder: Path, **changes: Any) -> None:
    """Write the index with other vectors or names, and checksums that fit them."""
    from dataclasses import replace

    replace(Index.load(folder), **changes).save(folder)


def other_vectors(folder: Path) -> None:
    """Make one vector twice as long, with a checksum that fits."""
    vectors = Index.load(folder).vectors.copy()
    vectors[3] *= 2
    again(folder, vectors=vectors)


def twice(folder: Path) -> None:
    """List a picture twice."""
    names = list(Index.load(folder).filenames)
    names[1] = names[0]
    again(folder, filenames=names)


def leading_out(folder: Path) -> None:
    """Let a name lead out of the folder."""
    again(folder, filenames=["../secret.png", *Index.load(folder).filenames[1:]])


def nothing_left(folder: Path) -> None:
    """Remove all pictures."""
    shutil.rmtree(folder / "images")


def staged(folder: Path) -> None:
    """Leave a complete change as a writer does that is killed before it moves the files home."""
    (folder / OWN / "staged").mkdir()
    for name in ("embeddings.pkl", "filenames.pkl", "index.json"):
        os.replace(folder / name, folder / OWN / "staged" / name)


def other_table(folder: Path) -> None:
    """Change the product table, and with it what is made from it."""
    path = folder / "styles.csv"
    path.write_text(path.read_text().replace("Piece 03", "Coat 03"))


def with_purchases(damage: Callable[[Path], object]) -> Callable[[Path], object]:
    """Bring purchases first."""

    def plant(folder: Path) -> None:
        (folder / "bought.csv").write_text(PURCHASES)
        keep(Source(place=str(folder / "bought.csv")), folder)
        damage(folder)

    return plant


def chunk(folder: Path) -> None:
    """Leave half a chunk of a stopped build."""
    path = folder / OWN / "journal" / f"{'a' * 32}.npz"
    path.parent.mkdir()
    np.savez(path, encoder=np.array("x"))
    os.truncate(path, 50)


class Touch:
    """A pickle of this would touch a file."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to make it."""
        return os.mkdir, (self._path,)


def hostile(folder: Path) -> None:
    """Put a pickle that would run something in the place of the names."""
    (folder / "filenames.pkl").write_bytes(pickle.dumps(Touch(str(folder / "owned"))))


def shorter(folder: Path) -> None:
    """Lose one name."""
    path = folder / "filenames.pkl"
    path.write_bytes(pickle.dumps(pickle.loads(path.read_bytes())[:-1], protocol=4))


def renamed(folder: Path) -> None:
    """Name other pictures, as many."""
    path = folder / "filenames.pkl"
    path.write_bytes(pickle.dumps([f"other/{name}" for name in pickle.loads(path.read_bytes())], protocol=4))


def not_numbers(folder: Path) -> None:
    """Put no numbers into a vector, with a checksum that fits."""
    path, manifest = folder / "embeddings.pkl", folder / "index.json"
    data = path.read_bytes()
    path.write_bytes(data[:136] + np.array([np.nan], "<f4").tobytes() + data[140:])
    content = json.loads(manifest.read_text())
    content["sha256"]["embeddings.pkl"] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(content))


POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 2090123\n"
WRONG = "0" * 64
DAMAGES = {
    "no vectors": Damage(remove("embeddings.pkl"), "embeddings.pkl is missing"),
    "no names": Damage(remove("filenames.pkl"), "filenames.pkl is missing"),
    "half the vectors": Damage(cut("embeddings.pkl"), "embeddings.pkl"),
    "empty vectors": Damage(write("embeddings.pkl", b""), "embeddings.pkl"),
    "a bit of a vector": Damage(flip("embeddings.pkl", 0.8), "embeddings.pkl"),
    "a pointer for vectors": Damage(write("embeddings.pkl", POINTER), "git lfs pull"),
    "a page for vectors": Damage(write("embeddings.pkl", b"<html>404</html>"), "embeddings.pkl"),
    "vectors of another length": Damage(other_vectors, "not of length 1"),
    "vectors that are no numbers": Damage(not_numbers, "no finite numbers"),
    "half the names": Damage(cut("filenames.pkl"), "filenames.pkl"),
    "hostile names": Damage(hostile, "filenames.pkl"),
    "a name less": Damage(shorter, "14 vectors, but filenames.pkl 13 names"),
    "other names": Damage(renamed, "filenames.pkl is not the one"),
    "a name twice": Damage(twice, "lists images/01.png 2 times"),
    "a name that leads out": Damage(leading_out, "../secret.png"),
    "no manifest": Damage(remove("index.json"), "index.json is missing"),
    "empty manifest": Damage(write("index.json", b""), "index.json is damaged"),
    "half a manifest": Damage(cut("index.json"), "index.json is damaged"),
    "a later format": Damage(say(format=99), "has format 99", mended=True),
    "a wrong count": Damage(say(count=99), "tells of 99 vectors", mended=True),
    "a wrong dim": Damage(say(dim=99), "of 99 numbers", mended=True),
    "a count that is none": Damage(say(count="many"), "count can't be right", mended=True),
    "a wrong checksum of the vectors": Damage(
        say(sha256=lambda sums: {**sums, "embeddings.pkl": WRONG}), "embeddings.pkl is not the one", mended=True
    ),
    "a wrong checksum of the names": Damage(
        say(sha256=lambda sums: {**sums, "filenames.pkl": WRONG}), "filenames.pkl is not the one", mended=True
    ),
    "no checksums": Damage(say(sha256={}), "sha256 can't be right", mended=True),
    "another date": Damage(say(created="2020-01-01T00:00:00+00:00"), "not as it was written here", mended=True),
    "another encoder": Damage(say(encoder=lambda one: {**one, "name": "nobody"}), "there is no encoder 'nobody'"),
    "other weights": Damage(say(encoder=lambda one: {**one, "weights_sha256": WRONG[1:] + "1"}), "other weights"),
    "pictures elsewhere": Damage(say(images_root="gone"), "gone"),
    "a table that is gone": Damage(say(styles="gone.csv"), "gone.csv"),
    "columns that are gone": Damage(say(columns="gone.toml"), "gone.toml"),
    "a picture gone": Damage(remove("images/03.png"), "images/03.png"),
    "all pictures gone": Damage(nothing_left, "none of the pictures"),
    "half a picture": Damage(cut("images/04.png"), "images/04.png"),
    "an empty picture": Damage(write("images/05.png", b""), "images/05.png"),
    "a picture that is a page": Damage(write("images/06.png", b"<html>404</html>"), "images/06.png"),
    "no table": Damage(remove("styles.csv"), "the product table that products-"),
    "a table of zeros": Damage(write("styles.csv", bytes(4000)), "styles.csv"),
    "a table of other products": Damage(write("styles.csv", b"id,gender\n901,Men\n902,Men\n"), "none of the pictures"),
    "columns that can't be read": Damage(write("columns.toml", b"[columns\n"), "columns.toml"),
    "another table since": Damage(other_table, "another state of the catalogue", harm=False, mended=True),
    "half the kept table": Damage(cut(f"{OWN}/products-*.npz"), "products-", mended=True),
    "a bit of the kept table": Damage(flip(f"{OWN}/products-*.npz"), "products-", mended=True),
    "a bit of the kept words": Damage(flip(f"{OWN}/words-*.npz"), "words-", mended=True),
    "an empty map": Damage(cut(f"{OWN}/map-*.npz"), "map-", mended=True),
    "no map": Damage(remove(f"{OWN}/map-*.npz"), "not here yet", harm=False, mended=True),
    "no fingerprints": Damage(remove(f"{OWN}/fingerprints.json"), "embeds every picture again", harm=False),
    "half the fingerprints": Damage(cut(f"{OWN}/fingerprints.json"), "fingerprints.json is damaged"),
    "other fingerprints": Damage(
        write(f"{OWN}/fingerprints.json", b'{"created": "1999", "pictures": {}}'), "of another index"
    ),
    "a damaged chunk": Damage(chunk, "a part of a build that was stopped, is damaged", mended=True),
    "a draft": Damage(write(f".index.json.{'b' * 32}.part", b"x"), "half a file", harm=False, mended=True),
    "an inner draft": Damage(write(f"{OWN}/.map.npz.{'c' * 32}.part", b"x"), "half a file", harm=False, mended=True),
    "a lock of the dead": Damage(write(f"{OWN}/lock", b"{}"), "was left by a writer", harm=False, mended=True),
    "a change that was stopped": Damage(staged, "before it moved home", harm=False, mended=True),
    "half a line of addresses": Damage(
        write(f"{OWN}/pictures/addresses.jsonl", b'{"url": "http'), "1 of 1 lines", harm=False, mended=True
    ),
    "no list of customers": Damage(with_purchases(remove(f"{OWN}/transactions/customers.parquet")), "are damaged"),
    "half the days": Damage(with_purchases(cut(f"{OWN}/transactions/days.json")), "are damaged"),
    "half of the purchases": Damage(with_purchases(cut(f"{OWN}/transactions/purchases-*.parquet")), "are damaged"),
    "other purchases": Damage(with_purchases(flip(f"{OWN}/transactions/purchases-*.parquet", 0.03)), "are damaged"),
    "an import that was stopped": Damage(
        write(f"{OWN}/transactions/purchases-{'d' * 32}.parquet", b"PAR1"), "import that was stopped", False, True
    ),
}
