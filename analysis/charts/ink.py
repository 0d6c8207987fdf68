"""Tints of colours, and letters that can be read on them or in them."""

from __future__ import annotations

from functools import cache
from typing import Final

from .style import INK

# WCAG 2.2: letters of this size can be read from this contrast on.
_CONTRAST: Final = 4.5


def tint(hex_colour: str, strength: float) -> tuple[float, float, float]:
    """Mix a colour with white; strength 1 is the colour itself."""
    red, green, blue = (int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 1 - strength * (1 - red), 1 - strength * (1 - green), 1 - strength * (1 - blue)


def ink_on(ground: tuple[float, float, float] | str) -> str:
    """Choose black or white letters for a ground, whichever stand out more.

    Examples
    --------
    >>> ink_on("#0072B2"), ink_on("#E69F00")
    ('white', '#222222')
    """
    light = _luminance(tint(ground, 1.0) if isinstance(ground, str) else ground)
    return "white" if 1.05 / (light + 0.05) > (light + 0.05) / (_luminance(tint(INK, 1.0)) + 0.05) else INK


@cache
def ink_of(shade: str) -> tuple[float, float, float]:
    """Darken a colour until its letters can be read on white, at a contrast of 4.5 (WCAG 2.2).

    Examples
    --------
    >>> [ink_of(shade) == tint(shade, 1.0) for shade in ("#0072B2", "#E69F00")]
    [True, False]
    """
    red, green, blue = tint(shade, 1.0)
    while 1.05 / (_luminance((red, green, blue)) + 0.05) < _CONTRAST:
        red, green, blue = red * 0.96, green * 0.96, blue * 0.96
    return red, green, blue


def _luminance(rgb: tuple[float, float, float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
