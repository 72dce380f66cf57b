"""A text becomes the same numbers everywhere: words, pieces of four letters, and pairs."""

import zlib

from lookbook.encoders.hashing import pieces


def number(piece: str, rows: int = 32768) -> int:
    return zlib.crc32(piece.encode()) % rows


def test_a_text_is_its_words_their_pieces_and_its_pairs() -> None:
    # "red" with its ends marked is #red#: #red, red#; "tee" likewise
    expected = ["red", "tee", "#red", "red#", "#tee", "tee#", "red tee"]
    assert pieces("Red, TEE!") == [number(piece) for piece in expected]


def test_possessives_and_case_make_no_difference() -> None:
    assert pieces("Women's Shirt") == pieces("women shirt")


def test_numbers_stay_below_the_rows_and_nothing_is_row_zero() -> None:
    assert max(pieces("a striped polo shirt for boys", rows=7)) < 7
    assert pieces("?!") == [0]
