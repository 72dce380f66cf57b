"""Tables of separated columns: a quote too many is told with its line, costs no row, and quoted cells stay whole."""

import csv
import io
import string
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookbook.catalog.tables import TableError, known
from lookbook.catalog.tables.delimited import read_delimited

HEADER = "id,gender,kind,title\n"
MANY = [[str(i), "Men", "Shirts", f"Shirt {i}"] for i in range(1001, 1301)]


def rows(text: str) -> list[list[str]]:
    """Read a table in which every quote closes."""
    return list(read_delimited(text, "styles.csv").rows)


def mended(text: str) -> tuple[list[list[str]], list[int]]:
    """Read a table, and the lines of quotes that never close."""
    lines: list[int] = []
    return list(read_delimited(text, "styles.csv", lines.append).rows), lines


def written(table: list[list[str]]) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(table)
    return target.getvalue()


@pytest.mark.parametrize("line", [2, 150, 299, 300, 301])
def test_a_quote_that_never_closes_is_named_by_its_line(line: int) -> None:
    lines = (HEADER + written(MANY)).splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace("Shirt 1", '"Shirt 1')
    with pytest.raises(TableError, match=rf"^styles\.csv, line {line}: a quote .* never closes; "):
        rows("".join(lines))


@pytest.mark.parametrize("line", [2, 150, 300, 301])
def test_a_quote_that_never_closes_costs_no_row_and_is_told(line: int) -> None:
    lines = (HEADER + written(MANY)).splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace("Shirt 1", '"Shirt 1')
    right = [[*row[:3], f'"{row[3]}' if at == line - 2 else row[3]] for at, row in enumerate(MANY)]
    assert mended("".join(lines)) == (right, [line])


def test_a_stray_quote_that_the_next_quoted_cell_ends_costs_no_row() -> None:
    text = HEADER + '1,Men,Shirts,"Red\n2,Men,Shirts,Blue\n3,Men,Shirts,"Green, light"\n4,Men,Shirts,Grey\n'
    right = [["1", "Men", "Shirts", '"Red'], ["2", "Men", "Shirts", "Blue"], ["3", "Men", "Shirts", "Green, light"]]
    assert mended(text) == ([*right, ["4", "Men", "Shirts", "Grey"]], [2])


def test_a_stray_quote_that_an_inch_mark_ends_costs_no_row() -> None:
    text = HEADER + '1001,Men,Shirts,"Red\n1002,Men,Shirts,Blue\n1003,Men,Belts,Belt 36"\n1004,Men,Shirts,Grey\n'
    found, lines = mended(text)
    assert [row[3] for row in found] == ['"Red', "Blue", 'Belt 36"', "Grey"]
    assert lines == [2]


def test_a_stray_quote_in_a_middle_column_leaves_the_others_their_values() -> None:
    text = 'id,title,kind,gender\n1,"Red, light",Shirts,Men\n2,"Blue,Shirts,Men\n3,Grey,Shirts,Men\n'
    found, lines = mended(text)
    assert found[1] == ["2", '"Blue', "Shirts", "Men"]
    assert (len(found), lines) == (3, [3])


def test_several_stray_quotes_are_all_told() -> None:
    text = HEADER + "".join(
        f'{i},Men,Shirts,"Shirt {i}\n' if i % 7 == 3 else f"{i},Men,Shirts,Plain\n" for i in range(40)
    )
    found, lines = mended(text)
    assert [row[0] for row in found] == [str(i) for i in range(40)]
    assert lines == [5, 12, 19, 26, 33, 40]


def test_a_quoted_cell_of_several_lines_is_one_cell_and_lines_are_counted_on() -> None:
    text = HEADER + '1,Men,Shirts,"A shirt,\nin red, blue, green\n\nand ""more"""\n2,Men,Shirts,"Blue\n3,Men,Shirts,x\n'
    found, lines = mended(text)
    assert found[0] == ["1", "Men", "Shirts", 'A shirt,\nin red, blue, green\n\nand "more"']
    assert (found[1:], lines) == ([["2", "Men", "Shirts", '"Blue'], ["3", "Men", "Shirts", "x"]], [6])


def test_a_cell_cut_short_with_its_file_is_named_by_its_line() -> None:
    with pytest.raises(TableError, match=r"^styles\.csv, line 3: a quote .* never closes; "):
        mended(HEADER + '1,Men,Shirts,Red\n2,Men,Shirts,"Blue and\nlong')


