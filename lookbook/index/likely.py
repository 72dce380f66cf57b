"""Which network makes vectors of so many numbers: a person knows a network's name rather than a length."""

from collections.abc import Mapping

NETWORKS: Mapping[int, str] = {
    384: "DINOv2 (ViT-S/14) or a small model of sentences",
    512: "VGG16, VGG19, ResNet18, ResNet34 or CLIP (ViT-B/32)",
    640: "CLIP (RN50x4)",
    768: "CLIP (ViT-L/14), SigLIP, ViT-B/16 or ConvNeXt-Tiny",
    1000: "a network with its top, which tells the classes of ImageNet",
    1024: "DenseNet121, MobileNet, CLIP (RN50) or ViT-L/16",
    1152: "SigLIP (so400m)",
    1280: "MobileNetV2 or EfficientNetB0",
    1408: "EfficientNetB2",
    1536: "InceptionResNetV2 or EfficientNetB3",
    1664: "DenseNet169",
    1792: "EfficientNetB4",
    1920: "DenseNet201",
    2048: "ResNet50, ResNet101, InceptionV3 or Xception",
    2560: "EfficientNetB7",
    4032: "NASNetLarge",
    4096: "VGG16 or VGG19 with its dense layers",
    7 * 7 * 512: "VGG16 or VGG19 without pooling",
    7 * 7 * 2048: "ResNet50 without pooling",
}
"""What is usual, by how many numbers a vector has (keras.io/api/applications, and the models' own cards)."""


def likely(dim: int) -> str:
    """Return what vectors of `dim` numbers are most likely of, as half a sentence; "" where nothing is known."""
    return f"; such are those of {NETWORKS[dim]}" if dim in NETWORKS else ""
