"""How the third version of the fashion network is taught: ImageNet's EfficientNet-Lite0, taught further in PyTorch."""
