"""German texts, sound ones and broken ones: a grammar of quotations and layouts, and changes that break characters."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

from generate import articles, paragraphs
from invented import invent

ARTICLE = Path(__file__).resolve().parents[2] / "data" / "blinken_astana_2023.txt"
Change = Callable[[random.Random, str], str]

OPENING = ("„", "“", "»", "«", "‚", "‘", "›", "‹", '"', "'", "''", "``", "「", "”", "’", "<<", "&quot;", "&bdquo;", "")
CLOSING = ("“", "”", "«", "»", "‘", "’", "‹", "›", '"', "'", "''", "``", "」", "„", ">>", "&ldquo;", "&quot;", "")
SPEAKERS = (
    "Präsident Tokajew", "Kremlsprecher Dmitri Peskow", "sie", "der Minister", "das Außenamt in Peking", "er", "",
    "die US-Regierung", "Moskau", "eine Sprecherin", "X", "Antony Blinken (USA)", "laut dpa", "Herr O’Neill",
)  # fmt: skip
VERBS = ("sagte", "sagt", "so", "warnte", "fügte hinzu", "betonte", "hieß es", "–", "erklärt habe", "zufolge", "")
BETWEEN = (", ", ": ", " ", "; ", " – ", "\n", "", ",", "... ", ". ")
# Marks that no reader sees, marks that turn the direction, halves, letters of many scripts, and what looks like ASCII.
SIGNS = (
    "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u200f", "\u202e", "\u202c", "\u2066", "\u2069",
    "\x00", "\x01", "\x07", "\x08", "\x1b[31m", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c",
    "\x1e", "\r", "\r\n", "\n", "\n\n", "\t", "\u00a0", "\u202f", "\u3000", "\u0301", "\u0308", "\u20dd", "\ufe0f",
    "👩‍👩‍👧‍👦", "🇰🇿", "𝕽𝖚𝖘𝖘", "ﬁ", "ﬀ", "Ǆ", "İ", "ı", "ß", "ẞ", "ſ", "ﷺ", "\U000e0041", "\U0010ffff", "\ufffd",
    "\ufffe",
    "ё", "Қ", "ә", "中国", "עברית", "العربية", "ไทย", "한국", "½", "²", "①", "٣", "Ⅷ", "…", "‐", "‑", "‒", "—", "―",
    "⸺",
    "%", "&", "<", ">", "\\", "{", "}", "$", "#", "@", "*", "_", "`", "|", "~", "^", "=", "+", "/", "//", ":", ";",
)  # fmt: skip
HALVES = ("\ud83d", "\udc00", "\udfff\ud800")
MARKUP = (
    "<b>", "</b>", "<p>", "</p", "<script>alert(1)</script>", "<!-- ", "-->", "<![CDATA[", "]]>", "&amp;", "&#8222;",
    "&#x1F600;", "&#xD800;", "&#99999999;", "&nbsp", "&amp;amp;quot;", "<br/>", "<a href='x'>", "<td>",
    "<svg/onload=x>",
    "**", "__", "# ", "> ", "- ", "1. ", "```", "[Mehr](http://a.b)", "![x](y)", "| a | b |", "|---|---|", "{{x}}",
    "[[x]]",
    "\\textbf{x}", "\\input{x}", "$x^2$", "\\end{document}", "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+49 30 1",
    "\t=1",
    "{\\rtf1 ", "%PDF-1.4", "PK\x03\x04", "\\u0000", "\\x00", "%00", "%s%n", "{0}", "${x}", "../../etc", "NULL", "NaN",
    "NA",
    "https://example.org/a?b=c&d=„e“", "user@example.org", "#Kasachstan", "@Kreml", "Politiker*innen", "Bürger:in",
)  # fmt: skip
LINES = (
    "ASTANA (dpa) – ", "Von Eva Muster", "VON EVA MUSTER UND TIM BEISPIEL", "Stand: 28.02.2023, 12:04 Uhr", "Foto: dpa",
    "Lesen Sie auch: Was Moskau plant", "Anzeige", "© 2023 Musterblatt", "dpa/eva", "Kommentar", "+++ 12:04 Uhr +++",
    "Cookies akzeptieren", "Weiterlesen mit M+", "SPIEGEL: Herr Tokajew, was nun?", "Tokajew: Nichts.", "Frage:",
    "ZEIT ONLINE:", "1.", "I.", "***", "---", "• Punkt", "Teilen Twittern Mailen", "28. Februar 2023", "99.99.9999",
    "Land\tRussland\tChina", "a;b;c", "a,b,c", "Russland | 12 | 13,5 %", "Titel ohne Punkt", "EIL", "Update:", "(ab)",
    "Moskau/Peking/Astana", "Russland, China, USA", "UN-Resolution 2758 (XXVI)", "§ 5 Abs. 2 S. 1 Nr. 3 lit. a)",
)  # fmt: skip
FOREIGN = (
    "The president of Kazakhstan met with the ministers of the region in the capital on Tuesday.",
    "Президент Казахстана встретился с министрами в столице.", "中国外交部发言人在北京表示欢迎。",
    "Le président a dit que la Russie ne serait pas seule.", "Қазақстан президенті мәлімдеді.",
    "De minister zei niets.",
)  # fmt: skip


@cache
def _articles() -> tuple[list[str], ...]:
    """Give paragraphs of two hundred articles: the one of the project, invented ones, and both recombined."""
    own = [paragraphs(ARTICLE.read_text("utf-8")), *(paragraphs(document.text) for document in invent(60))]
    mixed = [paragraphs(item["text"]) for item in articles(own, number=140, seed=0)]
    return (*own, *mixed)


def sentence(chance: random.Random) -> str:
    """Return a sentence or two of an article."""
    found = chance.choice(_articles())
    pieces = chance.choice(found).split(". ")
    first = chance.randrange(len(pieces))
    return ". ".join(pieces[first : first + chance.choice((1, 1, 1, 2))])


def quotation(chance: random.Random, depth: int = 0) -> str:
    """Return a quotation in any marks, matching or not, with others in it, and its frame before, behind or within."""
    inner = sentence(chance)
    if depth < 6 and chance.random() < 0.45:
        at = chance.randrange(len(inner) + 1)
        inner = inner[:at] + quotation(chance, depth + 1) + inner[at:]
    style = chance.randrange(len(OPENING) - 1)
    fits = chance.random() < 0.6
    opened, closed = OPENING[style], CLOSING[style] if fits and style < len(CLOSING) else chance.choice(CLOSING)
    frame = f"{chance.choice(VERBS)} {chance.choice(SPEAKERS)}"
    between = chance.choice(BETWEEN)
    form = chance.randrange(4)
    if form == 0:
        return f"{opened}{inner}{closed}{between}{frame}."
    if form == 1:
        return f"{chance.choice(SPEAKERS)} {chance.choice(VERBS)}{between}{opened}{inner}{closed}"
    if form == 2:
        at = chance.randrange(len(inner) + 1)
        return f"{opened}{inner[:at]}{closed}{between}{frame}{between}{opened}{inner[at:]}{closed}"
    return f"{opened}{inner}{closed}"


def layout(chance: random.Random) -> str:
    """Return lines as newspapers, sites and agencies lay them out, in any order."""
    pieces = (sentence, sentence, quotation, lambda chance: chance.choice(LINES))
    parts = [chance.choice(pieces)(chance) for _ in range(chance.randint(1, 5))]
    return chance.choice(("\n\n", "\n", "\r\n", " \n \n", "\n\n\n", "\r", "\t")).join(parts)


def repetition(chance: random.Random) -> str:
    """Return one piece again and again, which is what makes a search slow."""
    piece = chance.choice(
        (*OPENING[:-1], *MARKUP, *LINES, "Russland/", "a", "„‚", "die ", "in ", "und ", ".", ",", "(", "-")
    )
    return piece * chance.choice((2, 7, 30, 100))


SHAPES: tuple[Callable[[random.Random], str], ...] = (
    sentence, sentence, sentence, quotation, quotation, layout, layout, repetition,
    lambda chance: chance.choice(FOREIGN), lambda chance: chance.choice(LINES),
)  # fmt: skip


def _place(chance: random.Random, text: str) -> tuple[int, int]:
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.randrange(1, 30))


def _insert(*pieces: str) -> Change:
    def change(chance: random.Random, text: str) -> str:
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(pieces) + text[at:]
        return text

    return change


def _drop(chance: random.Random, text: str) -> str:
    start, end = _place(chance, text)
    return text[:start] + text[end:]


def _double(chance: random.Random, text: str) -> str:
    start, end = _place(chance, text)
    return text[:start] + text[start:end] * chance.choice((2, 3, 20)) + text[end:]


def _shuffle(chance: random.Random, text: str) -> str:
    words = text.split(" ")
    chance.shuffle(words)
    return " ".join(words)


def _divide(chance: random.Random, text: str) -> str:
    """Break lines within words, with and without a hyphen."""
    width = chance.randrange(2, 60)
    ends = [*range(0, len(text), width), len(text)]
    return chance.choice(("-\n", "\n", "\u00ad\n", "- \n", "\r\n", "\u2010\n")).join(
        text[a:b] for a, b in pairwise(ends)
    )


def _remark(chance: random.Random, text: str) -> str:
    """Replace quotation marks by others."""
    return "".join(chance.choice(OPENING) if sign in "„“”»«‚‘’›‹\"'" else sign for sign in text)


def _misread(chance: random.Random, text: str) -> str:
    """Decode UTF-8 as something else."""
    return text.encode("utf-8", "replace").decode(
        chance.choice(("cp1252", "latin-1", "cp1251", "utf-16-le")), "replace"
    )


def _spaced(chance: random.Random, text: str) -> str:
    blank = chance.choice((" ", "\u200b", "\u00ad", "\n", "\u0308", "\t", "\u00a0", "."))
    return blank.join(text[:200])


CHANGES: tuple[Change, ...] = (
    _insert(*SIGNS), _insert(*SIGNS), _insert(*OPENING, *CLOSING), _insert(*MARKUP), _insert(*LINES), _insert(*FOREIGN),
    _drop, _double, _shuffle, _divide, _remark, _misread, _spaced,
    lambda chance, text: text[: chance.randrange(len(text) + 1)],
    lambda chance, text: chance.choice((text.upper, text.lower, text.swapcase, text.title, text.casefold))(),
    lambda chance, text: unicodedata.normalize(chance.choice(("NFD", "NFC", "NFKC", "NFKD")), text),
    lambda chance, text: text.replace(" ", chance.choice(("\u00a0", "  ", "\n", "\t", "_", "-", "/", ""))),
    lambda chance, text: text.replace(".", chance.choice(("", "..", "!?", " .", ".“", "\n"))),
    lambda chance, text: text.translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}),
    lambda chance, text: text[::-1],
)  # fmt: skip


def make_text(chance: random.Random, *, halves: bool = False) -> str:
    """Return a text: a sound one now and then, mostly one that was changed up to four times."""
    text = " ".join(chance.choice(SHAPES)(chance) for _ in range(chance.choice((1, 1, 1, 2))))
    for _ in range(chance.choice((0, 1, 1, 2, 3, 4))):
        text = chance.choice(CHANGES)(chance, text)
    if halves and chance.random() < 0.05:
        text = _insert(*HALVES)(chance, text)
    most = 3_000 if chance.random() < 0.02 else 400
    # What a JSON line can say, a text can hold: halves of pairs are asked for, not made by a cut.
    return text[:most] if halves else text[:most].encode("utf-8", "replace").decode()


# What once took time or memory that grew with the square of the length, and what might.
PATTERNS: tuple[str, ...] = (
    "„‚", "„Russland “ ", "„", "“", "»«", "„a “ ‚b‘ ", "Russland/", "a", "a-", "ä\u0308", "(", "[", "<b>", "<", "&amp;",
    "&", "\n",
    "\u200b", "\u00ad", "Er sagte: „", "„Ja“, sagte er, „", "– ", "+++ ", "|a|b", "\tx", "1.", "a. ", "A. B. ",
    "Frage:\n", "https://a.",
    "die ", "Kasachstan und ", "Präsident ", ", sagte er, ", "RUSSLAND ", "Nord-, ", "Bürger:innen ", "#Astana", "©",
    "\r", "…", "ae",
    "nicht ", "dass er sagte, ", "Wladimir Putin lobt China. ",
)  # fmt: skip


def long_text(chance: random.Random, *, length: int) -> str:
    """Return a text of one pattern, or of two in turn, of about this length."""
    piece = "".join(chance.choice(PATTERNS) for _ in range(chance.choice((1, 1, 2))))
    return (piece * (length // len(piece) + 1))[:length]
