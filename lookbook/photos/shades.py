"""The colours that go by a name of their own, as they look on cloth under shop light."""

from collections.abc import Mapping

PALETTE: Mapping[str, tuple[int, int, int]] = {
    "Black": (34, 34, 37),
    "White": (244, 244, 243),
    "Grey": (132, 134, 138),
    "Charcoal": (72, 75, 81),
    "Grey Melange": (172, 174, 178),
    "Silver": (202, 205, 210),
    "Navy Blue": (30, 44, 98),
    "Blue": (44, 100, 190),
    "Turquoise Blue": (58, 182, 202),
    "Teal": (8, 116, 122),
    "Sea Green": (70, 164, 134),
    "Green": (38, 128, 64),
    "Olive": (106, 108, 56),
    "Lime Green": (150, 204, 62),
    "Yellow": (246, 208, 62),
    "Mustard": (206, 152, 40),
    "Gold": (214, 178, 104),
    "Orange": (240, 122, 42),
    "Rust": (174, 76, 42),
    "Peach": (250, 192, 162),
    "Pink": (240, 136, 172),
    "Magenta": (200, 34, 122),
    "Red": (204, 32, 44),
    "Maroon": (116, 24, 42),
    "Purple": (108, 60, 154),
    "Lavender": (192, 174, 222),
    "Beige": (222, 202, 170),
    "Cream": (248, 236, 208),
    "Khaki": (178, 158, 114),
    "Tan": (192, 132, 82),
    "Brown": (112, 70, 44),
    "Coffee Brown": (72, 46, 36),
}
"""A base colour of the product table -> (red, green, blue), 0..255."""
