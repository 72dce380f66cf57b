"""What the network learns from is what it should be, and learning starts, goes on and ends in a file that works."""

import csv
import io
import zipfile
from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import ops
from numpy.typing import NDArray
from PIL import Image

from lookbook import sample
from lookbook.catalog import Catalog
from lookbook.encoders.fashion import FashionEncoder
from lookbook.evaluation.consumer import consumer_photos
from lookbook.evaluation.split import held_out
from lookbook.training import examples
from lookbook.training.batches import GROUP, Batches, Source
from lookbook.training.examples import Example, Examples, catalogue_examples, consumer_examples, cut_out
from lookbook.training.fashion import VERSION, Fashion
from lookbook.training.learner import Learner
from lookbook.training.train import Schedule, train
from tests.eager import uncompiled

Pixels = NDArray[np.uint8]

CLASSES = {
    "articleType": ["Jeans", "Shirts", "Ties"],
    "baseColour": ["Blue", "Red"],
    "gender": ["Men", "Women"],
    "season": ["Fall", "Summer"],
    "usage": ["Casual", "Sports"],
    "garment": ["no", "yes"],
}


def ground(rows: int, columns: int, colour: int = 255) -> Pixels:
    return np.full((rows, columns, 3), colour, np.uint8)


def encoded(pixels: Pixels, form: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, form)
    return target.getvalue()


# Cutouts. The network's frame has 112 rows and 84 columns, so a photo of that size is not resized.


def test_a_white_background_is_taken_away_with_a_rim_of_one_pixel() -> None:
    photo = ground(112, 84)
    photo[30:80, 20:60] = (200, 30, 30)
    expected = np.zeros((112, 84), np.uint8)
    expected[31:79, 21:59] = 255
    cut = cut_out(photo)
    assert np.array_equal(cut[..., 3], expected)
    assert np.array_equal(cut[..., :3], photo)


def test_white_inside_the_product_belongs_to_it() -> None:
    photo = ground(112, 84)
    photo[30:80, 20:60] = (200, 30, 30)
    photo[40:60, 30:50] = 255
    assert (cut_out(photo)[31:79, 21:59, 3] == 255).all()


def test_nearly_white_counts_as_white_and_light_grey_does_not() -> None:
    photo = ground(112, 84, 242)
    photo[30:80, 20:60] = 241
    assert (cut_out(photo)[..., 3] == 255).sum() == 48 * 38


@pytest.mark.parametrize(("rows", "columns"), [(112, 84), (60, 100), (80, 80), (160, 40)])
def test_a_photo_without_a_white_border_is_kept_whole(rows: int, columns: int) -> None:
    photo = ground(rows, columns, 120)
    photo[20:40, 20:30] = (200, 30, 30)
    assert (cut_out(photo)[..., 3] == 255).all()


@pytest.mark.parametrize("colour", [255, 250])
def test_a_picture_that_is_nearly_all_white_is_kept_whole(colour: int) -> None:
    photo = ground(112, 84, colour)
    photo[50:54, 40:44] = 0
    assert (cut_out(photo)[..., 3] == 255).all()


# Examples


def test_labels_outside_the_classes_count_as_unknown() -> None:
    cutout = np.zeros((112, 84, 4), np.uint8)
    listed = [
        Example(cutout, "a", {"articleType": frozenset({"Shirts", "Hats"}), "baseColour": frozenset({"Red"})}),
        Example(cutout, "b", {"articleType": frozenset({"Hats"}), "baseColour": frozenset()}),
        Example(cutout, "a", {}),
    ]
    gathered = Examples.gather(listed, {"articleType": ["Jeans", "Shirts"], "baseColour": ["Blue", "Red"]})
    assert gathered.allowed["articleType"].tolist() == [[False, True], [True, True], [True, True]]
    assert gathered.allowed["baseColour"].tolist() == [[False, True], [True, True], [True, True]]
    assert gathered.cutouts.shape == (3, 112, 84, 4)
    first, second, third = gathered.products.tolist()
    assert first == third
    assert first != second


