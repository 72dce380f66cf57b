"""The quality protocol from an index to its table and its page."""

import io
import json
import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from lookbook.book import Lookbook
from lookbook.catalog import Catalog
from lookbook.commands.app import commands
from lookbook.encoders.fashion import WEIGHTS
from lookbook.evaluation import report
from lookbook.evaluation.candidate import embed
from lookbook.evaluation.consumer import consumer_photos
from lookbook.evaluation.figure import Figure, LeftOut
from lookbook.evaluation.findings import extremes, mix_up, scores
from lookbook.evaluation.gallery import gallery, neighbours
from lookbook.evaluation.histogram import HistogramEncoder
from lookbook.evaluation.protocol import Evaluation, Material, evaluate
from lookbook.evaluation.rivals import RivalError, rival
from lookbook.evaluation.split import for_test, held_out
from lookbook.evaluation.table import as_markdown, as_record, as_text
from lookbook.index import Index
from lookbook.settings import Settings
from tests.fakes import MeanColour, paint, unit

ROOT = Path(__file__).parents[1]
TESTED = [str(number) for number in range(2000) if held_out(str(number)) and for_test(str(number))]
TRAINED = [str(number) for number in range(2000) if not held_out(str(number))]
HOSTILE = '<script>alert("1")</script> & co'
KINDS = {"Shirts": (200, 20, 20), "Jeans": (20, 20, 200)}
NAMES = [
    "P@5 articleType",
    "mAP@10 articleType",
    "nDCG@10 articleType",
    "P@5 subCategory",
    "P@5 baseColour",
    "P@5 gender",
    "P@5 type + colour",
    "P@5 type + colour + gender",
    "mAP@10 type + colour + gender",
    "nDCG@10 type + colour + gender",
    "same product, recall@1",
    "same product, recall@5",
]
PEOPLE = [
    "consumer photos, P@5",
    "consumer photos, P@5, a photo as one",
    "consumer photos, hit@5",
    "consumer photos, hit@5, a photo as one",
    "consumer photos, P@5, deviation (worst..best sender)",
]
SEEN = ["told right, baseColour", "calibration error, baseColour", "refused, products", "refused, distorted"]
STRANGERS = ["box overlap, photos", "box found, photos", "refused, consumer photos", "refused, no garment"]


def shop(folder: Path, products: int = 10) -> Lookbook:
    """Open reddish shirts and bluish jeans, as many of each, of which two of each are held out for testing."""
    rows = ["id,gender,subCategory,articleType,baseColour,productDisplayName"]
    for place, (kind, (red, green, blue)) in enumerate(KINDS.items()):
        ids = TESTED[2 * place : 2 * place + 2] + TRAINED[20 * place : 20 * place + products - 2]
        for number, product in enumerate(ids):
            paint(folder / "images" / f"{product}.png", (red, green + 3 * number, blue))
            rows.append(f'{product},Men,Wear,{kind},{"Red" if red > blue else "Blue"},"{HOSTILE.replace(chr(34), "")}"')
    (folder / "styles.csv").write_text("\n".join(rows))
    catalog, encoder = Catalog.open(folder / "images", relative_to=folder), MeanColour()
    vectors = embed(encoder, "mean colour", catalog, catalog.filenames)
    return Lookbook(Index(vectors, catalog.filenames, encoder.identity), catalog, encoder, Settings())


