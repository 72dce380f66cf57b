"""In what precision an encoder runs: compared with float32 on the catalogue's own pictures."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lookbook import encoders
from lookbook.book import Lookbook
from lookbook.building import encoder_choice, precision
from lookbook.building.build import build
from lookbook.building.options import Options
from lookbook.catalog import Catalog
from lookbook.encoders import quantized
from lookbook.encoders.base import Encoder, EncoderError, Identity, Photo, Prediction, Vectors
from lookbook.encoders.runtime import Precision

IMAGES = Path(__file__).parents[1] / "images"


def prepared(encoder: Encoder, photos: Sequence[Photo]) -> NDArray[np.uint8]:
    return np.stack([encoder.prepare(photo) for photo in photos])


class Angles:
    """An encoder of gray photos: the gray is an angle, as a table has it."""

    dim, side = 2, 1

    def __init__(self, name: Precision = "f32", **other: float) -> None:
        self.identity = Identity("angles", "1", "", {"precision": name})
        self.table = {int(gray.removeprefix("gray")): angle for gray, angle in other.items()}

    def prepare(self, photo: Photo) -> NDArray[np.uint8]:
        return photo[:1, :1]

    def encode(self, frames: NDArray[np.uint8]) -> Vectors:
        angles = np.radians([self.table.get(int(gray), float(gray)) for gray in frames[:, 0, 0, 0]])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    def predict(self, photos: Sequence[Photo]) -> list[Prediction]:
        return [Prediction(vector) for vector in self.encode(prepared(self, photos))]


GRAYS = [np.full((2, 2, 3), gray, np.uint8) for gray in (0, 10, 20, 30, 40, 50, 60)]


def loading(**other: float) -> tuple[Callable[[Precision], Encoder], list[str]]:
    loaded: list[str] = []

    def load(wanted: Precision) -> Encoder:
        loaded.append(wanted)
        return Angles(wanted, **(other if wanted == "bf16" else {}))

    return load, loaded


def test_an_encoder_agrees_with_itself() -> None:
    assert precision.compare(Angles(), Angles(), GRAYS) == {"sample": 7, "mean_cosine": 1.0, "top5_overlap": 1.0}


def test_two_encoders_are_compared_by_cosine_and_by_the_five_nearest_others() -> None:
    # the last photo goes from 60 to -20 degrees: six cosines are 1, its own is cos 80 = 0.173648.
    # A photo's five nearest are all others but the farthest. That is, for each of the seven photos,
    # first 60 60 60 60 0 0 0 (30 is as far from 0 as from 60, and 0 comes first), and then 50 50 60 60 60 60 50:
    # for 20 and 30 all five are the same, for each of the others four.
    compared = precision.compare(Angles(), Angles(gray60=-20.0), GRAYS)
    assert compared == {"sample": 7, "mean_cosine": 0.88195, "top5_overlap": round((2 * 1.0 + 5 * 0.8) / 7, 4)}


def test_the_nearest_others_are_those_but_the_photo_itself() -> None:
    vectors = Angles().encode(prepared(Angles(), GRAYS))
    all_rows = set(range(7))
    farthest = [6, 6, 6, 6, 0, 0, 0]
    assert precision._nearest_others(vectors) == [all_rows - {own, far} for own, far in enumerate(farthest)]


def test_float32_stays_where_nothing_is_faster() -> None:
    load, loaded = loading()
    exact = Angles()
    assert precision.fastest(exact, load, [], GRAYS) == (exact, {})
    assert loaded == []


def test_the_first_precision_that_finds_the_same_is_taken() -> None:
    load, loaded = loading(gray60=61.0)
    chosen, comparison = precision.fastest(Angles(), load, ["bf16", "int8"], GRAYS)
    assert chosen.identity.options["precision"] == "bf16"
    assert (comparison["top5_overlap"], loaded) == (1.0, ["bf16"])


def test_a_precision_that_finds_others_is_passed_over() -> None:
    load, loaded = loading(gray60=-20.0)
    chosen, comparison = precision.fastest(Angles(), load, ["bf16", "int8"], GRAYS)
    assert chosen.identity.options["precision"] == "int8"
    assert (comparison["top5_overlap"], loaded) == (1.0, ["bf16", "int8"])


def test_a_precision_that_is_wanted_is_taken_whatever_it_finds() -> None:
    chosen, comparison = precision.fastest(Angles(), loading(gray60=-20.0)[0], ["bf16"], GRAYS, least=0.0)
    assert (chosen.identity.options["precision"], comparison["top5_overlap"]) == ("bf16", 0.8571)


# Eight bits


def chosen_for(folder: Path, wanted: Precision | str, **options: object) -> tuple[Encoder, list[str]]:
    said: list[str] = []
    catalog = Catalog.open(IMAGES, relative_to=IMAGES.parent)
    encoder, _ = encoder_choice.choose(catalog, folder, "fashion", wanted=wanted, say=said.append, **options)  # type: ignore[arg-type]
    return encoder, said


@pytest.fixture(scope="module")
def eight_bits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the index of a few pictures in eight bits."""
    folder = tmp_path_factory.mktemp("int8")
    encoder, said = chosen_for(folder, "int8")
    assert said[0].startswith("encoder fashion, as asked; precision int8, finds 9")
    build(Catalog.open(IMAGES, relative_to=folder), encoder, folder, Options(limit=12))
    return folder


