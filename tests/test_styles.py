"""Any product table serves: a small file says which of its columns is which of ours, and some tables are known."""

import csv
import io
import json
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lookbook.book import Lookbook
from lookbook.building.build import build
from lookbook.building.options import Options
from lookbook.catalog import Catalog, CatalogError
from lookbook.catalog.tables import Table, TableError, known, read_columns
from lookbook.catalog.tables.mapping import BUILT_IN
from lookbook.index import Index
from lookbook.settings import Settings
from lookbook.training.deepfashion_labels import TYPES
from tests.fakes import MeanColour, paint

ROOT = Path(__file__).parents[1]
RED, DARK_RED, GREEN = (255, 0, 0), (200, 0, 0), (0, 255, 0)

OWN = "sku\tphoto\tname\tkind\tfor\tcolour\tstock\n"
OWN += "A-1\tred.png\tPlain shirt\tshirt\tladies\tcrimson\t3\n"
OWN += "A-2\tmore/dark.png\tDark shirt\tshirt\tgents\tcrimson\t0\n"
OWN += "A-3\tgreen.png\tGreen bag\tbag\tladies\tgreen\t7\n"
TOML = """\
[columns]
id = "sku"
picture = "photo"
productDisplayName = "name"
articleType = "kind"
gender = "for"
baseColour = "colour"

[values.gender]
ladies = "Women"
gents = "Men"

[values.articleType]
shirt = "Shirts"
bag = "Handbags"
"""
OWN_PICTURES = {"pics/red.png": RED, "pics/more/dark.png": DARK_RED, "pics/green.png": GREEN}

ARTICLES = """\
article_id,product_code,prod_name,product_type_no,product_type_name,product_group_name,graphical_appearance_no,\
graphical_appearance_name,colour_group_code,colour_group_name,perceived_colour_value_id,perceived_colour_value_name,\
perceived_colour_master_id,perceived_colour_master_name,department_no,department_name,index_code,index_name,\
index_group_no,index_group_name,section_no,section_name,garment_group_no,garment_group_name,detail_desc
0108000015,0108000,Plain top,253,Vest top,Garment Upper body,1010016,Solid,42,Red,4,Dark,18,Red,1676,Jersey Basic,\
A,Ladieswear,1,Ladieswear,16,Womens Everyday Basics,1002,Jersey Basic,"Top in jersey, with ""narrow"" straps."
0108000044,0108000,Slim tee,255,T-shirt,Garment Upper body,1010016,Solid,43,Dark Red,4,Dark,18,Red,1676,Jersey Basic,\
F,Menswear,3,Menswear,26,Men Basics,1002,Jersey Basic,
0211000001,0211000,Box pumps,87,Pumps,Shoes,1010016,Solid,93,Dark Green,4,Dark,19,Green,3510,Shoes,D,Divided,2,\
Divided,50,Divided Shoes,1020,Shoes,"Pumps, in green."
"""
ARTICLE_PICTURES = {
    "images/010/0108000015.png": RED,
    "images/010/0108000044.png": DARK_RED,
    "images/021/0211000001.png": GREEN,
}

CATEGORIES = "3\ncategory_name  category_type\nBlouse         1\nButton-Down    1\nCape           3\n"
ATTRIBUTES = "3\nattribute_name  attribute_type\na-line                       3\nfloral print                 1\n"
ATTRIBUTES += "off white                    1\n"
IN_SHOP = {
    "img/WOMEN/Tees/id_00000001/02_1_front.png": RED,
    "img/WOMEN/Tees/id_00000001/02_3_back.png": DARK_RED,
    "img/MEN/Pants/id_00000002/01_1_front.png": GREEN,
}
FASHION = {
    "img/Sheer_Pleated-Front_Blouse/img_00000001.png": RED,
    "img/Striped_Shirt/img_00000001.png": DARK_RED,
    "img/Wool_Cape/img_00000001.png": GREEN,
}


def a_list(columns: str, pictures: Mapping[str, object], *labels: str) -> str:
    """Write a list as DeepFashion does: the count, the names, and columns filled up with spaces."""
    rows = [f"{name:<70} {label}" for name, label in zip(pictures, labels, strict=True)]
    return "\n".join([str(len(rows)), columns, *rows]) + "\n"