def people_zip(path: Path) -> Path:
    """Write photos of a shirt and of something that does not count, and one whose sender was trained on."""
    kept = next(str(number) for number in range(100) if held_out(f"sender {number}"))
    learned = next(str(number) for number in range(100) if not held_out(f"sender {number}"))
    with zipfile.ZipFile(path, "w") as archive:
        rows = [f"a,{kept},Shirt", f"b,{learned},Shirt", f"c,{kept},Not sure"]
        archive.writestr("images.csv", "\n".join(["image,sender_id,label", *rows]))
        for name in "abc":
            buffer = io.BytesIO()
            Image.new("RGB", (30, 40), KINDS["Shirts"]).save(buffer, "JPEG")
            archive.writestr(f"images/{name}.jpg", buffer.getvalue())
    return path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Lookbook:
    """The small shop."""
    return shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def evaluation(book: Lookbook, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """All there is to measure of it, beside a histogram."""
    folder = tmp_path_factory.mktemp("people")
    (folder / "boxes.csv").write_text("image,x0,y0,x1,y1\na,0,0,0.2,0.1\n")
    paint(folder / "unknown" / "sky.png", (0, 0, 255))
    material = Material(people_zip(folder / "people.zip"), folder / "boxes.csv", None, folder / "unknown")
    return evaluate(book, ["histogram"], material)


# Protocol


def test_every_row_of_the_protocol_is_there_for_every_encoder(evaluation: Evaluation) -> None:
    assert list(evaluation.figures) == ["mean-colour", "histogram"]
    names = [[figure.name for figure in figures] for figures in evaluation.figures.values()]
    assert names == [NAMES + PEOPLE + SEEN + STRANGERS, NAMES + PEOPLE]
    assert (evaluation.pictures, evaluation.asked, evaluation.half) == (20, 4, "test")
    assert evaluation.left_out == [LeftOut("what is seen", "histogram tells neither attributes nor boxes")]


def test_what_is_seen_is_judged_by_hand_computed_values(evaluation: Evaluation) -> None:
    means = {figure.name: figure.mean for figure in evaluation.figures["mean-colour"]}
    # all are told Red with 0.9, and two of the four are; what is blue is taken for something else
    assert (means["told right, baseColour"], means["refused, products"]) == (0.5, 0.5)
    assert means["calibration error, baseColour"] == pytest.approx(0.4)
    # told 0..4 x 0..2 of 30 x 40 pixels; true 0..6 x 0..4
    assert means["box overlap, photos"] == pytest.approx(8 / 24)
    assert (means["box found, photos"], means["refused, consumer photos"], means["refused, no garment"]) == (0, 0, 1)


def test_figures_are_those_that_are_worked_out_by_hand(evaluation: Evaluation) -> None:
    figures = {figure.name: figure for figure in evaluation.figures["mean-colour"]}
    # colours tell shirts from jeans, so the nine others of a kind come first; chance: 9 of 19 others
    assert figures["P@5 articleType"] == Figure("P@5 articleType", 1.0, 1.0, 1.0, 9 / 19, 4)
    assert figures["mAP@10 articleType"].mean == pytest.approx(1.0)
    assert figures["nDCG@10 type + colour + gender"].mean == pytest.approx(1.0)
    assert figures["P@5 gender"].chance == pytest.approx(1.0)
    assert figures["same product, recall@1"].chance == pytest.approx(1 / 20)
    # one photo counts: ten of twenty are shirts
    assert (figures["consumer photos, P@5"].mean, figures["consumer photos, P@5"].queries) == (1.0, 1)
    assert figures["consumer photos, P@5"].chance == pytest.approx(1 / 2)


def test_without_photos_a_line_says_that_their_rows_are_left_out(book: Lookbook) -> None:
    plain = evaluate(book, [], Material())
    assert [figure.name for figure in plain.figures["mean-colour"]] == NAMES + SEEN
    missing, strangers = plain.left_out
    assert (missing.name, strangers.name) == ("consumer photos", "pictures without a garment")
    assert f"consumer photos left out: {missing.reason}." in as_text(plain)


def test_without_labels_only_the_rows_that_need_none_are_there(tmp_path: Path) -> None:
    labelled = shop(tmp_path)
    (tmp_path / "styles.csv").unlink()
    unlabelled = Catalog.open(tmp_path / "images", relative_to=tmp_path)
    bare = evaluate(Lookbook(labelled.index, unlabelled, labelled.encoder, Settings()), [], Material())
    assert [figure.name for figure in bare.figures["mean-colour"]] == NAMES[-2:] + SEEN[-2:]
    assert "articleType left out: no product asked for has another of the same articleType." in as_text(bare)
    page = report.render(tmp_path, labelled, bare)
    assert "By article type" not in page
    assert "There are none." in page


def test_the_validation_half_is_asked_for_by_itself(book: Lookbook) -> None:
    with pytest.raises(ValueError, match="none of the 20 pictures is for evaluation"):
        evaluate(book, [], Material(), validation=True)


# Consumer photos


def test_photos_of_senders_that_were_trained_on_are_not_read(tmp_path: Path) -> None:
    found = list(consumer_photos(people_zip(tmp_path / "people.zip")))
    assert [(person.name, person.label, person.photo.shape) for person in found] == [
        ("a", "Shirt", (40, 30, 3)),
        ("c", "Not sure", (40, 30, 3)),
    ]


def test_a_zip_of_another_kind_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "no photos")
    for name in ("text.zip", "other.zip"):
        with pytest.raises(ValueError, match=rf"{name} is no zip of photos with images\.csv"):
            list(consumer_photos(tmp_path / name))


# Histogram


