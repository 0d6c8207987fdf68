"""Lines of an export: what `databases.tsv` describes, what only has the shape of data, and where the foot begins.

Databases print data about a text above and below it. New labels turn up all the time ("Journal Code: NSK"), so a line
at the foot is judged by its shape and its place; what is left out without being known is reported.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from ...dates import parse_date

# A line of data with a day in it is short ("28. Februar 2023 Dienstag, Münchner Ausgabe").
DAY_CHARS: Final = 80
_LABEL: Final = re.compile(
    r"(?P<label>[^\W\d_][^\s:]{0,29}(?: [^\s:]{1,24}){0,3})(?: ?\([^()]{0,60}\))? ?:(?!//)\s*(?P<value>.*)"
)
_STOP: Final = re.compile(r"[.!?…][\"'“”»«‘’)\]]*$")
_SHARE: Final = re.compile(r"\(\d{1,3} ?%\)")
_CODE: Final = re.compile(r"[\dX-]{4,20}|https?://\S+")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CAPTION_LINES: Final = 3
_PART_LINES: Final = 12
_GAP_LINES: Final = 3
_GAP_CHARS: Final = 100
_LOOSE: Final = (5, 40)
_SHOWN: Final = 5


class Foot(NamedTuple):
    """A text without the data under it; `unknown` are the lines that were left out without being known."""

    text: list[str]
    unknown: list[str]


@cache
def _roles() -> Mapping[tuple[str, str], tuple[re.Pattern[str], ...]]:
    lines = files(__package__).joinpath("databases.tsv").read_text("utf-8").splitlines()
    roles: dict[tuple[str, str], tuple[re.Pattern[str], ...]] = {}
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        key = (row["system"], row["role"])
        roles[key] = (*roles.get(key, ()), re.compile(row["pattern"]))
    return roles


def match(line: str, system: str, role: str) -> re.Match[str] | None:
    """Return the match of a whole line with a role of a system."""
    patterns = _roles().get((system, role), ())
    return next((found for pattern in patterns if (found := pattern.fullmatch(line.strip()))), None)


def is_role(line: str, system: str, role: str) -> bool:
    """Return whether a whole line has a role."""
    return match(line, system, role) is not None


def split_label(line: str) -> tuple[str, str] | None:
    """Return label and value of a line like "Rubrik: Politik".

    Examples
    --------
    >>> split_label("SPRACHE: GERMAN; DEUTSCH"), split_label("https://example.org"), split_label("Ohne Doppelpunkt")
    (('SPRACHE', 'GERMAN; DEUTSCH'), None, None)
    """
    found = _LABEL.fullmatch(line.strip())
    return (found["label"], found["value"].strip()) if found else None


def has_label(line: str, system: str, *roles: str) -> bool:
    """Return whether a line carries a label that the system is known for."""
    parts = split_label(line)
    return parts is not None and any(is_role(parts[0], system, role) for role in roles)


def is_sentence(text: str) -> bool:
    """Tell running text from a value: it ends like a sentence and has words in small letters.

    Examples
    --------
    >>> is_sentence("Kasachstan bleibt neutral."), is_sentence("RUSSLAND (88%)"), is_sentence("Politik; S. 4")
    (True, False, False)
    """
    words = text.split()
    return len(words) >= 3 and bool(_STOP.search(text)) and any(word[:1].islower() for word in words)


def is_data(line: str, *, below: bool) -> bool:
    """Return whether a line has the shape of data, whatever its label.

    Parameters
    ----------
    line : str
        The line.
    below : bool
        Whether data follow it: under the text "Journal Code: NSK" needs them, "ZEITUNGS-CODE: NSK" does not.
    """
    parts = split_label(line)
    if parts is None:
        return False
    label, value = parts
    if _in_capitals(label):
        # "FAZIT: Kasachstan bleibt neutral." is the article's own, so is "ASTANA: Russland schweigt."
        return len(label.split()) <= 3 and not is_sentence(value)
    coded = _in_capitals(value) or _CODE.fullmatch(value) or (len(value) <= 40 and parse_date(value) is not None)
    return label[0].isupper() and (_SHARE.search(value) is not None or (below and bool(coded)))


def _in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 2 and not any(character.islower() for character in letters)


def is_known(line: str, system: str) -> bool:
    """Return whether a line is data under a label or a heading that the system is known for."""
    if is_role(line, system, "part"):
        return True
    parts = split_label(line)
    if parts is None:
        return False
    label, value = parts
    if is_role(label, system, "caption"):
        return True
    if not is_role(label, system, "tail"):
        return False
    # "Update: Der Minister hat inzwischen geantwortet." belongs to the text, "UPDATE: 1. März 2023" does not.
    if label.casefold() == "update":
        return not value or (len(value) <= 40 and parse_date(value) is not None)
    return _in_capitals(label) or not is_sentence(value)


def cut_foot(lines: Sequence[str], system: str) -> Foot:
    """Cut off the data under a text.

    Data stand in one run at the foot. Inside the run there may be lines that say nothing by themselves: the second
    line of a caption, a heading, a wrapped list.

    Parameters
    ----------
    lines : sequence of str
        The text and what follows it, without notes of the system.
    system : str
        The database.

    Returns
    -------
    Foot
        The text, and which lines were left out without being known.
    """
    start = index = len(lines)
    unknown: list[str] = []
    while index > 0 and start - index <= _PART_LINES:
        index -= 1
        line, gap = lines[index], lines[index + 1 : start]
        known = is_known(line, system)
        if not known and not is_data(line, below=start < len(lines)):
            continue
        if gap and not _may_follow(gap, line, system, open_end=start == len(lines)):
            break
        captioned = known and (is_role(line, system, "part") or has_label(line, system, "caption"))
        unknown.extend(() if captioned else reversed(gap))
        unknown.extend(() if known else (line,))
        start = index
    if start == len(lines):
        return Foot(list(lines), [])
    text, loose = cut_loose(lines[:start])
    return Foot(text, [*loose, *reversed(unknown)])


def cut_loose(lines: Sequence[str]) -> Foot:
    """Cut off what stands between text and data and is no sentence: a name, "Meinung + Diskussion", a publisher."""
    stop = len(lines)
    while stop > 1 and _is_loose(lines[stop - 1]):
        stop -= 1
    return Foot(list(lines[:stop]), list(lines[stop:]))


def _may_follow(gap: Sequence[str], line: str, system: str, *, open_end: bool) -> bool:
    """Return whether lines without a label may belong to the data line above them."""
    if is_role(line, system, "part"):
        return True
    if has_label(line, system, "caption"):
        return len(gap) <= _CAPTION_LINES and not (open_end and any(is_sentence(other) for other in gap))
    if open_end and not is_known(line, system):
        return False
    return len(gap) <= _GAP_LINES and not any(is_sentence(other) or len(other) > _GAP_CHARS for other in gap)


def _is_loose(line: str) -> bool:
    words, chars = _LOOSE
    # "Antwort: Ein Nachbar" ends an interview; "Foto: Muster" is marked as residue later.
    return len(line) <= chars and len(line.split()) <= words and not _STOP.search(line) and ": " not in line


def left_out(lines: Sequence[str], *, where: str = "foot") -> tuple[str, ...]:
    """Return the remark about lines that were left out without being known; none where there are none.

    Examples
    --------
    >>> left_out(["Journal Code: XYZ"])
    ('unknown data lines at the foot were left out: "Journal Code: XYZ"',)
    """
    if not lines:
        return ()
    shown = ", ".join(f'"{line[:60]}{"…" if len(line) > 60 else ""}"' for line in lines[:_SHOWN])
    more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    return (f"unknown data lines at the {where} were left out: {shown}{more}",)


def find_day(lines: Sequence[str], *, last: bool = False) -> int:
    """Return where the line with the day stands, or -1: one that opens with a day before one that contains it.

    Parameters
    ----------
    lines : sequence of str
        What stands above the text.
    last : bool
        Whether the last such line counts, since a title stands above it ("4. März 2023: Ein Land wählt").
    """
    days = [index for index, line in enumerate(lines) if len(line) <= DAY_CHARS and parse_date(line)]
    opening = [index for index in days if _opens_with_day(lines[index])]
    if opening or days:
        return opening[-1 if last else 0] if opening else days[-1]
    # "Frühjahr 2023" is no day, but it stands where the day stands: the reader is told that it was not understood.
    return next((i for i, line in enumerate(lines) if len(line.split()) <= 5 and _YEAR.search(line)), -1)


def _opens_with_day(line: str) -> bool:
    """Tell a line that begins with a day, perhaps after the day of the week."""
    words = line.split()[:6]
    for start in (0, 1):
        span = 5 if words[start + 1 : start + 2] == ["de"] else 3
        if words[:start] and not words[0].strip(",").isalpha():
            return False
        if any(parse_date(" ".join(words[start : start + count])) for count in range(1, span + 1)):
            return True
    return False


def day_of(line: str | None) -> str | None:
    """Return what a line says about the day: ISO, or the line itself where no day is understood in it."""
    if not line:
        return None
    day = parse_date(line)
    return day.isoformat() if day else line