def kaggle_zip(path: Path, pictures: Mapping[str, Pixels], table: str) -> Catalog:
    with zipfile.ZipFile(path, "w") as archive:
        for name, pixels in pictures.items():
            archive.writestr(f"images/{name}.png", encoded(pixels))
        archive.writestr("styles.csv", table)
    return Catalog.open(path)


def test_products_that_are_kept_back_and_their_copies_are_never_learned_from(tmp_path: Path) -> None:
    pictures = {str(number): ground(12, 9, number) for number in range(60)}
    pictures["5"] = pictures["11"] = pictures["10"]  # 10 is held out by its id; in the zip's order it comes first
    pictures["6"] = pictures["33"] = pictures["21"]  # 33 is held out too, but 21 comes first
    rows = "".join(f"{number},Shirts,NA,\n" for number in range(60))
    catalog = kaggle_zip(tmp_path / "small.zip", pictures, "id,articleType,baseColour,gender\n" + rows)

    read = list(catalogue_examples([catalog]))

    kept = {name for name in pictures if held_out(name)}
    assert {"0", "7", "9", "10", "33"} <= kept
    shown = [str(example.cutout[50, 40, 0]) for example in read]  # the grey of a picture is its number
    assert sorted(shown) == sorted([*pictures.keys() - kept - {"5", "6", "11"}, "21"])  # "21" as 21 and as 6
    assert {example.product for example in read} & kept == set()


def test_byte_identical_pictures_are_one_product_and_so_are_pictures_of_one_id(tmp_path: Path) -> None:
    one, other = ground(12, 9, 50), ground(12, 9, 60)
    table = "id,articleType,baseColour,gender\n1,Shirts,Red,Men\n2,Shirts,Red,Men\n3,Ties,NA,\n"
    small = kaggle_zip(tmp_path / "small.zip", {"1": one, "2": one, "3": other}, table)
    large = kaggle_zip(tmp_path / "large.zip", {"1": ground(24, 18, 50), "3": ground(24, 18, 60)}, table)

    read = list(catalogue_examples([small, large]))

    assert [example.product for example in read] == ["1", "1", "3", "1", "3"]
    assert read[0].right["articleType"] == {"Shirts"}
    told = {"articleType": frozenset({"Ties"}), "garment": frozenset({"yes"})}
    assert read[2].right == dict.fromkeys(read[2].right, frozenset()) | told


def test_a_picture_that_cannot_be_read_is_left_out_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "1.png").write_bytes(encoded(ground(12, 9, 50)))
    (tmp_path / "2.png").write_text("no picture")
    (tmp_path / "styles.csv").write_text("id,articleType\n1,Ties\n2,Ties\n")
    assert [example.product for example in catalogue_examples([Catalog.open(str(tmp_path))])] == ["1"]
    assert "left out: " in capsys.readouterr().err


@pytest.fixture(scope="module")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos of senders 10 to 29, each of the sender's number in grey; 12, 16 and 22 are held out."""
    path = tmp_path_factory.mktemp("consumer") / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        lines = ["image,sender_id,label"]
        for sender in range(10, 30):
            lines.append(f"photo{sender},{sender},{'T-Shirt' if sender % 2 else 'Not sure'}")
            archive.writestr(f"images/photo{sender}.jpg", encoded(ground(40, 30, sender * 8), "JPEG"))
        archive.writestr("images.csv", "\n".join(lines) + "\n")
    return path


KEPT_SENDERS = {12, 16, 22}


def test_photos_are_split_by_who_sent_them(consumer: Path) -> None:
    evaluated = {person.name for person in consumer_photos(consumer)}
    learned = {person.name for person in consumer_photos(consumer, kept=False)}
    assert evaluated == {f"photo{sender}" for sender in KEPT_SENDERS}
    assert learned == {f"photo{sender}" for sender in range(10, 30)} - evaluated


