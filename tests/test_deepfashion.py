"""DeepFashion's annotations are read as they are handed out, and a flaw in them is named with file and line."""

from pathlib import Path

import pytest
from PIL import Image

from lookbook.training.deepfashion import deepfashion_examples
from lookbook.training.examples import Example

CATEGORIES = """\
3
category_name  category_type
Blouse         1
Button-Down    1
Cape           3
"""
CATEGORY = """\
4
image_name                                                             category_label
img/Sheer_Pleated-Front_Blouse/img_00000001.jpg                        1
img/Sheer_Pleated-Front_Blouse/img_00000002.jpg                        1
img/Striped_Shirt/img_00000001.jpg                                     2
img/Wool_Cape/img_00000001.jpg                                         3
"""
ATTRIBUTES = """\
4
attribute_name  attribute_type
a-line                       3
navy-striped                 1
abstract chevron print       1
off white                    1
"""
ATTRIBUTE = """\
4
image_name                                       attribute_labels
img/Sheer_Pleated-Front_Blouse/img_00000001.jpg   1  -1  1  1
img/Sheer_Pleated-Front_Blouse/img_00000002.jpg   1   0  1 -1
img/Striped_Shirt/img_00000001.jpg               -1   1 -1  1
img/Wool_Cape/img_00000001.jpg                   -1  -1 -1 -1
"""
BOXES = """\
4
image_name  x_1  y_1  x_2  y_2
img/Sheer_Pleated-Front_Blouse/img_00000001.jpg                        072 079 232 273
img/Sheer_Pleated-Front_Blouse/img_00000002.jpg                        000 000 225 300
img/Striped_Shirt/img_00000001.jpg                                     030 040 120 160
img/Wool_Cape/img_00000001.jpg                                         001 001 299 299
"""
PARTITION = """\
4
image_name  evaluation_status
img/Sheer_Pleated-Front_Blouse/img_00000001.jpg                        train
img/Sheer_Pleated-Front_Blouse/img_00000002.jpg                        val
img/Striped_Shirt/img_00000001.jpg                                     train
img/Wool_Cape/img_00000001.jpg                                         test
"""
FILES = {
    "list_category_cloth.txt": CATEGORIES,
    "list_category_img.txt": CATEGORY,
    "list_attr_cloth.txt": ATTRIBUTES,
    "list_attr_img.txt": ATTRIBUTE,
    "list_bbox.txt": BOXES,
}
SIZES = {
    "img/Sheer_Pleated-Front_Blouse/img_00000001.jpg": (225, 300),
    "img/Sheer_Pleated-Front_Blouse/img_00000002.jpg": (225, 300),
    "img/Striped_Shirt/img_00000001.jpg": (300, 200),
    "img/Wool_Cape/img_00000001.jpg": (300, 300),
}
FIRST_AND_THIRD = list(SIZES)[::2]


def write(folder: Path, annotations: str = "Anno_coarse", pictures: str = "", **other: str) -> Path:
    """Write the benchmark; `other` text for a file is given by its name without list_ and .txt."""
    for name, text in FILES.items():
        path = folder / annotations / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(other.get(name.removeprefix("list_").removesuffix(".txt"), text))
    for name, size in SIZES.items():
        path = folder / pictures / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size, (90, 120, 60)).save(path)
    return folder


def partition(folder: Path, text: str = PARTITION) -> Path:
    (folder / "Eval").mkdir()
    (folder / "Eval" / "list_eval_partition.txt").write_text(text)
    return folder


def read(folder: Path, most: int = 100) -> list[Example]:
    return list(deepfashion_examples(folder, most))


@pytest.mark.parametrize("annotations", ["", "Anno", "Anno_coarse"])
@pytest.mark.parametrize("pictures", ["", "Img"])
def test_files_are_found_wherever_they_are_unpacked(tmp_path: Path, annotations: str, pictures: str) -> None:
    assert [example.product for example in read(write(tmp_path, annotations, pictures))] == list(SIZES)


def test_categories_are_brought_to_the_catalogues_types(tmp_path: Path) -> None:
    blouse, _, shirt, cape = read(write(tmp_path))
    assert blouse.right["articleType"] == {"Tops", "Shirts", "Tunics"}
    assert shirt.right["articleType"] == {"Shirts"}
    assert cape.right["articleType"] == frozenset()
    assert {example.right["garment"] for example in (blouse, shirt, cape)} == {frozenset({"yes"})}


