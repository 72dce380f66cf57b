"""What is trained with, in which stages, and what the command says of it."""

import csv
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from lookbook.commands.app import commands
from lookbook.encoders import load, resnet50
from lookbook.evaluation.split import held_out
from lookbook.training import recipe
from lookbook.training.batches import Source
from lookbook.training.fashion import Fashion
from lookbook.training.progress import Progress, progress_bar
from lookbook.training.recipe import Pictures, cook, gather
from lookbook.training.resnet50 import ResNet50
from lookbook.training.train import Schedule
from tests.eager import uncompiled

TINY = ((4, 2, 1), (4, 2, 1))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Twenty shirts and twenty ties in a folder."""
    folder = tmp_path_factory.mktemp("catalogue")
    rng = np.random.default_rng(0)
    rows = ["id,articleType,baseColour,gender"]
    for number in range(40):
        picture = np.full((40, 30, 3), 255, np.uint8)
        picture[8:32, 6:24] = rng.integers(0, 200, (24, 18, 3))
        Image.fromarray(picture).save(folder / f"{number}.png")
        rows.append(f"{number},{'Shirts' if number % 2 else 'Ties'},{'Red' if number % 3 else 'Blue'},Men")
    (folder / "styles.csv").write_text("\n".join(rows) + "\n")
    return str(folder)


@pytest.fixture
def pictures(catalogue: str, monkeypatch: pytest.MonkeyPatch) -> Pictures:
    """The catalogue and very little that is drawn or made up."""
    monkeypatch.setattr(recipe, "BACKDROPS", 3)
    return Pictures([catalogue], drawn=1, made_up=5)


def test_every_batch_takes_its_shares_of_all_sources(pictures: Pictures) -> None:
    sources, scenes, classes = gather(pictures)
    assert [(source.alone, source.groups) for source in sources] == [(34, 4), (8, 0), (9, 0)]
    kept = {str(number) for number in range(40) if held_out(str(number))}
    assert [len(source.examples.products) for source in sources] == [40 - len(kept), 1, 5]
    assert classes == {
        "articleType": ["Shirts", "Ties"],
        "baseColour": ["Blue", "Red"],
        "gender": ["Men"],
        "garment": ["no", "yes"],
    }
    assert sources[0].examples.allowed["garment"].tolist() == [[False, True]] * (40 - len(kept))
    assert sources[2].examples.allowed["garment"].tolist() == [[True, False]] * 5
    assert scenes.shape == (3, 112, 84, 3)


def test_catalogues_without_types_are_refused(tmp_path: Path) -> None:
    Image.new("RGB", (9, 12)).save(tmp_path / "1.png")
    with pytest.raises(ValueError, match=r"no product in the catalogues has an articleType"):
        gather(Pictures([str(tmp_path)]))


def test_unknown_annotations_are_refused_with_the_names_of_those_there_are(pictures: Pictures) -> None:
    with pytest.raises(ValueError, match="there are no annotations 'imagenet'; choose one of deepfashion"):
        gather(Pictures(pictures.catalogs, annotations=("imagenet", Path())))


def remember(starts: list[Path | None]) -> Callable[..., Fashion]:
    """Make tiny networks, and remember what they begin with."""

    def make(classes: dict[str, list[str]], start: Path | None) -> Fashion:
        starts.append(start)
        return Fashion(classes, start, TINY)

    return make


def test_each_stage_begins_with_the_one_before_and_what_is_done_stays_done(
    pictures: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    starts: list[Path | None] = []
    monkeypatch.setitem(recipe.PUPILS, "fashion", remember(starts))
    train = partial(cook, pictures, tmp_path, steps=1)
    with uncompiled():
        exported = train(epochs=1)
    assert exported == tmp_path / "stage2" / "fashion.onnx"
    assert exported.exists()
    assert starts == [None, tmp_path / "stage1" / "fashion.weights.h5"]
    said = capsys.readouterr().err
    assert "stage 1 of 2 begins with epoch 1 of 1" in said
    assert "stage 2 of 2 begins with epoch 1 of 1" in said

    written = exported.read_bytes()
    assert train(epochs=1) == exported
    assert exported.read_bytes() == written
    assert re.findall("stage . of 2 .*", capsys.readouterr().err) == ["stage 1 of 2 is done", "stage 2 of 2 is done"]

    monkeypatch.setitem(recipe.STAGES, "fashion", recipe.STAGES["fashion"][:1])
    with uncompiled():
        train(epochs=2)
    assert "stage 1 of 1 goes on with epoch 2 of 2" in capsys.readouterr().err
    with (tmp_path / "stage1" / "log.csv").open() as log:
        assert [row["epoch"] for row in csv.DictReader(log)] == ["0", "1"]

    with pytest.raises(ValueError, match="holds a training of another encoder or other labels"):
        cook(pictures, tmp_path, "resnet50")


# ResNet50


@pytest.fixture(scope="module")
def fine_tuned(catalogue: str, resnet50_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weights after one step from random ones, at a rate that shows."""
    folder = tmp_path_factory.mktemp("fine-tuned")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipe, "BACKDROPS", 3)
        material = gather(Pictures([catalogue], drawn=1, made_up=5))
        few = [Source(source.examples, 2) for source in material.sources]
        patch.setattr(recipe, "gather", lambda pictures: material._replace(sources=few))
        patch.setitem(recipe.STAGES, "resnet50", (Schedule(rate=1e-2, warmup=0, averaging=0.1),))
        start = resnet50_folder / "random.weights.h5"
        return cook(Pictures([catalogue]), folder, "resnet50", start, epochs=1, steps=1)


