"""Which rule refuses what is no garment, and what it costs: python -m benchmarks.refusal CATALOG PICTURES [CONSUMER].

PICTURES holds pictures without a garment, of collections that the network has not seen, in folders of one kind each:
choose/KIND for choosing the rule, test/KIND for the figures; no collection may be in both.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer
from numpy.typing import NDArray

from lookbook import photos
from lookbook.catalog import Catalog
from lookbook.encoders.attributes import GARMENT, KIND
from lookbook.encoders.base import Photo
from lookbook.encoders.fashion import WEIGHTS, FashionEncoder
from lookbook.encoders.refusal import Refusal
from lookbook.evaluation.consumer import consumer_photos
from lookbook.evaluation.distortion import chosen, corner, distort, gradients
from lookbook.evaluation.split import for_test, held_out
from lookbook.photos.parallel import batched

ALLOWED = 0.005
"""What share of the validation half's products, as they are and distorted, may be refused."""
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
BATCH = 64
Rows = NDArray[np.float32]
Named = tuple[str, Photo]
Refused = NDArray[np.bool_]


class Seen(NamedTuple):
    """What both heads say of pictures, and what each picture is called: a type, a label or a kind."""

    names: Sequence[str]
    garment: Rows
    kinds: Rows

    def refused(self, rule: Refusal) -> Refused:
        """Return which are refused (N,)."""
        return rule.refuses(self.garment, self.kinds)


def choose(products: Sequence[Seen], others: Sequence[Seen]) -> Refusal:
    """Choose the rule that refuses most of what is no garment, among those that refuse so few products."""
    rules = []
    for share in SHARES:
        scores = np.concatenate([Refusal(share, 0.0).scores(seen.garment, seen.kinds) for seen in products])
        rules.append(Refusal(share, round(float(np.quantile(scores, ALLOWED)), 2)))
    return max(rules, key=lambda rule: np.mean(np.concatenate([seen.refused(rule) for seen in others])))


def see(encoder: FashionEncoder, pictures: Iterable[Named]) -> Seen:
    """Ask both heads of named pictures."""
    names, garment, kinds = [], [], []
    for batch in batched(pictures, BATCH):
        outputs = encoder.outputs(np.stack([encoder.prepare(photo) for _, photo in batch]))
        names += [name for name, _ in batch]
        garment.append(outputs[GARMENT])
        kinds.append(encoder.calibrated(outputs, KIND))
    return Seen(names, np.concatenate(garment), np.concatenate(kinds))


def of_folder(encoder: FashionEncoder, folder: Path) -> list[Seen]:
    """See the pictures of each kind."""
    kinds = (path for path in sorted(folder.iterdir()) if path.is_dir())
    return [
        see(encoder, ((kind.name, photos.read(path.read_bytes(), encoder.side, name=path.name))
                      for path in sorted(kind.iterdir())))
        for kind in kinds
    ]  # fmt: skip


def of_products(encoder: FashionEncoder, catalog: Catalog, backdrops: Sequence[Photo], *, test: bool) -> list[Seen]:
    """See the held-out products of a half, as the catalogue shows them and as bad photos."""
    asked = [name for name in catalog.filenames if held_out(own := catalog.product_id(name)) and for_test(own) == test]
    rng = np.random.default_rng(0)

    def plain() -> Iterator[Named]:
        for name in asked:
            yield catalog.product(name).get(KIND, ""), photos.read(catalog.read(name), name=name)

    bad = ((kind, distort(photo, rng, chosen(backdrops, rng))) for kind, photo in plain())
    return [see(encoder, plain()), see(encoder, bad)]


def line(name: str, seen: Seen, rules: Sequence[Refusal], *, by_name: bool = False) -> str:
    """Say what each rule refuses, and which names the last one refuses."""
    shares = " | ".join(f"{seen.refused(rule).mean():.3f}" for rule in rules)
    refused, all_of = Counter(np.array(seen.names)[seen.refused(rules[-1])].tolist()), Counter(seen.names)
    listed = ", ".join(f"{kind} {count}/{all_of[kind]}" for kind, count in refused.most_common()) if by_name else ""
    return f"| {name} | {len(seen.names)} | {shares} | {listed} |"


def main(
    catalog: Annotated[str, typer.Argument(help="The products: a folder or a zip.")],
    pictures: Annotated[Path, typer.Argument(help="Pictures without a garment: choose/KIND and test/KIND.")],
    consumer: Annotated[Path | None, typer.Argument(help="A zip of photos people took.")] = None,
    weights: Annotated[Path, typer.Option(help="An ONNX file of the fashion encoder.")] = WEIGHTS,
) -> None:
    """Choose a rule, and print what the garment head alone, the rule in use and the one chosen refuse."""
    encoder, products = FashionEncoder(weights), Catalog.open(catalog)
    people = list(consumer_photos(consumer)) if consumer else []
    backdrops = [corner(one.photo) for one in people] or gradients(BATCH)
    by_choosing = of_products(encoder, products, backdrops, test=False)
    found = choose(by_choosing, of_folder(encoder, pictures / "choose"))
    rules = [encoder.garment_alone, encoder.refusal, found]
    print(f"chosen: {found}, in use: {encoder.refusal}\n")
    print("| pictures | | garment alone | in use | chosen | of which |\n|---|---|---|---|---|---|")
    plain, bad = of_products(encoder, products, backdrops, test=True)
    print(line("products", plain, rules, by_name=True))
    print(line("products, distorted", bad, rules, by_name=True))
    if people:
        print(line("consumer photos", see(encoder, ((p.label, p.photo) for p in people)), rules, by_name=True))
    others = of_folder(encoder, pictures / "test")
    print("\n".join(line(seen.names[0], seen, rules) for seen in others))


if __name__ == "__main__":
    typer.run(main)
