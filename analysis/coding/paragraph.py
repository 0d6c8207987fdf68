"""The paragraph for the methods section: how the sample was drawn, coded and used, with the numbers filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..charts.style import known, number, pick, records
from .adjudication import adjudicated_by, find_cases, read_adjudicated
from .agreement import label_sheet
from .chart import name_row, span_of
from .codebook import Lang
from .coefficients import coefficient, count
from .measures import measures_of
from .sealed import read_design
from .study import Study, coders, read_codings

if TYPE_CHECKING:
    import pandas as pd

_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "stance": ("Paare aus Satz und Land", "pairs of sentence and country"),
    "quote": ("Sätze", "sentences"),
    "mention": ("Paare aus Satz und Land", "pairs of sentence and country"),
    "sentence": ("Sätze", "sentences"),
}
_METHODS: Final[Mapping[str, tuple[str, str]]] = {
    "ppi": (
        "Prediction-powered inference (PPI++; Angelopoulos, Duchi und Zrnic 2023)",
        "prediction-powered inference (PPI++; Angelopoulos, Duchi and Zrnic 2023)",
    ),
    "dsl": (
        "Design-based supervised learning (Egami, Hinck, Stewart und Wei 2023)",
        "design-based supervised learning (Egami, Hinck, Stewart and Wei 2023)",
    ),
}
_STRATA: Final[Mapping[str, tuple[str, str]]] = {
    "sign": ("Befund der Analyse", "finding of the analysis"),
    "label": ("Befund der Analyse", "finding of the analysis"),
    "speaker": ("Befund der Analyse", "finding of the analysis"),
    "role": ("Befund der Analyse", "finding of the analysis"),
    "outlet": ("Medium", "outlet"),
    "month": ("Monat", "month"),
    "quarter": ("Quartal", "quarter"),
    "year": ("Jahr", "year"),
    "target": ("Land", "country"),
}
_FAMILIES: Final[Mapping[str, tuple[str, str]]] = {
    "voice": ("Anteile an Zitaten bekannter Herkunft", "shares in quotes of known origin"),
    "share": ("Anteile an allen Einheiten", "shares in all units"),
}
_LISTED: Final = 4


def methods_paragraph(study: Study, estimates: pd.DataFrame | None = None, *, lang: Lang = "de") -> str:
    """Return a paragraph for the methods section.

    Parameters
    ----------
    study : Study
        A coded study with its sealed part.
    estimates : pandas.DataFrame, optional
        From `correct_estimates`; then the estimates are in it, too.
    lang : {"de", "en"}
        Language.

    Returns
    -------
    str
        Sample, coding, agreement, adjudication, estimation.
    """
    sentences = [_sample(study, lang), _coding(study, lang), _machine(study, lang)]
    if estimates is not None and len(estimates):
        sentences.append(_estimation(study, estimates, lang))
    return " ".join(filter(None, sentences))


def _count(value: int, lang: Lang) -> str:
    return f"{value:,}" if lang == "en" else f"{value:,}".replace(",", ".")


def _sample(study: Study, lang: Lang) -> str:
    design = read_design(study)
    unit = pick(lang, *_UNITS[study.unit])
    names = dict.fromkeys(pick(lang, *_STRATA.get(name, (name, name))) for name in design.stratify)
    strata = pick(lang, " und ", " and ").join(names)
    drawn, whole = _count(len(study.items), lang), _count(design.population, lang)
    how = pick(
        lang,
        {"equal": "zu gleichen Teilen", "proportional": "im Verhältnis ihrer Größe"}[design.allocation],
        {"equal": "in equal numbers", "proportional": "in proportion to size"}[design.allocation],
    )
    if not strata:
        return pick(
            lang,
            f"Aus {whole} Einheiten ({unit}) wurde eine einfache Zufallsstichprobe von {drawn} gezogen, auch solche, "
            "in denen die Analyse nichts gefunden hatte.",
            f"From {whole} units ({unit}) a simple random sample of {drawn} was drawn, including units in which the "
            "analysis had found nothing.",
        )
    return pick(
        lang,
        f"Aus {whole} Einheiten ({unit}) wurde eine nach {strata} geschichtete Zufallsstichprobe von {drawn} gezogen "
        f"({len(design.strata)} Schichten, {how}), auch solche, in denen die Analyse nichts gefunden hatte.",
        f"From {whole} units ({unit}) a random sample of {drawn} was drawn, stratified by {strata} "
        f"({len(design.strata)} strata, {how}), including units in which the analysis had found nothing.",
    )


def _coding(study: Study, lang: Lang) -> str:
    people = coders(study)
    if not people:
        return ""
    done = len(set().union(*(read_codings(study, name) for name in people)))
    if len(people) == 1:
        return pick(
            lang,
            f"Eine Person codierte {_count(done, lang)} davon, ohne den Befund der Analyse zu sehen.",
            f"One person coded {_count(done, lang)} of them without seeing what the analysis had found.",
        )
    first = pick(
        lang,
        f"{len(people)} Personen codierten {_count(done, lang)} davon unabhängig voneinander und ohne den Befund der "
        "Analyse zu sehen",
        f"{len(people)} people coded {_count(done, lang)} of them independently and without seeing what the analysis "
        "had found",
    )
    decided, cases = len(read_adjudicated(study)), len(find_cases(study))
    differ = pick(
        lang, "1 Abweichung" if cases == 1 else f"{_count(cases, lang)} Abweichungen",
        "1 disagreement" if cases == 1 else f"{_count(cases, lang)} disagreements",
    )  # fmt: skip
    settled = _count(min(decided, cases), lang)
    by = _deciders(study, people, lang) if decided else ""
    second = pick(lang, f"{differ}, davon {settled} entschieden{by}.", f"{differ}, {settled} of them adjudicated{by}.")
    return f"{first} ({_alpha(study, people, lang)}); {second}"


def _deciders(study: Study, people: list[str], lang: Lang) -> str:
    """Say who decided where coders differ: one of them, somebody else, or several persons."""
    names = set(adjudicated_by(study).values())
    if len(names) > 1:
        return pick(lang, f" (durch {len(names)} Personen)", f" (by {len(names)} people)")
    if names <= set(people):
        return pick(lang, " (durch eine der codierenden Personen)", " (by one of the coders)")
    return pick(lang, " (durch eine Person, die nicht codiert hat)", " (by a person who had not coded)")


def _alpha(study: Study, names: list[str], lang: Lang) -> str:
    sheet = label_sheet(study)
    order = sorted(study.codebook.names, key=lambda name: study.codebook.numbers[name] or 0.0)
    counts = count([sheet[name] for name in names], order, _numbers(study, order))
    value, low, high = coefficient(counts, "alpha", level=study.codebook.level)
    n = int((counts.table.sum(axis=1) >= 2).sum())
    if value != value:
        return pick(lang, f"Krippendorffs α nicht bestimmbar, n = {n}", f"Krippendorff's α undetermined, n = {n}")
    name = pick(lang, "Krippendorffs α", "Krippendorff's α")
    return f"{name} = {span_of(value, low, high, lang) if low == low else number(value, lang, digits=2)}, n = {n}"


def _numbers(study: Study, order: list[str]) -> Any:
    import numpy as np

    values = [study.codebook.numbers[name] for name in order]
    return None if any(value is None for value in values) else np.array(values, dtype=float)


def _machine(study: Study, lang: Lang) -> str:
    """Return how far the analysis agrees with what holds in the end, if it knows these labels at all."""
    sheet = label_sheet(study) if coders(study) else {}
    against = "adjudicated" if "adjudicated" in sheet else next(iter(coders(study)), None)
    if against is None or not any(code is not None for code in sheet.get("machine", ())):
        return ""
    words = _alpha(study, ["machine", against], lang)
    return pick(
        lang,
        f"Die Analyse stimmt mit diesen Codierungen so weit überein: {words}.",
        f"Agreement of the analysis with these codings: {words}.",
    )


def _estimation(study: Study, estimates: pd.DataFrame, lang: Lang) -> str:
    method, name = str(estimates["method"].iloc[0]), str(estimates["measure"].iloc[0])
    meaning = measures_of(study.codebook, name)[0].meaning[lang] if ":" not in name else _FAMILIES[name.split(":")[0]]
    what = meaning if isinstance(meaning, str) else pick(lang, *meaning)
    shown = [row for row in records(estimates) if known(row.corrected)]
    said = [_estimate(row, lang) for row in shown[:_LISTED]]
    rest = len(shown) - len(said)
    more = pick(lang, f"; {rest} weitere in der Tabelle", f"; {rest} more in the table") if rest > 0 else ""
    listed = f" {what[0].upper()}{what[1:]}: {'; '.join(said)}{more}." if said else ""
    return pick(
        lang,
        f"Mit diesen Codierungen wurden die Schätzungen auf den Messfehler korrigiert: {_METHODS[method][0]}, Varianz "
        f"über Dokumente geclustert, 95-%-Intervalle.{listed}",
        f"With these codings estimates were corrected for measurement error by {_METHODS[method][1]}, with variances "
        f"clustered by document and 95% intervals.{listed}",
    )


def _estimate(row: Any, lang: Lang) -> str:
    naive = number(row.naive, lang, digits=2) if known(row.naive) else "–"
    corrected = span_of(row.corrected, row.low, row.high, lang)
    name = name_row(row, lang) if row.group != "all" or ":" in row.measure else pick(lang, "gesamt", "overall")
    return pick(
        lang,
        f"{name} {corrected} (unkorrigiert {naive}; {row.n_coded} codierte von {_count(row.n_units, lang)} Einheiten)",
        f"{name} {corrected} (uncorrected {naive}; {row.n_coded} coded of {_count(row.n_units, lang)} units)",
    )
