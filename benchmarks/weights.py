"""ResNet50's weights for measuring speed, which does not depend on what they are."""

from pathlib import Path

from lookbook.disk import atomic
from lookbook.encoders.imagenet import imagenet_on_disk
from lookbook.encoders.resnet50 import cache_folder


def resnet50_weights() -> Path:
    """Return ImageNet's weights where they are on disk, else random ones, drawn once with a fixed seed."""
    return imagenet_on_disk() or _random(cache_folder() / "random.weights.h5")


def _random(path: Path) -> Path:
    if not path.exists():
        import keras

        keras.utils.set_random_seed(0)
        network = keras.applications.ResNet50(weights=None, include_top=False)
        with atomic.replacing(path) as draft:
            made = draft.with_name(f"{draft.name}.weights.h5")  # Keras takes no other ending
            network.save_weights(made)
            made.rename(draft)
    return path
