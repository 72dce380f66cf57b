"""What the item tower sees of each item: look, words, attributes, what its kin sells, price, how new its number is."""

import numpy as np
from numpy.typing import NDArray

from lookbook.behavior.goods import Goods
from lookbook.behavior.latent import latent, told
from lookbook.behavior.models.kinds import kin
from lookbook.behavior.purchases import Purchases

PRICES = 2
"""How many features, the first, are of the price, which is not known of what was never sold."""


def item_features(purchases: Purchases, goods: Goods) -> NDArray[np.float32]:
    """Return features (I, F), F > 0, known of sold and unsold items alike."""
    kindred = kin(purchases, goods)
    parts = [_prices(purchases, goods), _order(goods.ids), kindred / max(float(kindred.max(initial=0)), 1.0)]
    words = latent(told(goods))
    if words.size:
        parts.append(words / max(float(words.std()), 1e-9))
    if goods.vectors.size:
        parts += [goods.vectors, (np.abs(goods.vectors).sum(axis=1, keepdims=True) > 0)]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _prices(purchases: Purchases, goods: Goods) -> NDArray[np.float32]:
    """Return the mean logarithm of what was paid, in standard deviations, and whether it is known (I, 2)."""
    told = purchases.prices > 0
    counts = np.bincount(purchases.items[told], minlength=len(goods))
    sums = np.bincount(purchases.items[told], np.log(purchases.prices[told]), len(goods))
    known = counts > 0
    means = np.divide(sums, counts, where=known, out=np.zeros(len(goods)))
    if known.any():
        means[known] = (means[known] - means[known].mean()) / max(means[known].std(), 1e-9)
    return np.stack([means, known], axis=1).astype(np.float32)


def _order(ids: object) -> NDArray[np.float32]:
    """Return the place of each id in their order, -1..1: shops number their products as they come."""
    names = np.array(ids, np.str_)
    places = np.argsort(np.argsort(names, kind="stable"), kind="stable")
    return (2 * places / max(len(names) - 1, 1) - 1)[:, None].astype(np.float32)
