"""Tables in the encodings that spreadsheets and old shops write."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.catalog.encoding import text_of

# the curly quotes tell Windows from Latin-1
WEST = "id;name;prix\n1;Robe d’été – “légère”;7,50 €\n2;Chemise à carreaux;19,99 €\n"  # noqa: RUF001
CURLY = "id,title\n1,Men’s shirt\n2,Plain tee\n3,Plain dress\n"  # noqa: RUF001
POLISH = "id;nazwa\n1;Spódnica żółta długa\n2;Koszula męska w kratę\n3;Płaszcz zimowy ciepły źródło\n"
GERMAN = "id;name\n1;Grüne Bluse für Mädchen\n2;Weiße Hose\n3;Größe 42\n"
RUSSIAN = "id;название\n1;Платье красное летнее\n2;Рубашка мужская белая\n"
CHINESE = "id,名称\n1,红色连衣裙 夏季\n2,白色男士衬衫\n3,蓝色牛仔裤\n"
JAPANESE = "id,商品名\n1,青いシャツ 半袖\n2,赤いワンピース\n"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("id,a\n1,été\n", "latin-1", "cp1252"),
        (WEST, "cp1252", "cp1252"),
        (CURLY, "cp1252", "cp1252"),
        (GERMAN, "cp1252", "cp1252"),
        (POLISH, "cp1250", "cp1250"),
        (POLISH, "cp852", "cp852"),
        (RUSSIAN, "cp1251", "cp1251"),
        (CHINESE, "gbk", "gb18030"),
        (JAPANESE, "cp932", "cp932"),
        (WEST, "utf-16", "UTF-16"),
        (WEST, "utf-16-le", "UTF-16-LE"),
        (WEST, "utf-16-be", "UTF-16-BE"),
        (WEST, "utf-32", "UTF-32"),
    ],
)
def test_an_encoding_is_detected_and_said_in_one_line(
    text: str, encoding: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert text_of(text.encode(encoding), "styles.csv") == text
    assert caplog.messages == [f"styles.csv is not UTF-8; it is read as {said}"]


def test_what_tells_the_encoding_may_stand_far_down(caplog: pytest.LogCaptureFixture) -> None:
    text = "id;name\n" + "1;plain shirt in cotton\n" * 50_000 + POLISH
    assert text_of(text.encode("cp1250"), "styles.csv") == text


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_nothing_is_said_of_utf_8(mark: bytes, caplog: pytest.LogCaptureFixture) -> None:
    assert text_of(mark + WEST.encode(), "styles.csv") == WEST
    assert caplog.messages == []


def test_a_wrong_byte_in_utf_8_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    data = WEST.encode() + b"3;caf\xe9;1\n"
    assert text_of(data, "styles.csv") == WEST + "3;caf\ufffd;1\n"
    assert caplog.messages == ["styles.csv is not UTF-8; it is read as UTF-8 but for 1 signs"]


@given(st.binary(max_size=200))
def test_any_bytes_are_some_text(data: bytes) -> None:
    assert "\0" not in text_of(data, "styles.csv")