def shop(folder: Path, pictures: Mapping[str, tuple[int, int, int]], files: Mapping[str, str] = {}) -> Path:
    """Write plain pictures, and text files."""
    for name, colour in pictures.items():
        paint(folder / name, colour)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def searched(images: Path, index: Path, styles: Path | None = None, columns: Path | None = None) -> Lookbook:
    """Build the index of a catalogue and open it again."""
    catalog = Catalog.open(images, styles, index, columns)
    build(catalog, MeanColour(), index, Options(styles=styles, columns=columns))
    saved = Index.load(index)
    again = Catalog.at(saved.images_root, saved.filenames, saved.styles, index, saved.columns)
    return Lookbook(saved, again, MeanColour(), Settings(), index)


# A table of one's own


@pytest.mark.parametrize("beside", [True, False])
def test_a_small_file_makes_any_table_serve(tmp_path: Path, beside: bool) -> None:
    folder = shop(tmp_path / "shop", OWN_PICTURES, {"products.tsv": OWN})
    mapping = folder / "columns.toml" if beside else tmp_path / "mine.toml"
    mapping.write_text(TOML)
    book = searched(folder / "pics", tmp_path / "index", folder / "products.tsv", None if beside else mapping)
    hits = book.search(paint(tmp_path / "query.png", RED), where={"gender": "men", "articleType": "Shirts"})
    assert [(hit.id, hit.filename) for hit in hits] == [("A-2", "pics/more/dark.png")]
    assert book.product(hits[0]) == {
        "id": "A-2", "picture": "more/dark.png", "productDisplayName": "Dark shirt", "articleType": "Shirts",
        "gender": "Men", "baseColour": "crimson", "stock": "0",
    }  # fmt: skip
    assert [hit.id for hit in book.search(text="green bag")] == ["A-3"]
    assert [hit.id for hit in book.search(like="A-1", where={"stock": "7"})] == ["A-3"]


def test_the_command_takes_it_and_the_index_remembers_it(tmp_path: Path) -> None:
    (tmp_path / "pics").mkdir()
    for name in ("1001", "1003", "1005"):
        shutil.copy(ROOT / "images" / f"{name}.jpg", tmp_path / "pics")
    (tmp_path / "products.csv").write_text("code;what;price\n1001;Tee;5\n1003;Kurta;7\n1005;Knit;9\n", "utf-8-sig")
    (tmp_path / "mine.toml").write_text('[columns]\nid = "code"\nproductDisplayName = "what"\n', "utf-8-sig")

    def run(*arguments: object) -> str:
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    files = ("--styles", tmp_path / "products.csv", "--columns", tmp_path / "mine.toml")
    run("build_index.py", tmp_path / "pics", *files, "--output", tmp_path / "index", "--encoder", "fashion")
    assert json.loads((tmp_path / "index" / "index.json").read_text())["columns"] == "../mine.toml"
    query = (ROOT / "images" / "1001.jpg", "--index", tmp_path / "index", "--where", "price=7", "--json")
    (result,) = json.loads(run("-m", "lookbook", "search", *query))["results"]
    assert result["product"] == {"id": "1003", "productDisplayName": "Kurta", "price": "7"}


def test_the_file_that_is_named_wins_over_the_one_beside_and_that_over_the_known(tmp_path: Path) -> None:
    folder = shop(tmp_path / "shop", {"pics/1.png": RED}, {"styles.csv": "id,a,b\n1,x,y\n"})
    named = tmp_path / "mine.toml"
    named.write_text('[columns]\nyear = "b"\n')
    assert Catalog.open(folder / "pics").columns == ["id", "a", "b"]
    (folder / "columns.toml").write_text('[columns]\nyear = "a"\n')
    beside = Catalog.open(folder / "pics")
    assert beside.columns == ["id", "year", "b"]
    named_columns = Catalog.open(folder / "pics", columns=named)
    assert named_columns.columns == ["id", "a", "year"]
    assert beside.styles_sha256 != named_columns.styles_sha256, "words kept with an index are fitted again"


def test_an_index_from_before_there_were_columns_still_opens(tmp_path: Path) -> None:
    searched(shop(tmp_path / "shop", OWN_PICTURES), tmp_path)
    manifest = json.loads((tmp_path / "index.json").read_text())
    assert manifest.pop("columns", ...) is None
    (tmp_path / "index.json").write_text(json.dumps(manifest))
    assert Index.load(tmp_path).columns is None


