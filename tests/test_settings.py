"""Settings come from LOOKBOOK_* variables, then .env, then defaults; a wrong one is named."""

from pathlib import Path

import pytest

from lookbook import photos
from lookbook.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def clean_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder without .env and an environment without LOOKBOOK_* variables."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LOOKBOOK_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults_hold_where_nothing_is_set() -> None:
    settings = Settings.load()
    assert settings.index == Path(".")
    assert settings.resnet50_weights is None
    assert settings.keep_uploads is False
    assert settings.uploads == "uploads"
    assert settings.results == 5


def test_photo_limits_are_the_ones_photos_are_read_with() -> None:
    assert Settings.load().max_photo_bytes == photos.MAX_BYTES == 20_971_520
    assert Settings.load().max_photo_pixels == photos.MAX_PIXELS == 100_000_000


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_INDEX", "/srv/index")
    monkeypatch.setenv("LOOKBOOK_RESNET50_WEIGHTS", "weights/resnet50.h5")
    monkeypatch.setenv("LOOKBOOK_KEEP_UPLOADS", "true")
    settings = Settings.load()
    assert settings.index == Path("/srv/index")
    assert settings.resnet50_weights == Path("weights/resnet50.h5")
    assert settings.keep_uploads is True


def test_dotenv_is_read_and_a_variable_wins_over_it(monkeypatch: pytest.MonkeyPatch, clean_place: Path) -> None:
    (clean_place / ".env").write_text("LOOKBOOK_RESULTS=7\nLOOKBOOK_UPLOADS=seen\n", encoding="utf-8")
    monkeypatch.setenv("LOOKBOOK_RESULTS", "9")
    settings = Settings.load()
    assert settings.results == 9
    assert settings.uploads == "seen"


def test_other_programs_lines_in_dotenv_are_left_alone(clean_place: Path) -> None:
    (clean_place / ".env").write_text("KAGGLE_USERNAME=anna\nLOOKBOOK_RESULTS=3\n", encoding="utf-8")
    assert Settings.load().results == 3


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOKBOOK_RESULTS", "")
    monkeypatch.setenv("LOOKBOOK_RESNET50_WEIGHTS", "")
    settings = Settings.load()
    assert settings.results == 5
    assert settings.resnet50_weights is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOOKBOOK_RESULTS", "many"),
        ("LOOKBOOK_RESULTS", "0"),
        ("LOOKBOOK_KEEP_UPLOADS", "perhaps"),
        ("LOOKBOOK_MAX_PHOTO_BYTES", "-1"),
        ("LOOKBOOK_MAX_PHOTO_PIXELS", "1.5"),
    ],
)
def test_a_wrong_value_gives_one_sentence_with_name_and_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    message = str(caught.value)
    assert message.startswith(f"{name}='{value}' is wrong: ")
    assert message.endswith("; set it right or remove it.")
    assert "\n" not in message


def test_a_dotenv_that_is_no_text_gives_one_sentence(clean_place: Path) -> None:
    (clean_place / ".env").write_bytes(b"LOOKBOOK_UPLOADS=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^\.env can't be read .*; save it as UTF-8 text or remove it\.$"):
        Settings.load()


def test_sources_are_listed_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load().sources == ()
    monkeypatch.setenv("LOOKBOOK_SOURCES", "/data/pics, s3://shop/images,")
    assert Settings.load().sources == ("/data/pics", "s3://shop/images")


def test_every_setting_says_in_one_line_what_it_does() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert "\n" not in field.description


def test_settings_can_not_be_changed_by_accident() -> None:
    settings = Settings.load()
    with pytest.raises(ValueError, match="frozen"):
        settings.results = 3
