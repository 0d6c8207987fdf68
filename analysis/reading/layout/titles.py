"""Titles: where the name of the site at their end begins."""

from __future__ import annotations

import re
from typing import Final

from .tables import is_outlet
from .words import DATE, plain

_JOINT: Final = re.compile(r" +(?:[-–—|·•»:]|::|//) +")
_DOMAIN: Final = re.compile(r"(?:www\.)?[\w-]+\.(?:de|com|net|org|ch|at|eu|info|news|tv|li|lu|kz)", re.IGNORECASE)
_BRANDS: Final = re.compile(
    r"(?:[\w.-]+ ){0,2}[\w.-]*(?:zeitung|nachrichten|rundschau|anzeiger|tageblatt|tagblatt|abendblatt|morgenpost|kurier"
    r"|magazin|online|allgemeine|merkur|journal|presse)(?: [\w.-]+)?",
    re.IGNORECASE,
)
_PARTS: Final = 5


def site_start(title: str, outlet: str | None = None) -> int:
    """Return where the name of the site begins that a page's title ends in, the joint included.

    Parameters
    ----------
    title : str
        Title of a page.
    outlet : str, optional
        Who published it, if known.

    Returns
    -------
    int
        The length of the title, if no site is named.

    Examples
    --------
    >>> title = "Kasachstan wählt - Politik - SZ.de"
    >>> title[: site_start(title)]
    'Kasachstan wählt'
    >>> title = "Astana – Stadt der Zukunft"
    >>> title[: site_start(title)]
    'Astana – Stadt der Zukunft'
    """
    seen = plain(title)
    joints = list(_JOINT.finditer(seen))[-_PARTS:]
    cut, end = len(title), len(title)
    for joint in reversed(joints):
        part = seen[joint.end() : end].strip()
        end = joint.start()
        if not seen[:end].strip():
            break
        if _is_site(part, joint[0].strip(), seen[:end], outlet):
            cut = end
        elif not (is_outlet(part, "section") or re.fullmatch(DATE, part)):
            break
        elif cut < len(title):  # a section or a date before the site: Titel - Politik - SZ.de
            cut = end
    return cut


def _is_site(part: str, joint: str, before: str, outlet: str | None) -> bool:
    if is_outlet(part, "paper", "site", "agency") or _DOMAIN.fullmatch(part):
        return True
    if outlet is not None and part.casefold() == outlet.casefold():
        return True
    words = part.split()
    if _BRANDS.fullmatch(part) and joint != ":":
        return len(before.split()) >= 3
    # A bar parts a title from a house, not one thought from another: "Tokajew reist nach Peking | Steppenbote".
    return joint == "|" and len(words) <= 2 and len(before.split()) >= 3