def test_a_histogram_is_the_root_of_the_shares_of_colours_without_the_white() -> None:
    photo = np.full((80, 60, 3), 255, np.uint8)
    photo[:20] = (255, 0, 0)
    photo[20:80, :5] = (0, 0, 255)
    (vector,) = HistogramEncoder().encode(HistogramEncoder().prepare(photo)[None])
    # 20 x 60 red pixels and 60 x 5 blue ones
    assert sorted(vector[vector > 0].tolist()) == pytest.approx([(300 / 1500) ** 0.5, (1200 / 1500) ** 0.5])


def test_histograms_have_length_one_and_are_each_others_inner_product() -> None:
    encoder = HistogramEncoder()
    photos = np.stack([np.full((80, 60, 3), colour, np.uint8) for colour in ((255, 255, 255), (9, 9, 9), (0, 99, 0))])
    photos[2, :40] = (9, 9, 9)
    vectors = np.stack([prediction.vector for prediction in encoder.predict(list(photos))])
    assert vectors.shape == (3, encoder.dim)
    assert vectors.dtype == np.float32
    # white counts where there is nothing else; black and half black share a half
    assert vectors @ vectors.T == pytest.approx(np.array([[1, 0, 0], [0, 1, 0.5**0.5], [0, 0.5**0.5, 1]]), abs=1e-6)


# Rivals


def test_what_can_be_compared_with_is_a_name_or_a_file(tmp_path: Path) -> None:
    assert rival("histogram").dim == 512  # type: ignore[union-attr]
    assert rival(str(WEIGHTS), options={"precision": "f32"}).identity.name == "fashion"  # type: ignore[union-attr]
    (tmp_path / "text.onnx").write_text("no network")
    for name, sentence in {
        "vgg": "neither one of histogram, resnet50 nor a file",
        "text.onnx": "holds no weights",
    }.items():
        with pytest.raises(RivalError, match=sentence):
            rival(str(tmp_path / name))


def test_resnet50_is_left_out_where_its_weights_are_not_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    missing = rival("resnet50")
    assert isinstance(missing, LeftOut)
    assert "LOOKBOOK_RESNET50_WEIGHTS" in missing.reason
    with pytest.raises(RivalError, match="can't be compared with"):
        rival("resnet50", tmp_path / "nothing.h5")


# Findings


def test_scores_and_mix_ups_by_value(book: Lookbook) -> None:
    vectors = np.stack([unit(1, 0, 0), unit(9, 1, 0), unit(9, 2, 0), unit(0, 0, 1)])
    catalog, names = book.catalog, ["images/a.png", "images/b.png", "images/c.png", "images/d.png"]
    made = gallery(catalog, book.index.filenames[:4], vectors)._replace(
        filenames=names,
        products=[{"baseColour": value} for value in ("Red", "Red", "Pink", "Blue")],
        kept=np.array([True, False, True, False]),
    )
    near = neighbours(made)
    # red finds red, pink, blue; pink finds red twice and blue
    assert scores(made, near, "baseColour", 5) == [("Red", 1 / 5, 1), ("Pink", 0.0, 1)]
    found = mix_up(made, near, "baseColour", 5)
    assert (found.values, found.queries) == (["Pink", "Red"], [1, 1])
    assert found.shares == pytest.approx(np.array([[0, 2 / 3], [1 / 3, 1 / 3]]))
    assert found.others == pytest.approx([1 / 3, 1 / 3])


def test_the_best_and_the_worst_are_one_of_each_kind_and_none_twice() -> None:
    values = np.array([[0.2, 0], [1.0, 0], [0.2, 1], [0.0, 0], [0.9, 0]])
    found = extremes(values, ["hat", "hat", "shoe", "shoe", "sock"], most=2)
    assert found == ([1, 4], [3, 0])


# In print


def test_the_table_is_aligned_and_puts_encoders_side_by_side() -> None:
    one = [Figure("P@5 type", 0.5, 0.25, 0.75, 0.125, 8), Figure("recall", 1.0, 1.0, 1.0, 0.00002, 3)]
    other = [Figure("recall", 0.0, 0.0, 0.0, 0.00002, 3), Figure("seen", 0.1, 0.0, 0.2, None, 4)]
    assert as_markdown({"a": one, "b": other}).splitlines() == [
        "| question |                    a |                    b | chance | queries |",
        "| -------- | -------------------: | -------------------: | -----: | ------: |",
        "| P@5 type | 0.500 (0.250..0.750) |                    - |  0.125 |       8 |",
        "| recall   | 1.000 (1.000..1.000) | 0.000 (0.000..0.000) | <0.001 |       3 |",
        "| seen     |                    - | 0.100 (0.000..0.200) |      - |       4 |",
    ]


