"""Other languages: the commonest kinds of garment and colours, in one and in many, as a customer writes them."""

from pathlib import Path

import pytest

from lookbook.book import Lookbook
from lookbook.retrieval.text import TextRetriever

ROOT = Path(__file__).parents[1]
SHOES = ("subCategory", "shoes")
SNEAKERS = ("articleType", "casual shoes")
TYPES = {
    name: ("articleType", name)
    for name in [
        "tshirts",
        "dresses",
        "shirts",
        "jeans",
        "tops",
        "sweaters",
        "handbags",
        "watches",
        "jackets",
        "trousers",
        "skirts",
        "belts",
        "socks",
    ]
}

GERMAN = """rote kleider,dresses,red; schwarzes Kleid,dresses,black; weiße Hemden,shirts,white; blaue Jeans,jeans,blue
grüne Pullover,sweaters,green; gruene Socken,socks,green; graue Jacken,jackets,grey; braune Gürtel,belts,brown
braunen Ledergürtel,belts,brown; rosa Bluse,tops,pink; lila Röcke,skirts,purple; gelbe Schuhe,shoes,yellow
beiges Hemd,shirts,beige; orangene Turnschuhe,sneakers,orange; goldene Uhr,watches,gold
silberne Armbanduhren,watches,silver
dunkelblaue Hosen,trousers,navy blue; schwarzer Handtasche,handbags,black; rotes Oberteil,tops,red
eine weisse Handtasche,handbags,white; blauem Rock,skirts,blue; grauem Pulli,sweaters,grey"""
FRENCH = """robes rouges,dresses,red; robe noire,dresses,black; chemises blanches,shirts,white; jean bleu,jeans,blue
pulls verts,sweaters,green; vestes grises,jackets,grey; veste grise,jackets,grey; ceintures marron,belts,brown
ceinture brune,belts,brown; jupes roses,skirts,pink; jupe violette,skirts,purple; chaussures jaunes,shoes,yellow
chemisier beige,tops,beige; baskets oranges,sneakers,orange; montres dorées,watches,gold; montre argentée,watches,silver
pantalons bleus,trousers,blue; chaussettes noires,socks,black; pantalon vert,trousers,green; robe bleue,dresses,blue"""
SPANISH = """vestidos rojos,dresses,red; vestido negro,dresses,black; camisas blancas,shirts,white
vaqueros azules,jeans,blue
suéter verde,sweaters,green; chaquetas grises,jackets,grey; chaqueta gris,jackets,grey; cinturones marrones,belts,brown
cinturón marrón,belts,brown; blusa rosa,tops,pink; faldas moradas,skirts,purple; zapatos amarillos,shoes,yellow
camisetas beis,tshirts,beige; zapatillas naranjas,sneakers,orange; relojes dorados,watches,gold
reloj plateado,watches,silver; pantalones azules,trousers,blue; calcetines negros,socks,black; falda azul,skirts,blue"""
ITALIAN = """vestiti rossi,dresses,red; vestito nero,dresses,black; camicie bianche,shirts,white; jeans blu,jeans,blue
maglioni verdi,sweaters,green; giacche grigie,jackets,grey; giacca grigia,jackets,grey; cinture marroni,belts,brown
cintura marrone,belts,brown; camicetta rosa,tops,pink; gonne viola,skirts,purple; scarpe gialle,shoes,yellow
magliette beige,tshirts,beige; scarpe arancioni,shoes,orange; orologi dorati,watches,gold
orologio argentato,watches,silver; pantaloni azzurri,trousers,blue; calzini neri,socks,black
borsette rosse,handbags,red"""
HINDI = """laal poshak,dresses,red; kali poshak,dresses,black; safed kameez,shirts,white; neeli jeens,jeans,blue
hara swetar,sweaters,green; slethi jaket,jackets,grey; bhura kamarband,belts,brown; bhoora kamarband,belts,brown
gulabi kameez,shirts,pink; baingani swetar,sweaters,purple; peele joote,shoes,yellow; narangi joote,shoes,orange
sunehri ghadi,watches,gold; chandi ghadi,watches,silver; neele patloon,trousers,blue; kale moze,socks,black
safed joote,shoes,white; laal jooti,shoes,red; hare patloon,trousers,green"""


def cases() -> list[tuple[str, str, str]]:
    """Return queries with the kind and the colour that they mean."""
    lines = ";".join(";".join(text.split("\n")) for text in (GERMAN, FRENCH, SPANISH, ITALIAN, HINDI))
    return [(query.strip(), kind, colour) for query, kind, colour in (line.split(",") for line in lines.split(";"))]


@pytest.fixture(scope="module")
def text() -> TextRetriever:
    """The words of the sample."""
    return Lookbook.open(ROOT).resources.get(TextRetriever)


@pytest.mark.parametrize(("query", "kind", "colour"), cases())
def test_a_kind_and_a_colour_are_understood(query: str, kind: str, colour: str, text: TextRetriever) -> None:
    column, value = {"shoes": SHOES, "sneakers": SNEAKERS}.get(kind) or TYPES[kind]
    parsed = text.parse(query)
    assert value in parsed.requested.get(column, ())
    assert list(parsed.requested.get("baseColour", ())) == [colour]
    assert parsed.requested.keys() <= {column, "baseColour"}
    assert parsed.ignored == []
