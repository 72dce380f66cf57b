"""The page, run in memory: what a visitor sees after each step."""

import base64
import hashlib
import io
import json
import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lookbook import photos
from lookbook.building.build import build
from lookbook.catalog import Catalog
from lookbook.disk import atomic
from lookbook.encoders.base import Photo, Prediction
from lookbook.photos import decoding
from lookbook.photos.pixels import upright_rgb
from lookbook.settings import Settings
from lookbook.ui import examples, pictures, uploads
from lookbook.ui.markdown import percent, plain
from tests.broken_files import BrokenFile, broken_files, encoded
from tests.fakes import MeanColour
from tests.visitor import click, headings, labels, named, open_page, paint_pieces, photo, press, say, titles, upload

HOSTILE = "*bold* $x^2$ :red[hot] :material/star: <script>alert(1)</script>"
SAID: dict[photos.Kind, str] = {
    "empty": "is empty",
    "not a picture": "is not a picture but",
    "unsupported": "be read here",
    "damaged": "that is damaged or cut short",
    "too many pixels": "has too many pixels",
}


def test_the_front_page_asks_and_offers_six_examples(folder: Path) -> None:
    page = open_page()
    assert titles(page) == []
    assert page.title[0].value == "Find it by how it looks"
    assert any("14 pieces" in text.value for text in page.markdown)
    assert named(page, "linked-example-") == ["Shirts", "Jeans", "Backpacks", "Watches", "Belts", "Caps"]
    assert [image.proto.imgs[0].alt for image in page.image][:2] == ["Example: Shirts", "Example: Jeans"]


def test_an_example_finds_its_five_neighbours_and_not_itself(folder: Path) -> None:
    page = click(open_page(), "Jeans")  # the middle one of 05, 06, 07
    assert titles(page) == ["Piece 07", "Piece 05", "Piece 08", "Piece 04", "Piece 09"]
    press(page, "linked-result-0")
    assert any("Cosine similarity: **0.999**" in block.value for block in page.markdown)  # of 06 and 07
    assert [image.proto.imgs[0].alt for image in page.image][:2] == ["Asked with: Piece 06", "Piece 07"]


def test_every_picture_comes_with_the_page_so_that_a_slow_browser_misses_none(folder: Path) -> None:
    for page in (open_page(), click(open_page(), "Jeans")):
        assert len(page.image) >= 6
        for image in page.image:
            address, _, data = image.proto.imgs[0].url.partition(",")
            assert address == "data:image/jpeg;base64"
            assert Image.open(io.BytesIO(base64.b64decode(data))).format == "JPEG"


def test_a_changed_title_is_shown_to_the_next_visitor_and_when_the_table_was_read(folder: Path) -> None:
    page = open_page()
    assert [text.value for text in page.caption if re.match(r"From styles\\?\.csv, read \d", text.value)]
    table = folder / "styles.csv"
    table.write_text(table.read_text("utf-8").replace("Piece 07", "Sale 07"), "utf-8")
    assert titles(click(open_page(), "Jeans"))[0] == "Sale 07"


def test_pictures_that_are_all_gone_are_said_once_and_what_to_do(folder: Path) -> None:
    (folder / "images").rename(folder / "renamed")
    page = say(open_page(), "piece 07")
    (said,) = page.warning
    assert "LOOKBOOK\\_IMAGES" in said.value
    assert not [text for text in page.caption if "is gone" in text.value]
    assert titles(page)[0] == "Piece 07", "they are found all the same"


def test_a_picture_that_is_gone_alone_is_said_in_its_place(folder: Path) -> None:
    (folder / "images" / "07.png").unlink()
    page = click(open_page(), "Jeans")
    assert not page.warning
    assert [text.value for text in page.caption if "is gone" in text.value]


def test_more_results_come_on_demand_until_all_are_shown(folder: Path) -> None:
    page = click(click(open_page(), "Jeans"), "Show more")
    assert titles(page)[5:] == ["Piece 03", "Piece 10", "Piece 02", "Piece 11", "Piece 01"]
    page = click(page, "Show more")
    assert len(titles(page)) == 13
    assert "Show more" not in labels(page)