def test_a_persons_label_leaves_the_type_open_where_it_says_nothing(consumer: Path) -> None:
    right = {example.product: example.right["articleType"] for example in consumer_examples(consumer)}
    assert right["photo11"] == {"Tshirts"}
    assert right["photo10"] == frozenset()


def test_backdrops_are_pieces_of_photos_that_may_be_learned_from(consumer: Path) -> None:
    pieces = examples.backdrops(consumer, count=100)
    assert pieces.shape == (17, 112, 84, 3)
    shades = {int(value) for value in np.median(pieces, axis=(1, 2, 3))}
    assert shades == {sender * 8 for sender in range(10, 30)} - {sender * 8 for sender in KEPT_SENDERS}
    assert len(examples.backdrops(consumer, count=5)) == 5


def test_a_zip_of_something_else_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.csv", "")
    with pytest.raises(ValueError, match=r"other\.zip is no zip of photos with images\.csv"):
        list(consumer_examples(path))


def test_pictures_without_a_garment_say_just_that(tmp_path: Path) -> None:
    Image.fromarray(ground(40, 30, 90)).save(tmp_path / "wall.png")
    read = list(examples.nothing_examples(tmp_path, 3))
    assert [example.right for example in read] == [{"garment": frozenset({"no"})}] * 4
    assert len({example.product for example in read}) == 4
    assert len(list(examples.nothing_examples(None, 3))) == 3


def test_drawn_products_are_others_than_those_of_the_sample_catalogue() -> None:
    (drawn,) = examples.drawn_examples(1)
    row = sample.draw(sample.TRAINING_SEED_START).row
    assert drawn.right["articleType"] == {row["articleType"]}
    assert drawn.cutout.shape == (112, 84, 4)
    assert {0, 255} == set(np.unique(drawn.cutout[..., 3]).tolist())


# Batches