def test_resnet50_is_taught_all_but_boxes(fine_tuned: Path) -> None:
    with (fine_tuned.parent / "log.csv").open() as log:
        (row,) = csv.DictReader(log)
    told = {name for name in row if not name.startswith("val_")}
    assert told == {"epoch", "loss", "instance", "articleType", "baseColour", "gender", "garment"}
    assert np.isfinite(float(row["loss"]))


def test_only_the_last_stage_of_resnet50_learns(fine_tuned: Path, random_resnet50: keras.Model) -> None:
    trained = keras.applications.ResNet50(weights=None, include_top=False)
    trained.load_weights(fine_tuned)
    for layer, before in zip(trained.layers, random_resnet50.layers, strict=True):
        same = all(np.array_equal(*pair) for pair in zip(layer.get_weights(), before.get_weights(), strict=True))
        assert same != (layer.name.startswith("conv5") and layer.name.endswith("conv")), layer.name


@pytest.fixture
def in_keras(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let encoders run in Keras itself: converting the network takes longer than asking it twice."""
    monkeypatch.setattr(resnet50, "has_openvino", lambda: False)


@pytest.mark.usefixtures("in_keras")
def test_fine_tuned_weights_open_as_an_encoder(fine_tuned: Path, resnet50_folder: Path) -> None:
    photo = np.random.default_rng(0).integers(0, 256, (60, 45, 3), np.uint8)
    opened = (load("resnet50", weights) for weights in (fine_tuned, resnet50_folder / "random.weights.h5"))
    now, earlier = (encoder.predict([photo])[0].vector for encoder in opened)
    assert np.linalg.norm(now) == pytest.approx(1.0, abs=1e-5)
    assert not np.allclose(now, earlier, atol=1e-5)


@pytest.mark.usefixtures("in_keras")
def test_what_resnet50_is_taught_is_the_vector_that_it_serves(resnet50_folder: Path) -> None:
    views = np.random.default_rng(0).integers(0, 256, (2, 112, 84, 3), np.uint8)
    weights = resnet50_folder / "random.weights.h5"
    told = ResNet50({"gender": ["Men", "Women"]}, weights).network(views.astype(np.float32))
    served = np.stack([prediction.vector for prediction in load("resnet50", weights).predict(list(views))])
    taught = np.asarray(keras.ops.convert_to_numpy(told["embedding"]))
    assert np.einsum("nd,nd->n", taught, served).min() > 1 - 1e-4
    assert told["gender"].shape == (2, 2)


# What a person sees


def test_the_line_tells_epoch_batches_and_loss(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(done=2, epochs=4, steps=5) as bar:
        progress = Progress(bar)
        progress.set_params({"epochs": 4})
        progress.on_epoch_begin(2)
        for batch in range(5):
            progress.on_train_batch_end(batch, {"loss": 1.23456})
    last = re.split(r"[\r\n]+", capsys.readouterr().err.strip())[-1]
    assert last.startswith("epoch 3 of 4:  75%|")
    assert "15/20" in last
    assert "loss 1.235" in last


RUNNER = CliRunner()


def run(*arguments: object, code: int = 0) -> str:
    """Run `lookbook train` in this process; gives stdout and stderr."""
    result = RUNNER.invoke(commands, ["train", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return " ".join(result.output.replace("│", " ").split())


def test_the_command_hands_on_what_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def cooked(*arguments: object, **shorter: object) -> Path:
        given.extend([*arguments, shorter])
        return tmp_path / "some.weights.h5"

    monkeypatch.setattr(recipe, "cook", cooked)
    weights = tmp_path / "w.h5"
    weights.touch()
    said = run(
        tmp_path, "--catalog", "a.zip", "--catalog", "b", "--nothing", tmp_path, "--annotations", "deepfashion", "df",
        "--encoder", "resnet50", "--weights", weights, "--steps", 2,
    )  # fmt: skip
    pictures = Pictures(["a.zip", "b"], None, tmp_path, ("deepfashion", Path("df")))
    assert given == [pictures, tmp_path, "resnet50", weights, {"steps": 2}]
    assert f"python build_index.py --encoder resnet50 --weights {tmp_path / 'some.weights.h5'}" in said


def test_ctrl_c_ends_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: Any, **shorter: Any) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(recipe, "cook", interrupted)
    said = run(tmp_path, "--catalog", "a.zip", code=1)
    assert said == "lookbook: stopped; run the same command again to go on from here."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Missing option '--catalog'"),
        (["--catalog", "x", "--consumer", "nowhere.zip"], "'nowhere.zip' does not exist"),
        (["--catalog", "x", "--encoder", "vgg"], "'vgg' is not one of 'fashion', 'resnet50'"),
        (["--catalog", "x", "--epochs", "0"], "Invalid value for '--epochs'"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], sentence: str) -> None:
    assert sentence in run("runs", *arguments, code=2)
