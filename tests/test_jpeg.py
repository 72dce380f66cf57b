"""What the network is shown as JPEG is what JPEG really does."""

import cv2
import numpy as np
import pytest
from keras import ops
from numpy.typing import NDArray

from lookbook.training.jpeg import compress


def photo(height: int, width: int, seed: int = 0) -> NDArray[np.uint8]:
    """Colours that run into each other, edges, and a fine grain."""
    rng = np.random.default_rng(seed)
    soft = cv2.resize(rng.integers(0, 256, (5, 4, 3)).astype(np.uint8), (width, height), interpolation=cv2.INTER_CUBIC)
    cv2.rectangle(soft, (width // 4, height // 4), (width // 2, height // 2), (200, 30, 40), -1)
    cv2.circle(soft, (width * 2 // 3, height * 2 // 3), width // 5, (20, 60, 220), 3)
    return np.asarray((soft + rng.normal(0, 6, soft.shape)).clip(0, 255), np.uint8)


def really(picture: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """Write and read a picture as JPEG whose colour keeps its full resolution."""
    full = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
    _, content = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality, *full])
    return np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]


def lossy(pictures: NDArray[np.uint8], *coarseness: float) -> NDArray[np.float32]:
    made = compress(
        ops.convert_to_tensor(pictures.astype(np.float32)), ops.convert_to_tensor(np.array(coarseness, np.float32))
    )
    return np.asarray(ops.convert_to_numpy(ops.clip(made, 0.0, 255.0)))


@pytest.mark.parametrize(("quality", "coarseness"), [(10, 5.0), (30, 5 / 3), (70, 0.6)])
@pytest.mark.parametrize(("height", "width"), [(112, 84), (110, 79)])
def test_what_is_lost_is_what_opencv_loses(quality: int, coarseness: float, height: int, width: int) -> None:
    picture = photo(height, width)
    expected = really(picture, quality).astype(np.float32)
    (found,) = lossy(picture[None], coarseness)
    away, loss = np.abs(found - expected).mean(), np.abs(picture - expected).mean()
    assert away < 2.5
    assert away < loss / 2, "as good as the picture itself would be no proof"


def test_every_picture_has_its_own_quality() -> None:
    pictures = np.stack([photo(32, 24), photo(32, 24)])
    fine, coarse = np.abs(lossy(pictures, 0.2, 3.3) - pictures).mean(axis=(1, 2, 3))
    assert fine < coarse / 2
    (alone,) = lossy(pictures[1:], 3.3)
    assert np.allclose(lossy(pictures, 0.2, 3.3)[1], alone, atol=1e-3)


def test_one_plain_grey_stays_what_it_is() -> None:
    grey = np.full((1, 20, 12, 3), 128, np.uint8)
    assert np.allclose(lossy(grey, 3.3), 128, atol=1e-3)