def test_a_column_of_theirs_gives_way_to_ours_and_may_serve_twice(tmp_path: Path) -> None:
    mapping = '[columns]\nid = "sku"\nsubCategory = "kind"\nkind = "kind"\n[values.subCategory]\ntee = "Topwear"\n'
    folder = shop(tmp_path, {"9.png": RED}, {"styles.csv": "id,sku,kind\n1,9, tee \n", "columns.toml": mapping})
    assert Catalog.open(folder).product(f"{folder.name}/9.png") == {
        "id": "9",
        "subCategory": "Topwear",
        "kind": "tee",
    }


def test_pictures_of_one_product_have_its_id_and_each_its_own_row(tmp_path: Path) -> None:
    mapping = '[columns]\nid = "sku"\npicture = "file"\n'
    table = "sku,file,a\n7,./front.png,x\n7,back.png,y\n,side,z\n8,,nothing\n"
    pictures = {"pics/front.png": RED, "pics/back.png": RED, "pics/side.png": RED, "pics/other.png": RED}
    catalog = Catalog.open(shop(tmp_path, pictures, {"styles.csv": table, "columns.toml": mapping}) / "pics")
    assert [catalog.product(name).get("a") for name in catalog.filenames] == ["y", "x", None, "z"]
    ids = [catalog.product_id(name) for name in catalog.filenames]
    assert ids == ["7", "7", "other", "side"]


def test_a_table_without_a_row_for_any_picture_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Catalog.open(shop(tmp_path, {"pics/red.png": RED}, {"styles.csv": "id,a\n1,x\n"}) / "pics")
    (message,) = caplog.messages
    assert message.startswith("none of the pictures has a row in styles.csv; ")
    assert "such as red," in message


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.lists(
        st.lists(st.text(string.ascii_letters + ' ,;"\t\n', max_size=5), min_size=2, max_size=2), max_size=4
    ),
    separator=st.sampled_from(",;\t"),
)
def test_values_reach_the_catalogue_as_they_stand_but_for_padding(
    tmp_path: Path, table: list[list[str]], separator: str
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator)
    writer.writerows([["note", "sku", "kind"], *([note, str(i), kind] for i, (note, kind) in enumerate(table))])
    (tmp_path / "t.csv").write_bytes(written.getvalue().encode())
    (tmp_path / "columns.toml").write_text('[columns]\nid = "sku"\narticleType = "kind"\n')
    (tmp_path / "0.png").touch()
    catalog = Catalog.at(str(tmp_path), [f"{i}.png" for i in range(len(table))], tmp_path / "t.csv")
    found = [catalog.product(name) for name in catalog.filenames]
    assert found == [
        {"note": note.strip(), "id": str(i), "articleType": kind.strip()} for i, (note, kind) in enumerate(table)
    ]


# What can't be used


@pytest.mark.parametrize(
    ("table", "mapping", "message"),
    [
        (
            "sku,b\n1,2\n",
            '[columns]\nid = "SKU"\n',
            "columns.toml names the column SKU, but styles.csv has no such column, only sku, b; correct columns.toml.",
        ),
        (
            "id,b\n1,2\n",
            '[values.gender]\na = "b"\n',
            "columns.toml names values of gender, but styles.csv has no such column, only id, b; correct columns.toml.",
        ),
        (
            "sku,b\n1,2\n",
            '[columns]\ngender = "b"\n',
            'styles.csv has no id column, only sku, b; name it in columns.toml: id = "THEIR COLUMN" below [columns].',
        ),
        ("id\n1\n", "[columns\n", r"columns.toml can't be read as TOML: .*; correct it\."),
        ("id\n1\n", "[colums]\n", r"columns.toml may only have \[columns\] and \[more\] with lines .*; correct it\."),
        ("id\n1\n", "[columns]\nid = 1\n", r"columns.toml may only have .*; correct it\."),
        ("id\n1\n", "columns = 1\n", r"columns.toml may only have .*; correct it\."),
        ("id\n1\n", "[values]\ngender = 1\n", r"columns.toml may only have .*; correct it\."),
        ("id\n1\n", "[values.gender]\na = 1\n", r"columns.toml may only have .*; correct it\."),
        ("3\n", "", r"styles.csv, line 2: the names of the columns should stand here\."),
    ],
)
def test_what_can_not_be_used_gives_one_sentence(tmp_path: Path, table: str, mapping: str, message: str) -> None:
    shop(tmp_path, {"1.png": RED}, {"styles.csv": table, "columns.toml": mapping})
    with pytest.raises(CatalogError) as caught:
        Catalog.open(tmp_path, relative_to=tmp_path)
    assert str(caught.value) == message or re.fullmatch(message, str(caught.value))