def pool(products: int, kinds: list[int], seen: int = 2, height: int = 2, width: int = 2) -> Examples:
    """Products with `seen` pictures each; a picture's first two values are its own number.

    Args:
        products: how many.
        kinds: the column of articleType for each product, -1 where it is unknown.
        seen: pictures of each product.
        height, width: of a picture.
    """
    count = products * seen
    cutouts = np.zeros((count, height, width, 4), np.uint8)
    cutouts[:, 0, 0, 0], cutouts[:, 0, 0, 1] = np.arange(count) % 256, np.arange(count) // 256
    cutouts[: count // 2, 0, 0, 3] = 255
    allowed = {name: np.ones((count, len(values)), bool) for name, values in CLASSES.items()}
    for picture in range(count):
        if (kind := kinds[picture % products]) >= 0:
            allowed["articleType"][picture] = np.arange(len(CLASSES["articleType"])) == kind
    boxes = np.tile(np.array([0, 0, 1, 1], np.float32), (count, 1))
    return Examples(cutouts, np.arange(count, dtype=np.int32) % products + 1000, allowed, boxes)


KINDS = [0] * 12 + [1] * 10 + [2] * 7 + [-1] * 11
"""Twelve pairs of jeans, ten shirts, seven ties, and eleven products of which nobody knows."""
BACKDROPS = np.random.default_rng(0).integers(0, 256, (5, 2, 2, 3), np.uint8)


def batches(seed: int = 0, steps: int = 4) -> Batches:
    return Batches([Source(pool(40, KINDS), alone=3, groups=2)], BACKDROPS, steps, seed)


def shown(cutouts: NDArray[np.generic]) -> list[int]:
    """The pictures' own numbers."""
    own = cutouts[:, 0, 0, :2].astype(int)
    return [int(low + 256 * high) for low, high in own]


def test_every_batch_has_two_pictures_of_each_product() -> None:
    for (batch,) in batches():
        assert len(batch["products"]) == 3 + 2 * GROUP
        for view in ("first", "second"):
            assert [picture % 40 + 1000 for picture in shown(batch[view])] == batch["products"].tolist()
            assert batch[f"{view}_photos"].shape == (3 + 2 * GROUP, 2, 2, 3)


def test_both_pictures_of_a_product_are_used() -> None:
    firsts = {picture for (batch,) in batches(steps=300) for picture in shown(batch["first"])}
    assert firsts == set(range(80))


def test_a_group_is_of_one_known_type_and_of_different_products() -> None:
    groups = []
    for (batch,) in batches(steps=20):
        kinds = [KINDS[product - 1000] for product in batch["products"]]
        for start in (3, 3 + GROUP):
            assert len(set(batch["products"][start : start + GROUP].tolist())) == GROUP
            (kind,) = set(kinds[start : start + GROUP])
            groups.append(kind)
    assert set(groups) == {0, 1}  # seven ties are too few for a group


def test_labels_and_boxes_go_with_their_pictures() -> None:
    source = pool(40, KINDS)
    for (batch,) in batches():
        for name in CLASSES:
            assert np.array_equal(batch[name], source.allowed[name][shown(batch["first"])])
        # the corner of the first forty pictures belongs to the product, so where that ends is not known
        assert batch["boxed"].tolist() == [picture >= 40 for picture in shown(batch["second"])]


def test_one_seed_gives_the_same_batches_and_every_epoch_others() -> None:
    one, again, other = batches(), batches(), batches(seed=1)
    begun = [shown(one[index][0]["first"]) for index in range(4)]
    assert begun == [shown(again[index][0]["first"]) for index in range(4)]
    assert begun != [shown(other[index][0]["first"]) for index in range(4)]
    assert begun[0] != begun[1]
    one.on_epoch_end()
    second = [shown(one[index][0]["first"]) for index in range(4)]
    assert begun != second
    resumed = Batches([Source(pool(40, KINDS), alone=3, groups=2)], BACKDROPS, steps=4, epoch=1)
    assert second == [shown(resumed[index][0]["first"]) for index in range(4)]


def test_a_box_that_is_known_bounds_the_product_in_a_picture_that_is_kept_whole() -> None:
    source = pool(4, [-1] * 4, height=8, width=4)
    source.cutouts[..., 3] = 255
    source.boxes[:] = [0.25, 0.5, 0.75, 1.0]
    expected = np.zeros((8, 4), np.uint8)
    expected[4:, 1:3] = 255
    for (batch,) in Batches([Source(source, 4)], BACKDROPS, steps=2):
        assert (batch["second"][..., 4] == expected).all()
        assert (batch["second"][..., 3] == 255).all()
        assert batch["boxed"].all()


def test_a_source_of_few_products_gives_them_more_than_once() -> None:
    for (batch,) in Batches([Source(pool(3, [-1] * 3), 8)], BACKDROPS, steps=2):
        assert len(batch["products"]) == 8
        assert set(batch["products"].tolist()) <= {1000, 1001, 1002}


def test_every_source_has_its_share_in_a_batch() -> None:
    few = pool(6, [-1] * 6, seen=1)
    few.products[:] += 5000
    mixed = Batches([Source(pool(40, KINDS), 5), Source(few, 4)], BACKDROPS, steps=2)
    for (batch,) in mixed:
        assert (batch["products"] >= 6000).tolist() == [False] * 5 + [True] * 4


# Learner


def test_the_loss_is_the_weighted_sum_of_its_parts() -> None:
    network = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    learner = Learner(network, {"gender": 2.0, "instance": 0.0, "box": 10.0})
    batch = {
        "products": np.array([1, 2]),
        "gender": np.array([[True, False], [False, True]]),
        "boxed": np.array([True, False]),
    }
    told = {
        "gender": np.zeros((4, 2), np.float32),  # even odds: minus log of one half, whatever is right
        "embedding": np.eye(4, dtype=np.float32)[[0, 1, 0, 1]],
        "box": np.array([[0, 0, 1, 1], [0, 0, 1, 1], [0.0, 0, 0.4, 0.4], [0, 0, 1, 1]], np.float32),
        "true_box": np.array([[0.2, 0.0, 0.6, 0.4], [0, 0, 0.1, 0.1]], np.float32),
    }
    loss = float(ops.convert_to_numpy(learner.compute_loss(batch, y_pred=told)))
    # only the first product's box counts, and it overlaps in a third of the union
    assert loss == pytest.approx(2.0 * np.log(2) + 10.0 * (1 - 1 / 3), abs=1e-3)
    assert float(learner.meters["gender"].result()) == pytest.approx(np.log(2), abs=1e-5)
    assert float(learner.meters["box"].result()) == pytest.approx(2 / 3, abs=1e-4)


# Training


TINY = ((8, 2, 1), (8, 2, 1))


def log(folder: Path) -> list[dict[str, str]]:
    with (folder / "log.csv").open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which training was stopped after two epochs, and went on for a third."""
    folder = tmp_path_factory.mktemp("training")
    source = Source(pool(20, [0] * 10 + [1] * 10, height=112, width=84), alone=4, groups=1)
    rng = np.random.default_rng(0)
    source.examples.cutouts[..., :3] = rng.integers(0, 256, source.examples.cutouts[..., :3].shape, np.uint8)
    source.examples.cutouts[:, 20:90, 20:60, 3] = 255
    scenes = rng.integers(0, 256, (3, 112, 84, 3), np.uint8)
    for epochs, how in ((2, nullcontext()), (3, uncompiled())):
        schedule = Schedule(epochs, steps=2, rate=1e-3, warmup=1)
        with how:
            exported = train(partial(Fashion, CLASSES, stages=TINY), [source], scenes, folder, schedule)
        assert exported == folder / "fashion.onnx"
    return folder


def test_training_that_was_stopped_goes_on_with_the_next_epoch(trained: Path) -> None:
    assert [row["epoch"] for row in log(trained)] == ["0", "1", "2"]


def test_every_part_of_the_loss_is_a_number(trained: Path) -> None:
    for row in log(trained):
        parts = {name: float(value) for name, value in row.items() if not name.startswith("val_")}
        assert parts.keys() == {"epoch", "loss", "instance", "box", *CLASSES}
        assert np.isfinite(list(parts.values())).all()
        assert float(row["loss"]) > 0.0


def test_the_trained_network_is_an_encoder(trained: Path) -> None:
    encoder = FashionEncoder(trained / "fashion.onnx")
    (seen,) = encoder.predict([np.random.default_rng(1).integers(0, 256, (40, 30, 3), np.uint8)])
    assert encoder.identity.version == VERSION
    assert np.linalg.norm(seen.vector) == pytest.approx(1.0, abs=1e-5)
    assert {name: len(listed) for name, listed in seen.attributes.items()} == {
        name: len(values) for name, values in CLASSES.items() if name != "garment"
    }


def test_trained_weights_can_be_a_start(trained: Path) -> None:
    start = trained / "fashion.weights.h5"
    first, again = (Fashion(CLASSES, start, TINY).network.get_weights() for _ in range(2))
    other = Fashion(CLASSES, stages=TINY).network.get_weights()
    assert all(np.isfinite(value).all() for value in again)
    assert all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    assert any(not np.array_equal(*pair) for pair in zip(first, other, strict=True))


@pytest.mark.parametrize("labels", [{"articleType": ["Jeans"]}, {**CLASSES, "usage": ["Casual", "Home", "Sports"]}])
def test_weights_of_other_labels_are_refused_in_one_sentence(trained: Path, labels: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=r"fashion\.weights\.h5 holds no weights of this network with these labels"):
        Fashion(labels, trained / "fashion.weights.h5", TINY)


@pytest.mark.usefixtures("trained")
def test_training_leaves_the_policy_of_keras_as_it_was() -> None:
    assert keras.config.dtype_policy().name == "float32"