def test_an_index_in_eight_bits_brings_its_network_along(eight_bits: Path) -> None:
    remembered = json.loads((eight_bits / "index.json").read_text())["encoder"]["options"]
    assert remembered.keys() == {"precision", "int8"}
    assert remembered["precision"] == "int8"
    book = Lookbook.open(eight_bits)
    picture = sorted(IMAGES.iterdir())[5]
    assert book.search(picture, 1)[0].filename.endswith(picture.name)


def test_eight_bits_find_nearly_what_float32_finds(eight_bits: Path) -> None:
    encoder, _ = chosen_for(eight_bits, "int8")
    sample = [np.asarray(photo) for photo in encoder_choice._sample(Catalog.open(IMAGES, relative_to=IMAGES.parent))]
    compared = precision.compare(encoders.load("fashion"), encoder, sample)
    assert compared["mean_cosine"] > 0.99
    assert compared["top5_overlap"] > 0.9


def test_the_index_keeps_its_precision_when_it_is_brought_up_to_date(eight_bits: Path) -> None:
    before = Lookbook.open(eight_bits).encoder.identity
    again, _ = chosen_for(eight_bits, "auto")
    assert again.identity == before
    anew, _ = chosen_for(eight_bits, "auto", fresh=True)
    assert anew.identity != before


def test_calibrating_is_not_done_twice(eight_bits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quantized, "_quantized", lambda *_: pytest.fail("calibrated again"))
    chosen_for(eight_bits, "int8")


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"something else")])
def test_a_network_that_is_gone_or_another_is_refused(
    eight_bits: Path, damage: Callable[[Path], None], tmp_path: Path
) -> None:
    identity = Lookbook.open(eight_bits).index.encoder
    copy = tmp_path / quantized.INT8
    copy.parent.mkdir()
    copy.write_bytes((eight_bits / quantized.INT8).read_bytes())
    assert encoders.matching(identity, folder=tmp_path).identity == identity
    damage(copy)
    with pytest.raises(EncoderError, match=r"int8\.zip, the network .* is missing or another one; .* build_index"):
        encoders.matching(identity, folder=tmp_path)


def test_eight_bits_and_their_file_go_together() -> None:
    with pytest.raises(ValueError, match="precision int8 and the eight-bit network None do not go together"):
        encoders.load("fashion", precision="int8")


@pytest.mark.parametrize(("pictures", "tried"), [(19_999, ["bf16"]), (20_000, ["int8", "bf16"])])
def test_auto_tries_eight_bits_where_they_pay(pictures: int, tried: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_choice, "supports_bf16", lambda: True)
    catalog = Catalog.open(IMAGES, relative_to=IMAGES.parent)
    catalog.filenames = ["images/a.jpg"] * 30_000
    assert encoder_choice._faster(catalog, pictures) == tried