def test_a_file_of_columns_that_is_missing_or_has_no_table_says_so(tmp_path: Path) -> None:
    shop(tmp_path, {"1.png": RED}, {"mine.toml": TOML})
    with pytest.raises(CatalogError, match=r"gone\.toml does not exist; check the path\.$"):
        Catalog.open(tmp_path, columns=tmp_path / "gone.toml")
    with pytest.raises(
        CatalogError, match=r"^there is no product table for .*mine\.toml near .*; name it with --styles\."
    ):
        Catalog.open(tmp_path, columns=tmp_path / "mine.toml")


def refusal(data: bytes) -> str:
    """What is said against bytes that should tell columns, "" where nothing is."""
    try:
        read_columns(data, "columns.toml")
    except TableError as error:
        return str(error)
    return ""


@given(st.binary(max_size=60) | st.text('[]columnsvalues.="a1\n', max_size=40).map(str.encode))
def test_any_bytes_tell_columns_or_are_refused_with_one_sentence(data: bytes) -> None:
    assert re.fullmatch(r"(columns\.toml [^\n]*; correct it\.)?", refusal(data))


def test_the_examples_of_the_documentation_are_read() -> None:
    examples = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "catalogues.md").read_text(), re.DOTALL)
    columns, of_a_database = (read_columns(example.encode(), "columns.toml") for example in examples)
    assert columns.filled
    assert columns.parts["articleType"].of("Clothing > Tops > Shirts") == "Shirts"
    assert columns.pictures == ("photo2", "photo3")
    assert of_a_database.changed == "updated_at"


@pytest.mark.parametrize(
    "wrong",
    [
        "[more]\nid = 1\n",
        '[parts]\narticleType = "a"\n',
        '[parts.articleType]\ncolumn = "a"\n',
        '[parts.articleType]\ncolumn = "a"\nseparator = ""\npart = 0\n',
        '[parts.articleType]\ncolumn = "a"\nseparator = ">"\npart = true\n',
        "[rows]\nfilled = 1\n",
        "[rows]\npictures = [1]\n",
        "[rows]\nother = true\n",
        "rows = 1\n",
    ],
)
def test_what_is_wrong_in_the_other_parts_is_refused_too(wrong: str) -> None:
    assert re.fullmatch(r"columns\.toml may only have [^\n]*; correct it\.", refusal(wrong.encode()))


# Tables that are known


def test_hms_articles_are_known(tmp_path: Path) -> None:
    folder = shop(tmp_path / "hm", ARTICLE_PICTURES, {"articles.csv": ARTICLES})
    book = searched(folder / "images", tmp_path / "index")
    assert book.catalog.styles == "articles.csv"
    hits = book.search(paint(tmp_path / "query.png", RED), where={"gender": "Women", "subCategory": "Topwear"})
    assert [hit.id for hit in hits] == ["0108000015"]
    top, tee, pumps = map(book.catalog.product, sorted(ARTICLE_PICTURES))
    assert (top["productDisplayName"], top["articleType"], top["baseColour"]) == ("Plain top", "Tops", "Red")
    assert (tee["gender"], tee["articleType"], tee["baseColour"]) == ("Men", "Tshirts", "Maroon")
    assert (pumps["gender"], pumps["masterCategory"], pumps["articleType"]) == ("Women", "Footwear", "Heels")
    assert top["detail_desc"] == 'Top in jersey, with "narrow" straps.'
    assert top["garment_group_name"] == "Jersey Basic"
    assert [hit.id for hit in book.search(text="navy pumps")] == ["0211000001"]
    assert len(book.catalog.columns) == 26, "25 columns, one of which serves twice"


@pytest.mark.parametrize("annotations", ["Anno", "Anno_coarse"])
def test_deepfashions_categories_are_known(tmp_path: Path, annotations: str) -> None:
    table = a_list("image_name                             category_label", FASHION, "1", "2", "3")
    lists = {f"{annotations}/list_category_img.txt": table, f"{annotations}/list_category_cloth.txt": CATEGORIES}
    folder = shop(tmp_path / "deepfashion", {f"Img/{name}": colour for name, colour in FASHION.items()}, lists)
    book = searched(folder / "Img", tmp_path / "index")
    assert book.catalog.styles == f"{annotations}/list_category_img.txt"
    hits = book.search(paint(tmp_path / "query.png", GREEN), where={"articleType": "Shirts"})
    assert [hit.filename for hit in hits] == ["Img/img/Striped_Shirt/img_00000001.png"]
    kinds = [book.catalog.product(name)["articleType"] for name in book.catalog.filenames]
    assert kinds == ["Tops", "Shirts", "Cape"]