def test_a_result_leads_on_to_what_is_like_it(folder: Path) -> None:
    page = click(click(open_page(), "Jeans"), "Show more")
    page = press(page, "more-result-0")
    assert titles(page) == ["Piece 08", "Piece 06", "Piece 09", "Piece 05", "Piece 10"]


def test_an_upload_is_answered_and_a_new_search_starts_afresh(folder: Path) -> None:
    page = upload(open_page(), photo())
    assert titles(page) == ["Piece 01", "Piece 02", "Piece 03", "Piece 04", "Piece 05"]
    page = click(page, "New search")
    assert titles(page) == []
    assert len(page.file_uploader) == 1


def test_a_photo_of_something_else_gets_a_friendly_refusal_and_the_choice_to_see_the_nearest(folder: Path) -> None:
    page = upload(open_page(), photo((0, 0, 255)))
    assert titles(page) == []
    assert headings(page) == ["This does not look like something we carry"]
    assert len(titles(click(page, "Show the nearest pieces anyway"))) == 5
    assert "Upload a photo" in [upload.label for upload in click(page, "New search").file_uploader]


def test_what_the_catalogue_shows_itself_is_never_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never_known(self: MeanColour, photos: Sequence[Photo]) -> list[Prediction]:
        return [
            Prediction(vector, unknown=True) for vector in self.encode(np.stack([self.prepare(one) for one in photos]))
        ]

    monkeypatch.setattr(MeanColour, "predict", never_known)
    assert len(titles(click(open_page(), "Jeans"))) == 5


def test_the_setting_says_how_many_results(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_RESULTS", "3")
    assert len(titles(upload(open_page(), photo()))) == 3


def test_the_camera_is_asked_for_only_once_it_was_chosen(folder: Path) -> None:
    page = open_page()
    assert len(page.camera_input) == 0
    page = click(page, "Use the camera")
    jpeg = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 0, 0)).save(jpeg, "JPEG", quality=100)
    page.camera_input[0].set_value(("shot.jpg", jpeg.getvalue(), "image/jpeg"))
    assert titles(page.run())[0] == "Piece 01"
    page = click(page, "New search")
    assert len(page.camera_input) == 0


@pytest.mark.parametrize("broken", broken_files(), ids=lambda broken: broken.name)
def test_a_bad_file_gets_the_message_of_its_kind_and_another_try(folder: Path, broken: BrokenFile) -> None:
    page = upload(open_page(), broken.data, broken.name)
    assert titles(page) == []
    assert page.error[0].value.startswith(f"**This photo can't be used.** {plain(broken.name)} ")
    assert SAID[broken.kind] in page.error[0].value
    assert titles(upload(page, photo()))[0] == "Piece 01"
    assert len(page.error) == 0


def test_a_photo_over_the_limit_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_MAX_PHOTO_BYTES", "20")
    assert (
        upload(open_page(), photo()).error[0].value.startswith("**This photo can't be used.** photo\\.png is too large")
    )


def test_browser_server_and_reader_have_the_same_limit(folder: Path) -> None:
    config = tomllib.loads((Path(__file__).parents[1] / ".streamlit" / "config.toml").read_text())
    page = open_page()
    widget = page.file_uploader[0].proto.max_upload_size_mb
    with pytest.raises(photos.PhotoError, match=f"at most {widget} MB"):
        photos.check_bytes(photos.MAX_BYTES + 1, photos.MAX_BYTES, None)
    assert widget * 1_000_000 >= photos.MAX_BYTES, "browsers count millions"
    assert config["server"]["maxUploadSize"] * 2**20 >= photos.MAX_BYTES + 10_000, "the server counts the form as well"


