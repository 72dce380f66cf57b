"""After training, the network's file learns what its probabilities are worth."""

from pathlib import Path

import keras
import numpy as np
import onnx
import pytest

from lookbook.catalog import Catalog
from lookbook.encoders.attributes import ATTRIBUTES, GARMENT
from lookbook.encoders.fashion import FashionEncoder
from lookbook.encoders.network import build
from lookbook.encoders.network_file import NetworkFile
from lookbook.evaluation.split import for_test, held_out
from lookbook.training.calibrate import HIGHEST_THRESHOLD, calibrate
from lookbook.training.export import save
from tests.fakes import paint

CLASSES = {name: ["one", "two", "three"] for name in ATTRIBUTES} | {GARMENT: ["no", "yes"]}
CHOOSING = [str(number) for number in range(400) if held_out(str(number)) and not for_test(str(number))][:6]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    keras.utils.set_random_seed(1)
    path = tmp_path_factory.mktemp("network") / "tiny.onnx"
    tiny = build({name: len(values) for name, values in CLASSES.items()}, ((8, 1, 1), (12, 2, 1)))
    save(tiny, CLASSES, path, version="tiny")
    return path


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    lines = ["id," + ",".join(ATTRIBUTES)]
    for number, product in enumerate([*CHOOSING, "1"]):
        paint(tmp_path / "images" / f"{product}.png", (40 * number, 90, 200 - 30 * number))
        lines.append(",".join([product, *(CLASSES[name][number % 3] for name in ATTRIBUTES)]))
    (tmp_path / "styles.csv").write_text("\n".join(lines))
    return Catalog.open(tmp_path / "images", relative_to=tmp_path)


def test_a_calibrated_file_is_the_same_network_and_knows_its_temperatures(network: Path, catalog: Catalog) -> None:
    before = onnx.load(network)
    found = calibrate(network, catalog, [np.zeros((8, 8, 3), np.uint8)])
    assert set(found.temperatures) == set(ATTRIBUTES)
    assert 0.0 < found.threshold <= HIGHEST_THRESHOLD
    after = onnx.load(network)
    assert after.graph == before.graph
    assert NetworkFile.read(network) == NetworkFile("tiny", CLASSES, found, (112, 84))
    (prediction,) = FashionEncoder(network).predict([np.full((30, 20, 3), 99, np.uint8)])
    assert set(prediction.attributes) == set(ATTRIBUTES)
    assert sum(probability for _, probability in prediction.attributes["gender"]) == pytest.approx(1.0, abs=1e-4)


def test_only_the_choosing_half_is_looked_at(network: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = Catalog.read

    def noting(self: Catalog, filename: str) -> bytes:
        read.append(filename)
        return original(self, filename)

    monkeypatch.setattr(Catalog, "read", noting)
    calibrate(network, catalog, [np.zeros((8, 8, 3), np.uint8)])
    assert {Path(name).stem for name in read} == set(CHOOSING)
