"""DeepFashion's Category and Attribute Prediction benchmark (Liu et al., 2016) as examples: types, colours, boxes."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from lookbook import photos
from lookbook.catalog.tables import lists
from lookbook.encoders.base import Photo
from lookbook.encoders.letterbox import letterbox
from lookbook.encoders.network import HEIGHT, WIDTH
from lookbook.training.deepfashion_labels import COLOURS, TYPES
from lookbook.training.examples import SHOWN, Box, Example, cut_out

FOLDERS = ("", "Anno", "Anno_coarse", "Anno/Anno_coarse", "Eval")
PICTURES = (".", "Img")
"""Where img/ may lie."""
PICTURES_TAKEN = 50_000
"""So many pictures are taken at most, from all over the list: each takes 38 kB of memory."""


def deepfashion_examples(folder: Path, most: int = PICTURES_TAKEN) -> Iterator[Example]:
    """Read the pictures that the benchmark trains with; with no list_eval_partition.txt these are all.

    Raises:
        ValueError: a file or a picture is missing, or a line is not what it should be.
    """
    names = _names(_table(folder, "list_category_cloth.txt"))
    listed = {words[0]: (place, words) for place, words in _rows(_table(folder, "list_category_img.txt"), 2)}
    trained = _trained(folder, list(listed))
    chosen = trained[:: max(1, -(-len(trained) // most))]
    if len(chosen) < len(trained):
        print(f"DeepFashion: {len(chosen)} of {len(trained)} pictures are used", file=sys.stderr)
    boxes = {words[0]: (place, words) for place, words in _rows(_table(folder, "list_bbox.txt"), 5)}
    colours = _colours(folder)
    root = next((folder / place for place in PICTURES if (folder / place / "img").is_dir()), None)
    if root is None:
        raise ValueError(f"{folder} has no folder img; unpack DeepFashion's img.zip there.")
    for name in tqdm(chosen, "reading DeepFashion", unit="picture"):
        place, words = listed[name]
        category = lists.category(place, words[1], names)
        if name not in boxes:
            raise ValueError(f"{_table(folder, 'list_bbox.txt')} has no line for {name}.")
        photo = photos.read(root / name)
        right = {"articleType": TYPES.get(category, frozenset()), "baseColour": colours.get(name, frozenset())}
        yield Example(cut_out(photo), name, {**right, **SHOWN}, _box(*boxes[name], photo))


def _table(folder: Path, name: str) -> Path:
    for place in FOLDERS:
        if (folder / place / name).is_file():
            return folder / place / name
    raise ValueError(f"{name} is neither in {folder} nor in its folders Anno, Anno_coarse or Eval.")


def _rows(path: Path, width: int) -> Iterator[lists.Row]:
    with path.open(encoding="utf-8") as lines:
        yield from lists.rows(lines, str(path), width)


def _names(path: Path) -> list[str]:
    return lists.names(path.read_text(encoding="utf-8").splitlines(), str(path))


def _trained(folder: Path, listed: Sequence[str]) -> list[str]:
    """Leave out what the benchmark keeps back, if it says what that is."""
    if not any((folder / place / "list_eval_partition.txt").is_file() for place in FOLDERS):
        return list(listed)
    parts = dict(words for _, words in _rows(_table(folder, "list_eval_partition.txt"), 2))
    return [name for name in listed if parts.get(name) == "train"]


def _colours(folder: Path) -> Mapping[str, frozenset[str]]:
    """Return the colours of pictures by those attributes that name one; the others' 1,000 columns stay unread."""
    path, names = _table(folder, "list_attr_img.txt"), _names(_table(folder, "list_attr_cloth.txt"))
    named = {column: _colour(name) for column, name in enumerate(names, 1) if _colour(name)}
    if not named:
        return {}
    rows = _rows(path, len(names) + 1)
    return {words[0]: _union(named[at] for at in named if lists.number(place, words[at]) == 1) for place, words in rows}


def _colour(attribute: str) -> frozenset[str]:
    return _union(COLOURS.get(word, frozenset()) for word in attribute.lower().replace("-", " ").split())


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _box(place: str, words: Sequence[str], photo: Photo) -> Box:
    """Bring a picture's box from its pixels to 0..1 of the frame."""
    corners = np.array([lists.number(place, word) for word in words[1:]], float).reshape(2, 2)
    if (corners[0] >= corners[1]).any():
        raise ValueError(f"{place}: the box {' '.join(words[1:])} is empty.")
    _, placement = letterbox(photo, HEIGHT, WIDTH)
    x0, y0, x1, y1 = ((corners * placement.scale + placement.offset) / (WIDTH, HEIGHT)).clip(0, 1).ravel()
    return float(x0), float(y0), float(x1), float(y1)