@pytest.mark.parametrize(("form", "times"), [("PNG", 1), ("WEBP", 1), ("JPEG", 2)])
def test_a_photo_is_decoded_once_and_a_jpeg_once_for_each_scale(
    form: str, times: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded = []

    def counted(image: Image.Image, *given: Any) -> Photo:
        decoded.append(image.size)
        return upright_rgb(image, *given)

    page = open_page()
    monkeypatch.setattr(decoding, "upright_rgb", counted)
    assert titles(upload(page, encoded(Image.new("RGB", (1600, 1200), (200, 0, 0)), form)))[0] == "Piece 01"
    assert len([size for size in decoded if size[0] * 3 == size[1] * 4]) == times


def test_without_an_index_the_page_says_how_to_build_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_INDEX", str(folder / "empty"))
    page = open_page()
    assert not page.exception
    assert page.error[0].value.startswith("**There is no catalogue to search yet.**")
    assert plain("python build_index.py") in page.error[0].value


def test_a_lost_catalogue_a_foreign_encoder_and_a_wrong_setting_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = json.loads((folder / "index.json").read_text())

    def told(**changes: object) -> str:
        (folder / "index.json").write_text(json.dumps(manifest | changes))
        page = open_page()
        assert not page.exception
        return str(page.error[0].value)

    assert told(images_root="gone.zip").startswith("**The catalogue can't be opened.**")
    foreign = manifest["encoder"] | {"weights_sha256": "f" * 64}
    assert told(encoder=foreign).startswith("**The index does not fit the installed encoder.**")
    assert told(format=99).startswith("**The index can't be used.**")
    monkeypatch.setenv("LOOKBOOK_RESULTS", "none")
    assert told().startswith("**A setting is wrong.**")


def test_a_new_index_is_picked_up_without_a_restart(folder: Path) -> None:
    page = click(open_page(), "Jeans")
    (folder / "images" / "07.png").unlink()
    build(Catalog.open(folder / "images", relative_to=folder), MeanColour(), folder)
    assert titles(page.run())[0] == "Piece 05"


def test_a_picture_that_is_gone_costs_only_itself(folder: Path) -> None:
    (folder / "images" / "07.png").unlink()
    page = click(open_page(), "Jeans")
    assert titles(page)[0] == "Piece 07"
    assert ":material/hide_image: This picture is gone." in [caption.value for caption in page.caption]


def test_two_visitors_never_meet(folder: Path) -> None:
    one, other = open_page(), open_page()
    upload(one, photo((200, 0, 0)))
    upload(other, photo((200, 140, 0)))
    assert titles(one.run())[0] == "Piece 01"
    assert titles(other.run())[0] == "14"
    assert titles(open_page()) == []
    assert one.image[0].value != other.image[0].value


def test_catalogue_text_is_shown_as_it_is(folder: Path) -> None:
    styles = (folder / "styles.csv").read_text()
    styles = styles.replace("Piece 07", HOSTILE).replace("Jeans", HOSTILE)
    (folder / "styles.csv").write_text(styles)
    page = open_page()
    assert named(page, "linked-example-")[1] == plain(HOSTILE)
    page = press(page, "linked-example-1")
    assert titles(page)[0] == plain(HOSTILE)
    page = press(page, "linked-result-0")
    assert headings(page)[-1] == plain(HOSTILE)
    assert any(f"Type: **{plain(HOSTILE)}**" in text.value for text in page.markdown)


def test_markdown_is_escaped_sign_by_sign() -> None:
    assert plain("*a* $b$\n`c`") == r"\*a\* \$b\$ \`c\`"
    assert plain(":red[d] <b>") == r"\:red\[d\] \<b\>"
    assert plain("Men's 50% cotton, navy") == "Men\\'s 50\\% cotton\\, navy"


def test_a_share_is_whole_percent_and_never_below_nothing() -> None:
    assert [percent(share) for share in (0.934, 1.0, -0.2)] == ["93\u2009%", "100\u2009%", "0\u2009%"]


def test_photos_are_kept_only_on_request_and_named_by_their_content(folder: Path, tmp_path: Path) -> None:
    upload(open_page(), photo())
    assert not (tmp_path / "uploads").exists()
    settings = Settings(keep_uploads=True)
    for data in (photo(), photo()):
        uploads.keep(data, photos.read(data), settings)
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == [hashlib.sha256(photo()).hexdigest() + ".jpg"]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_what_a_camera_writes_into_a_photo_is_never_kept(
    form: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOKBOOK_KEEP_UPLOADS", "true")
    exif = Image.Exif()
    exif[0x0110], exif[0x0112], exif[0x8825] = "Camera of Anna", 6, {1: "N", 2: (48.0, 51.0, 30.0)}
    taken = encoded(Image.new("RGB", (9, 4), (200, 0, 0)), form, exif=exif.tobytes())
    assert b"Camera of Anna" in taken
    upload(open_page(), taken)
    (kept,) = (tmp_path / "uploads").iterdir()
    with Image.open(kept) as image:
        assert (image.size, len(image.getexif()), set(image.info)) == (
            (4, 9),
            0,
            {"jfif", "jfif_version", "jfif_unit", "jfif_density"},
        )
    assert b"Anna" not in kept.read_bytes()


def test_kept_photos_go_by_age_and_by_size_the_oldest_first(tmp_path: Path) -> None:
    day = 24 * 3600
    for number, age in enumerate((31, 20, 10, 1)):
        path = tmp_path / f"{number:064x}.jpg"
        path.write_bytes(bytes(600_000))
        os.utime(path, (100 * day - age * day,) * 2)
    (tmp_path / "own notes.jpg").touch()
    os.utime(tmp_path / "own notes.jpg", (0, 0))
    uploads.sweep(Settings(uploads=str(tmp_path), uploads_days=0, uploads_megabytes=0), 100 * day)
    assert len(list(tmp_path.iterdir())) == 5
    uploads.sweep(Settings(uploads=str(tmp_path), uploads_days=30, uploads_megabytes=0), 100 * day)
    assert not (tmp_path / f"{0:064x}.jpg").exists()
    uploads.sweep(Settings(uploads=str(tmp_path), uploads_days=30, uploads_megabytes=1), 100 * day)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{3:064x}.jpg", "own notes.jpg"]


def test_a_line_in_the_log_tells_what_a_question_took_and_nothing_of_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOKBOOK_LOG", str(tmp_path / "queries.log"))
    upload(open_page(), photo(), "secret.png")
    upload(open_page(), b"secret", "secret.png")
    say(open_page(), "secret words")
    written = (tmp_path / "queries.log").read_text("utf-8")
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["with"] for line in lines] == [["photo"], ["photo"], ["text"]]
    assert set(lines[0]["stages"]) == {"photo", "ask"}
    assert (lines[0]["results"], lines[1]["error"]) == (14, "PhotoError")
    assert "secret" not in written


def test_queries_are_not_noted_where_the_owner_wants_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LOOKBOOK_LOG", "off")
    upload(open_page(), photo())
    assert "lookbook.requests" not in {record.name for record in caplog.records}


def test_a_log_that_can_not_be_written_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_LOG", str(folder / "no such folder" / "queries.log"))
    said = upload(open_page(), photo()).error[0].value.replace("\\", "")
    assert "can't be written (No such file or directory)" in said


def test_a_page_that_keeps_photos_says_so(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_KEEP_UPLOADS", "true")
    monkeypatch.setenv("LOOKBOOK_UPLOADS", str(tmp_path / "their photos"))
    page = open_page()
    assert "Photos you upload here are kept by the owner of this page." in [caption.value for caption in page.caption]
    upload(page, photo())
    assert len(list((tmp_path / "their photos").iterdir())) == 1


def test_a_full_disk_costs_no_visitor_their_search(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("LOOKBOOK_KEEP_UPLOADS", "true")
    monkeypatch.setattr(atomic, "write", full)
    assert titles(upload(open_page(), photo()))[0] == "Piece 01"
    assert "No space left on device" in caplog.text


def test_examples_are_the_middle_of_the_commonest_types_one_a_shelf(tmp_path: Path) -> None:
    stems = [Path(name).stem for name in examples.choose(paint_pieces(tmp_path))]
    assert stems == ["02", "06", "11", "09", "13", "12"]


def test_without_a_product_table_examples_are_spread_over_the_catalogue(tmp_path: Path) -> None:
    paint_pieces(tmp_path)
    (tmp_path / "styles.csv").unlink()
    catalog = Catalog.open(tmp_path / "images", relative_to=tmp_path)
    assert [Path(name).stem for name in examples.choose(catalog)] == ["02", "04", "06", "08", "10", "12"]


def test_a_photo_is_shown_no_larger_than_needed() -> None:
    grey = np.full((1800, 900, 3), 128, np.uint8)
    assert photos.read(pictures.photo(grey)).shape == (900, 450, 3)
