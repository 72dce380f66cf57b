"""What each part of the network is taught, as pure functions of tensors, one value an example."""

import torch
from torch import Tensor
from torch.nn import functional


def any_of(logits: Tensor, allowed: Tensor, smoothing: float = 0.05) -> Tensor:
    """Return minus the log of the probability that the class is one of those allowed, 0 where all are.

    Args:
        logits: (N, C).
        allowed: bool (N, C), at least one True a row.
        smoothing: the share of the target spread evenly over all classes (label smoothing).
    """
    everything = logits.logsumexp(1)
    right = logits.masked_fill(~allowed, -1e9).logsumexp(1)
    spread = everything - logits.mean(1)
    return (~allowed.all(1)) * ((1.0 - smoothing) * (everything - right) + smoothing * spread)


def instance(first: Tensor, second: Tensor, same: Tensor, temperature: float = 0.07) -> Tensor:
    """NT-Xent over two views of each product (Chen et al., 2020, arXiv:2002.05709, equation 1).

    Args:
        first, second: unit vectors (N, D).
        same: bool (N, N), True between rows of one product, which are no negatives of each other.
        temperature: how hard near negatives are pushed away.
    """
    views = torch.cat([first, second])
    similar = (views @ views.T / temperature).masked_fill(same.repeat(2, 2), -1e9)
    partner = (first * second).sum(1).repeat(2) / temperature
    against = torch.cat([partner[:, None], similar], 1).logsumexp(1)
    return (against - partner).view(2, -1).mean(0)


def near(cosines: Tensor, alike: Tensor, temperature: float = 0.05) -> Tensor:
    """Return minus the log of the chance that a neighbour, drawn by likeness, is alike; only of those who have one.

    Neighbourhood components (Goldberger et al., 2004) over a memory of vectors (Wu et al., 2018, arXiv:1808.04699).

    Args:
        cosines: (N, M) of vectors with remembered ones, -1e9 where that is the product itself.
        alike: bool (N, M), False where it is the product itself.
        temperature: how much nearer neighbours count more.
    """
    scores = cosines / temperature
    found = scores.logsumexp(1) - scores.masked_fill(~alike, -1e9).logsumexp(1)
    return found[alike.any(1)]


def paired(texts: Tensor, pictures: Tensor, same: Tensor, scale: Tensor) -> Tensor:
    """InfoNCE between texts and pictures, both ways (Radford et al., 2021, arXiv:2103.00020).

    Args:
        texts: unit vectors (N, D).
        pictures: unit vectors (N + M, D), the first N in the texts' order, the others negatives only.
        same: bool (N, N + M), True where a picture shows the text's own product.
        scale: by what cosines are multiplied.
    """
    count = len(texts)
    target = torch.arange(count)
    others = same.clone()
    others[target, target] = False
    logits = (scale * texts @ pictures.T).masked_fill(others, -1e9)
    back = logits[:, :count].T
    return (functional.cross_entropy(logits, target, reduction="none")
            + functional.cross_entropy(back, target, reduction="none")) / 2  # fmt: skip


def box_distance(predicted: Tensor, true: Tensor) -> Tensor:
    """One minus generalised intersection over union (Rezatofighi et al., 2019, arXiv:1902.09630), boxes (N, 4)."""
    low = torch.minimum(predicted[:, :2], predicted[:, 2:])
    high = torch.maximum(predicted[:, :2], predicted[:, 2:])
    overlap = _area(torch.maximum(low, true[:, :2]), torch.minimum(high, true[:, 2:]))
    union = _area(low, high) + _area(true[:, :2], true[:, 2:]) - overlap
    around = _area(torch.minimum(low, true[:, :2]), torch.maximum(high, true[:, 2:]))
    return 1.0 - overlap / (union + 1e-6) + (around - union) / (around + 1e-6)


def _area(low: Tensor, high: Tensor) -> Tensor:
    return (high - low).clamp(min=0.0).prod(1)