def test_attributes_that_name_a_colour_tell_it(tmp_path: Path) -> None:
    blouse, other, shirt, cape = read(write(tmp_path))
    assert blouse.right["baseColour"] == {"White", "Off White"}
    assert other.right["baseColour"] == frozenset()
    assert shirt.right["baseColour"] == {"Navy Blue", "White", "Off White"}
    assert cape.right["baseColour"] == frozenset()


def test_attributes_without_colours_are_not_read_at_all(tmp_path: Path) -> None:
    plain = ATTRIBUTES.replace("navy-striped", "striped").replace("off white", "off shoulder")
    listed = read(write(tmp_path, attr_cloth=plain, attr_img="not read"))
    assert {example.right["baseColour"] for example in listed} == {frozenset()}


def test_pictures_are_kept_whole_and_boxes_are_brought_into_the_frame(tmp_path: Path) -> None:
    portrait, whole, landscape, _ = read(write(tmp_path))
    assert (portrait.cutout[..., 3] == 255).all()
    # 225 x 300 fills the frame
    assert portrait.box == pytest.approx((72 / 225, 79 / 300, 232 / 225, 273 / 300), abs=0.05)
    assert portrait.box[2] == 1.0, "a box that goes beyond the picture ends with the frame"
    assert whole.box == (0.0, 0.0, 1.0, 1.0)
    # 300 x 200 becomes 84 x 56, 28 rows from the top
    expected = (30 / 300, (28 + 40 * 0.28) / 112, 120 / 300, (28 + 160 * 0.28) / 112)
    assert landscape.box == pytest.approx(expected, abs=1e-6)


def test_what_the_benchmark_keeps_back_is_not_learned_from(tmp_path: Path) -> None:
    listed = read(partition(write(tmp_path)))
    assert [example.product for example in listed] == FIRST_AND_THIRD


def test_of_too_many_pictures_some_are_taken_from_all_over_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [example.product for example in read(write(tmp_path), most=2)] == FIRST_AND_THIRD
    assert "DeepFashion: 2 of 4 pictures are used" in capsys.readouterr().err


def test_blank_lines_and_the_line_ends_of_windows_do_no_harm(tmp_path: Path) -> None:
    texts = {name.removeprefix("list_").removesuffix(".txt"): text for name, text in FILES.items()}
    windows = {name: text.replace("\n", "\r\n") + "\r\n" for name, text in texts.items()}
    assert len(read(write(tmp_path, **windows))) == 4


@pytest.mark.parametrize(
    ("name", "line", "text", "complaint"),
    [
        ("category_img", 1, "image_name category_label", "line 1: the number of rows should stand here"),
        ("category_img", 4, "img/a.jpg", "line 4: 1 words stand here, not 2"),
        ("category_img", 3, f"{next(iter(SIZES))} three", "line 3: a word stands where a number should"),
        ("category_img", 3, f"{next(iter(SIZES))} 51", "line 3: there is no such category, only 1 to 3"),
        ("category_cloth", 4, "Dress", "line 4: a name and the number of its kind should stand here"),
        ("attr_img", 5, "img/a.jpg 1 1 1", "line 5: 4 words stand here, not 5"),
        ("attr_img", 3, "img/a.jpg 1 x 1 1", "line 3: a word stands where a number should"),
        ("bbox", 3, f"{next(iter(SIZES))} 1 2 3", "line 3: 4 words stand here, not 5"),
        ("bbox", 3, f"{next(iter(SIZES))} 9 2 3 4", "line 3: the box 9 2 3 4 is empty"),
        ("bbox", 3, "img/other.jpg 1 2 3 4", f"has no line for {next(iter(SIZES))}"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, name: str, line: int, text: str, complaint: str) -> None:
    lines = FILES[f"list_{name}.txt"].splitlines()
    lines[line - 1] = text
    write(tmp_path, **{name: "\n".join(lines) + "\n"})
    with pytest.raises(ValueError, match=complaint) as caught:
        read(tmp_path)
    assert str(tmp_path / "Anno_coarse" / f"list_{name}.txt") in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    (write(tmp_path) / "Anno_coarse" / name).unlink()
    with pytest.raises(ValueError, match=f"{name} is neither in .* nor in its folders Anno, Anno_coarse or Eval"):
        read(tmp_path)


def test_pictures_that_are_missing_are_named(tmp_path: Path) -> None:
    write(tmp_path, pictures="elsewhere")
    with pytest.raises(ValueError, match=r"has no folder img; unpack DeepFashion's img\.zip there"):
        read(tmp_path)
    (tmp_path / "img").mkdir()
    with pytest.raises(ValueError, match=r"img_00000001\.jpg"):
        read(tmp_path)