def test_deepfashions_attributes_are_what_words_find(tmp_path: Path) -> None:
    table = a_list("image_name  attribute_labels", FASHION, " 1 -1  1", "-1  1  0", "-1 -1 -1")
    lists = {"Anno/list_attr_img.txt": table, "Anno/list_attr_cloth.txt": ATTRIBUTES}
    folder = shop(tmp_path / "deepfashion", FASHION, lists)
    book = searched(folder / "img", tmp_path / "index", folder / "Anno" / "list_attr_img.txt")
    titles = [book.catalog.product(name)["productDisplayName"] for name in book.catalog.filenames]
    assert titles == ["a-line, off white", "floral print", ""]
    assert [hit.filename for hit in book.search(text="floral")] == ["img/Striped_Shirt/img_00000001.png"]


def test_deepfashions_in_shop_lists_are_known(tmp_path: Path) -> None:
    items = a_list(
        "image_name item_id evaluation_status", IN_SHOP, "id_00000001 train", "id_00000001 query", "id_2 query"
    )
    boxes = "3\nimage_name  clothes_type  pose_type  x_1  y_1  x_2  y_2\n"
    boxes += "".join(
        f"{name}  {kind}  000  001  150  256\n" for name, kind in zip(IN_SHOP, ("1  1", "1  3", "2  5"), strict=True)
    )
    lists = {"Eval/list_eval_partition.txt": items, "Anno/list_bbox_inshop.txt": boxes}
    folder = shop(tmp_path / "inshop", IN_SHOP, lists)
    book = searched(folder / "img", tmp_path / "index", folder / "Eval" / "list_eval_partition.txt")
    hits = book.search(paint(tmp_path / "query.png", RED), where={"evaluation_status": "query"})
    assert [hit.id for hit in hits] == ["id_00000001", "id_2"]
    other = Catalog.open(folder / "img", folder / "Anno" / "list_bbox_inshop.txt")
    pants = other.product("img/MEN/Pants/id_00000002/01_1_front.png")
    assert (pants["subCategory"], pants["view"], pants["y_2"]) == ("Bottomwear", "detail", "256")


@pytest.mark.parametrize(
    ("category", "message"),
    [
        ("4", "line 3: there is no such category, only 1 to 3"),
        ("x", "line 3: a word stands where a number should"),
        ("1 2", "line 3: 3 words"),
    ],
)
def test_a_wrong_line_of_a_list_is_named(tmp_path: Path, category: str, message: str) -> None:
    lists = {
        "Anno/list_category_img.txt": a_list("image_name category_label", {"img/1.png": RED}, category),
        "Anno/list_category_cloth.txt": CATEGORIES,
    }
    shop(tmp_path, {"img/1.png": RED}, lists)
    with pytest.raises(CatalogError, match=rf"^Anno/list_category_img\.txt, {message}"):
        Catalog.open(tmp_path / "img", relative_to=tmp_path)
    (tmp_path / "Anno" / "list_category_cloth.txt").unlink()
    with pytest.raises(CatalogError, match=r"^Anno/list_category_cloth\.txt does not exist; check the path\.$"):
        Catalog.open(tmp_path / "img", relative_to=tmp_path)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_known_table_is_recognised_and_says_our_columns(name: str) -> None:
    path = ROOT / "lookbook" / "catalog" / "tables" / f"{name}.toml"
    columns = read_columns(path.read_bytes(), path.name)
    assert known(Table(list(columns.theirs.values()), iter([])), "table").name == path.name
    ours = {*columns.theirs, *columns.more, *columns.parts, *columns.values} - {"picture", "view", "brand", "price"}
    with (ROOT / "styles.csv").open(newline="") as file:
        assert ours <= {*next(csv.reader(file))}


def test_deepfashions_categories_mean_what_training_takes_for_right() -> None:
    path = ROOT / "lookbook" / "catalog" / "tables" / "deepfashion_category.toml"
    said = read_columns(path.read_bytes(), path.name).values["articleType"]
    assert {category for category, right in TYPES.items() if said.get(category, category) not in right} == set()
    assert said.keys() <= TYPES.keys()
