"""What several test files need: a ResNet50 with random weights, and an index that the page shows."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from lookbook.encoders.recipes import Pooling
from lookbook.encoders.resnet50 import ResNet50Encoder
from tests.browsing import CHROMIUM, SWITCHES, Site, draw_catalogue, serving

if TYPE_CHECKING:
    import keras

settings.register_profile("without a clock", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("without a clock")

LoadResNet50 = Callable[[Pooling], ResNet50Encoder]


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is remembered of builds, here and in the commands that tests start, is not this person's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit leaves a page's script in the main module's place, where a process that is spawned would run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def random_resnet50() -> "keras.Model":
    """The network itself, as the tutorials make it but for the weights."""
    import keras

    keras.utils.set_random_seed(7)
    return keras.applications.ResNet50(weights=None, include_top=False)


@pytest.fixture(scope="session")
def resnet50_folder(random_resnet50: "keras.Model", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the network's weights, random.weights.h5, in which converted networks are kept too."""
    folder = tmp_path_factory.mktemp("resnet50")
    random_resnet50.save_weights(folder / "random.weights.h5")
    return folder


@pytest.fixture(scope="session")
def load_resnet50(resnet50_folder: Path) -> LoadResNet50:
    """Loads the encoder with a pooling; only the first time does that convert the network."""

    def load(pooling: Pooling) -> ResNet50Encoder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(resnet50_folder))
            return ResNet50Encoder(resnet50_folder / "random.weights.h5", pooling)

    return load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of fourteen pieces, and the settings that lead the page to it."""
    from lookbook.building.build import build
    from lookbook.encoders import registry
    from tests.fakes import MeanColour
    from tests.visitor import paint_pieces  # heavy: Streamlit, which few tests need

    monkeypatch.setitem(registry.ENCODERS, "mean-colour", MeanColour)
    monkeypatch.setenv("LOOKBOOK_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("LOOKBOOK_UPLOADS", str(tmp_path / "uploads"))
    (tmp_path / "index").mkdir()
    build(paint_pieces(tmp_path / "index"), MeanColour(), tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn catalogue with its index, for a page of its own."""
    return draw_catalogue(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="module")
def site(catalogue: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page over that catalogue, served."""
    with serving(catalogue, tmp_path_factory.mktemp("uploads")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One chromium for all tests of a module."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()
