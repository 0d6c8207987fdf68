"""The measurement protocol: one sheet for the appendix of a paper, filled in from a result or a store.

What was measured, how, with which model and which measured error on which gold, with which options, on how many texts,
what was excluded, what failed, what was corrected by hand. Errors come from ``measured.tsv``, which
``benchmarks/evaluation.py`` writes; none is typed by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, TypeAlias

from ..charts import Lang
from ..framing import INDICATORS
from ..translation import Translator
from .cells import in_markdown
from .cite import cite, cited
from .measurement import COUNTED, Measurement


class Heading(NamedTuple):
    """A heading of the sheet."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """A paragraph of the sheet."""

    text: str


class Grid(NamedTuple):
    """A table of the sheet."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = "Heading | Paragraph | Grid"


class Score(NamedTuple):
    """A measured figure: on which gold, its value with n and interval, and the version that was measured."""

    stage: str
    gold: str
    command: str
    score: str
    value: str
    n: str
    low: str
    high: str
    version: str


@cache
def measured() -> tuple[Score, ...]:
    """Return every figure that ``benchmarks/evaluation.py`` has measured."""
    lines = (files(__package__) / "measured.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Score(**row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def cited_scores(reader: str = "fast") -> list[Score]:
    """Return the figures that tell of an analysis; those of stance are of the reader that it was made with."""
    mark = f", {reader}"
    if reader == "fast":
        return [score for score in measured() if ", " not in score.stage]
    own = [score._replace(stage=score.stage.removesuffix(mark)) for score in measured() if score.stage.endswith(mark)]
    return [score for score in measured() if score.stage not in {"stance", f"stance{mark}"}] + own


_WORDS: Final = Translator(__package__, "protocol.tsv")
_say = _WORDS.say


def protocol_blocks(measurement: Measurement, *, lang: Lang = "de") -> list[Block]:
    """Return the sheet as headings, paragraphs and tables."""
    return [
        Heading(_say("title", lang), 1),
        Paragraph(cite(manifest=measurement.manifest)),
        *_material(measurement, lang),
        *_procedure(measurement, lang),
        *_errors(measurement, lang),
        *_quantities(measurement, lang),
        *_by_hand(measurement, lang),
    ]


def _material(found: Measurement, lang: Lang) -> Iterator[Block]:
    yield Heading(_say("material", lang))
    period = "–" if found.first is None else f"{found.first} – {found.last}"
    rows = [
        (_say("documents", lang), _number(found.documents, lang)),
        (_say("outlets", lang), _number(found.outlets, lang)),
        (_say("period", lang), period),
        (_say("undated", lang), _number(found.undated, lang)),
        (_say("translated", lang), _number(found.translated, lang)),
        (_say("tokens", lang), _number(found.tokens, lang)),
        *((_say(f"rows.{name}", lang), _number(found.rows.get(name, 0), lang)) for name in COUNTED),
    ]
    yield Grid((_say("what", lang), "n"), tuple(rows))
    yield Heading(_say("excluded", lang))
    listed = ", ".join(f"{_say(f'kind.{kind}', lang)} {_number(n, lang)}" for kind, n in found.excluded.items())
    yield Paragraph(_say("excluded.text", lang, listed=listed))
    missing = sum(found.failures.values())
    if missing:
        reasons = ", ".join(f"{_say(f'failure.{kind}', lang)} {n}" for kind, n in found.failures.items())
        yield Paragraph(_say("failures", lang, n=_number(missing, lang), reasons=reasons))
    else:
        yield Paragraph(_say("failures.none", lang))
    if found.copies is None:
        yield Paragraph(_say("copies.unknown", lang))
    else:
        yield Paragraph(_say("copies", lang, n=_number(found.copies, lang)))


def _procedure(found: Measurement, lang: Lang) -> Iterator[Block]:
    yield Heading(_say("procedure", lang))
    yield Paragraph(_say("procedure.text", lang))
    software = cited(found.manifest)
    options = found.manifest.get("options", {})
    rows = [(_say("version", lang), software.version), (_say("commit", lang), software.commit or "–")]
    rows += [(_say("model", lang, stage=_say(f"stage.{name}", lang)), code) for name, code in software.models.items()]
    rows += [(_say("lexicons", lang), software.lexicons or "–")]
    for path, digest in found.manifest.get("own_lexicons", {}).items():
        rows.append((_say("own_lexicon", lang), f"{path} ({digest[:10] or '–'})"))
    for name, value in options.items():
        if value is not None:
            shown = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
            rows.append((_WORDS.pairs.get(f"option.{name}", (name, name))[lang == "en"], shown))
    yield Grid((_say("what", lang), _say("value", lang)), tuple(rows))


def _errors(found: Measurement, lang: Lang) -> Iterator[Block]:
    yield Heading(_say("errors", lang))
    yield Paragraph(_say("errors.text", lang))
    rows = []
    versions = set()
    scores = cited_scores(found.manifest.get("options", {}).get("reader", "fast"))
    for score in scores:
        key = f"score.{score.stage}.{score.score}"
        if key not in _WORDS:
            continue
        versions.add(score.version)
        reach = f"[{_decimal(score.low, lang)}; {_decimal(score.high, lang)}]" if score.low else "–"
        gold = _WORDS.pairs.get(f"gold.{score.gold}", (score.gold, score.gold))[lang == "en"]
        rows.append((_say(key, lang), gold, _decimal(score.value, lang), reach, score.n))
    head = (_say("measure", lang), _say("gold", lang), _say("value", lang), _say("interval", lang), "n")
    yield Grid(head, tuple(rows))
    version = str(found.manifest["version"])
    if versions - {version}:
        yield Paragraph(_say("errors.other", lang, versions=", ".join(sorted(versions)), version=version))
    commands = dict.fromkeys(score.command for score in scores if f"score.{score.stage}.{score.score}" in _WORDS.pairs)
    yield Paragraph(_say("commands", lang, commands="; ".join(f"`{command}`" for command in commands)))


def _quantities(found: Measurement, lang: Lang) -> Iterator[Block]:
    yield Heading(_say("indicators", lang))
    yield Paragraph(_say("indicators.text", lang))
    rows = [
        (f"`{each.name}`", each.formula, each.unit + (f"; {_say('wording', lang)}" if each.wording else ""))
        for each in INDICATORS.values()
    ]
    yield Grid((_say("indicator", lang), _say("formula", lang), _say("unit", lang)), tuple(rows))
    if found.translated:
        yield Paragraph(_say("translated.text", lang, n=_number(found.translated, lang)))


def _by_hand(found: Measurement, lang: Lang) -> Iterator[Block]:
    yield Heading(_say("hand", lang))
    if not found.corrections and not found.codings:
        yield Paragraph(_say("hand.none", lang))
    else:
        yield Paragraph(
            _say(
                "hand.text",
                lang,
                corrections=_number(found.corrections, lang),
                codings=_number(found.codings, lang),
            )
        )


def _number(value: int, lang: Lang) -> str:
    text = f"{value:,}"
    return text if lang == "en" else text.replace(",", ".")


def _decimal(value: str, lang: Lang) -> str:
    return value if lang == "en" else value.replace(".", ",")


def protocol_text(measurement: Measurement, *, lang: Lang = "de") -> str:
    """Write the sheet as Markdown.

    Parameters
    ----------
    measurement : Measurement
        What `describe_measurement` gives.
    lang : {"de", "en"}
        Language of the sheet.
    """
    lines: list[str] = []
    for block in protocol_blocks(measurement, lang=lang):
        if isinstance(block, Heading):
            lines += [f"{'#' * block.level} {in_markdown(block.text)}", ""]
        elif isinstance(block, Paragraph):
            lines += [in_markdown(block.text), ""]
        else:
            lines += [_row(block.head), _row(tuple("---" for _ in block.head))]
            lines += [*map(_row, block.rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(in_markdown(cell).replace("|", "\\|") for cell in cells) + " |"