def test_json_holds_every_figure(evaluation: Evaluation) -> None:
    record = json.loads(json.dumps(as_record(Path("shop"), evaluation)))
    assert list(record) == ["index", "pictures", "asked", "half", "encoders", "left_out"]
    assert (record["index"], record["pictures"], record["asked"]) == ("shop", 20, 4)
    first = record["encoders"]["mean-colour"][0]
    assert first == {
        "name": "P@5 articleType", "mean": 1.0, "low": 1.0, "high": 1.0, "chance": round(9 / 19, 6), "queries": 4,
    }  # fmt: skip


# Page


@pytest.fixture(scope="module")
def page(book: Lookbook, evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the small shop, whose every title is hostile."""
    path = tmp_path_factory.mktemp("page") / "new" / "report.html"
    report.write(path, Path("<b>shop</b>"), book, evaluation)
    return path.read_text()


def test_what_comes_from_the_catalogue_is_text(page: str) -> None:
    title = HOSTILE.replace('"', "")
    assert title in unescape(page)
    assert "<script" not in page
    assert "<b>shop" not in page
    assert "&lt;b&gt;shop&lt;/b&gt;" in page


def test_the_page_needs_nothing_but_itself(page: str) -> None:
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert len(sources) > 20
    assert all(source.startswith("data:image/jpeg;base64,") for source in sources)
    assert not re.search(r"https?:|url\(|@import", page)
    assert "prefers-color-scheme: dark" in page


def test_the_page_shows_figures_types_colours_and_queries(page: str) -> None:
    text = " ".join(unescape(re.sub(r"<style>.*</style>|<[^>]+>", " ", page, flags=re.DOTALL)).split())
    for name in NAMES + PEOPLE:
        assert name in text
    assert "mean-colour 1, weights 000000000000" in text
    assert "Type P@5 queries Jeans 1.00 2 Shirts 1.00 2" in text
    assert "asked with Blue Red any other queries Blue 100 0 2 Red 100 0 2" in text
    assert "P@5 1.0, others that agree in type, colour and gender: 9" in text
    assert text.count("✓ right") == 5 * (2 + 2 + 1), "two types best, two worst, one photo best"
    assert "✗" not in text
    assert "There are none." in text, "no second photo is left to be the worst"


# Command


def run(*arguments: object) -> "tuple[int, str, str]":
    """Run the command in this process; gives exit code, stdout, and stderr or the error's sentence."""
    result = CliRunner().invoke(commands, ["evaluate", *map(str, arguments)])
    expected = isinstance(result.exception, ValueError)
    return (
        result.exit_code,
        result.stdout,
        " ".join((str(result.exception) if expected else result.stderr).replace("│", " ").split()),
    )


def test_the_committed_sample_is_measured_as_it_stands(tmp_path: Path) -> None:
    code, printed, _ = run("--index", ROOT, "--json", "--report", tmp_path / "page.html")
    record = json.loads(printed)
    assert code == 0
    assert list(record["encoders"]) == ["fashion", "histogram"]
    figures = {figure["name"]: figure for figure in record["encoders"]["fashion"]}
    assert 0 < figures["P@5 articleType"]["queries"] == record["asked"] < record["pictures"] / 10
    assert figures["P@5 articleType"]["mean"] > figures["P@5 articleType"]["chance"]
    assert "consumer photos" in [missing["name"] for missing in record["left_out"]]
    assert (tmp_path / "page.html").read_text().startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--beside", "vgg"], 2, "'vgg' is neither one of histogram, resnet50 nor a file"),
        (["--beside", "README.md"], 2, "'README.md' can't be compared with"),
        (["--consumer", "nothing.zip"], 2, "'nothing.zip' does not exist"),
        (["--report", "."], 2, "'.' is a directory"),
        (["--consumer", "README.md"], 1, "README.md is no zip of photos"),
        (["--index", "nowhere"], 1, "there is no index in"),
    ],
)
def test_an_evaluation_that_cannot_be_done_says_why(
    arguments: list[str], code: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    found, printed, complaint = run(*arguments)
    assert (found, printed) == (code, "")
    assert sentence in complaint


def test_other_commands_do_not_load_what_only_this_one_needs() -> None:
    script = "import sys, lookbook.commands.app; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert "lookbook.commands.app" in loaded
    assert {"jinja2", "lookbook.evaluation.protocol"} & set(loaded) == set()