def test_a_cell_of_many_letters_is_no_damage() -> None:
    assert rows(f'id,note\n1,"{"x" * 140_000}"\n2,{"y" * 3_000_000}\n') == [
        ["1", "x" * 140_000],
        ["2", "y" * 3_000_000],
    ]


@given(
    st.lists(st.lists(st.text(string.ascii_letters + ' ,;"\t|\r\n', max_size=8), min_size=3, max_size=3), max_size=6),
    st.sampled_from(",;\t|"),
    st.booleans(),
)
def test_what_is_quoted_as_it_should_be_is_read_as_it_was_written(
    table: list[list[str]], separator: str, all_quoted: bool
) -> None:
    numbered = [[str(i), *row] for i, row in enumerate(table)]
    target = io.StringIO()
    if all_quoted:
        writer = csv.writer(target, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(target, delimiter=separator)
    writer.writerows([["id", "a", "b", "c"], *numbered])
    assert mended(target.getvalue()) == (numbered, [])


@given(st.text('ab1,"\n\r ', max_size=60))
def test_any_text_is_read_without_a_loss_or_refused(text: str) -> None:
    with suppress(TableError):
        found, _ = mended("id,a\n" + text)
        assert all(len(row) == 2 for row in found)
        letters = "".join("".join(row) for row in found)
        assert [letters.count(sign) for sign in "ab1"] == [text.count(sign) for sign in "ab1"]


def test_a_row_that_ends_in_a_separator_too_many_loses_the_empty_cell_not_its_value() -> None:
    assert rows("id,title,gender\n1,Tee,Men,\n2,Tee,Men,,\n3,Tee, for Men,\n") == [
        ["1", "Tee", "Men"],
        ["2", "Tee", "Men"],
        ["3", "Tee", " for Men"],
    ]


def test_a_spreadsheets_first_line_may_name_the_separator() -> None:
    assert rows('sep=;\nid;a,b,c\n1;"x;y"\n') == [["1", "x;y"]]
    assert rows('"sep=|"\r\nid|a\r\n1|x\r\n') == [["1", "x"]]


def test_separators_inside_a_quoted_header_don_t_count() -> None:
    table = read_delimited('"id";"name, first, second, third"\n1;x\n', "styles.csv")
    assert (table.columns, list(table.rows)) == (["id", "name, first, second, third"], [["1", "x"]])


def test_a_pipe_separates_columns() -> None:
    assert rows("id|a|b\n1|x, y|z\n") == [["1", "x, y", "z"]]


def test_time_grows_with_the_number_of_columns_not_with_its_square() -> None:
    def seconds(count: int) -> float:
        text = "id," + ",".join(f"c{i}" for i in range(count)) + "\n1," + ",".join("x" * count) + "\n"
        started = time.process_time()
        table = read_delimited(text, "styles.csv")
        assert len(next(known(table, "styles.csv").translated(table, "styles.csv").rows)) == count + 1
        return time.process_time() - started

    few, many = min(seconds(4_000) for _ in range(3)), min(seconds(32_000) for _ in range(3))
    assert many < 24 * few  # 64 times where each column looks through the others


def test_few_columns_take_more_alike_ids_to_tell_rows_from_a_quoted_cell() -> None:
    swallowed = 'id,title\n1001,"Red\n1002,Blue\n1003,Belt 36"\n1004,Grey\n'
    assert mended(swallowed) == ([["1001", '"Red'], ["1002", "Blue"], ["1003", 'Belt 36"'], ["1004", "Grey"]], [2])
    for cell in ("Sizes:\n38, 40", "Red\nblue, green", "1\n2,3"):
        assert mended(f'id,title\n1001,"{cell}"\n1002,x\n') == ([["1001", cell], ["1002", "x"]], [])


def test_columns_without_a_name_at_the_end_of_the_header_are_none() -> None:
    table = read_delimited("id,title,,\n1,Tee,,\n2,Tee,\n3,Tee\n", "styles.csv")
    assert (table.columns, list(table.rows)) == (["id", "title"], [["1", "Tee"], ["2", "Tee"], ["3", "Tee"]])


def test_a_column_without_a_name_as_pandas_writes_its_index_is_left_out() -> None:
    table = read_delimited(",id,title\n0,1,Tee\n", "styles.csv")
    assert list(known(table, "styles.csv").translated(table, "styles.csv").rows) == [["1", "Tee"]]
