"""Draw a study: the sample of a source as a folder that can be coded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .. import __version__
from ..errors import CodingError
from ..export.folder import whole_folder
from ..tables import UNCOUNTED, each
from .codebook import Unit, default_codebook, parse_codebook
from .population import read_population
from .records import write_records
from .sampling import Allocation, draw, stratify
from .sources import Source, read_batches
from .study import CODEBOOK, FORMAT, ITEMS, SEALED, SOFTWARE, STUDY, Study, open_study

if TYPE_CHECKING:
    import pandas as pd

    from .sources import Tables

DESIGN: Final = "design.json"
MACHINE: Final = "machine.jsonl"
CONTEXT: Final = 2
# Sentences longer than these are tables or lists that no reader of files has parted.
_LONGEST, _LONGEST_BESIDE = 5_000, 1_000
# Characters that reorder or hide what stands around them, or break a file; replaced one for one, so offsets hold.
_HARMFUL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Place(NamedTuple):
    """What a coder is shown of one unit: a text, the sentence in it, and where the target is named."""

    text: str
    start: int
    end: int
    named: list[list[int]]


def draw_sample(
    source: Source,
    folder: str | Path,
    *,
    unit: Unit,
    n: int,
    stratify_by: Iterable[str] = (),
    allocation: Allocation = "proportional",
    seed: int = 0,
    targets: Iterable[str] | None = None,
    codebook: str | Path | None = None,
) -> Study:
    """Draw a probability sample, write it as a study, and return that.

    Parameters
    ----------
    source : str, path, Corpus, Analysis or iterable of Analysis
        A store, a folder of results, or results in memory.
    folder : str or path
        Folder of the study; missing or empty.
    unit : {"stance", "quote", "mention", "sentence"}
        What is coded; see `read_population`.
    n : int
        Items to draw.
    stratify_by : iterable of str
        Columns that make strata: ``outlet``, ``month``, ``target``, ``sign`` (what the analysis found), …
    allocation : {"proportional", "equal"}
        Whether a stratum gives items by its size, or as many as the others, so that rare findings are coded.
    seed : int
        Seed of the draw; the same source and seed give the same study.
    targets : iterable of str, optional
        Countries that are asked about.
    codebook : str or path, optional
        TOML file of your own; by default that of the unit.

    Raises
    ------
    CodingError
        If the folder holds something, n does not fit the strata, or the codebook is wrong.
    ExportError
        If the folder cannot be written.
    """
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise CodingError(f"{str(folder)!r} is not empty; name a new folder, so that no codings are lost.")
    book = default_codebook(unit) if codebook is None else _bytes(codebook)
    parsed = parse_codebook(book, str(codebook or unit))
    if parsed.unit != unit:
        raise CodingError(f"The codebook {str(codebook)!r} is of {parsed.unit!r}, the sample of {unit!r}.")
    names, wanted = tuple(stratify_by), None if targets is None else tuple(targets)
    population = read_population(source, unit, targets=wanted)
    labels = population["label"].map(lambda label: parsed.translate(label) or "–").astype("string")
    strata = stratify(population.assign(label=labels), names)
    sample = draw(population, strata, n, allocation=allocation, seed=seed)
    places = read_places(source, sample, named=unit == "stance")
    design = {
        "version": __version__,
        "seed": seed,
        "stratify": names,
        "allocation": allocation,
        "targets": wanted,
        "population": len(population),
        "strata": {name: [int(size), int((sample["stratum"] == name).sum())] for name, size in _sizes(strata)},
    }
    with whole_folder(place) as draft:
        _write(draft, unit, sample, places, book, design)
    return open_study(place)


def _sizes(strata: pd.Series[str]) -> list[tuple[str, int]]:
    return sorted((str(name), int(size)) for name, size in strata.value_counts().items())


def _bytes(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CodingError(f"The codebook {str(path)!r} cannot be read: {error.strerror or error}.") from error


def _write(
    draft: Path, unit: str, sample: pd.DataFrame, places: list[Place], book: bytes, design: Mapping[str, Any]
) -> None:
    ids = [f"i{number:0{max(3, len(str(len(sample))))}}" for number in range(1, len(sample) + 1)]
    about = {"software": SOFTWARE, "format": FORMAT, "unit": unit, "items": len(ids)}
    (draft / STUDY).write_text(json.dumps(about) + "\n", "utf-8")
    (draft / CODEBOOK).write_bytes(book)
    rows = list(each(sample))
    write_records(
        draft / ITEMS,
        (
            {"item": item, "text": at.text, "start": at.start, "end": at.end, "target": row.target, "named": at.named}
            for item, row, at in zip(ids, rows, places, strict=True)
        ),
    )
    (draft / SEALED).mkdir()
    (draft / SEALED / DESIGN).write_text(json.dumps(design, ensure_ascii=False, indent=1) + "\n", "utf-8")
    write_records(
        draft / SEALED / MACHINE,
        (
            {
                "item": item,
                "doc_id": row.doc_id,
                "sentence_id": int(row.sentence_id),
                "start": int(row.start),
                "end": int(row.end),
                "target": row.target,
                "label": row.label,
                "stratum": row.stratum,
                "probability": float(row.probability),
                "outlet": row.outlet,
                "date": None if row.date is None else row.date.date().isoformat(),
            }
            for item, row in zip(ids, rows, strict=True)
        ),
    )


def read_places(source: Source, sample: pd.DataFrame, *, named: bool) -> list[Place]:
    """Return what a coder is shown of each unit of a sample.

    Parameters
    ----------
    source : str, path, Corpus, Analysis or iterable of Analysis
        Where the sample was drawn from.
    sample : pandas.DataFrame
        Units with ``doc_id, sentence_id, target``.
    named : bool
        Whether to say where the target is named; where that is the question it must not be said.
    """
    wanted = set(sample["doc_id"])
    found: dict[tuple[str, int, str | None], Place] = {}
    asked: list[tuple[str, int, str | None]] = [tuple(row) for row in each(sample[["doc_id", "sentence_id", "target"]])]
    for batch in read_batches(source, texts=True):
        here = wanted & set(batch["documents"]["doc_id"])
        if not here:
            continue
        lines, mentions = _lines(batch, here), _mentions(batch, here) if named else {}
        for doc_id, sentence_id, target in asked:
            if doc_id in here:
                found[doc_id, sentence_id, target] = _place(
                    lines[doc_id], sentence_id, mentions.get((doc_id, target), {})
                )
    return [found[key] for key in asked]


def _lines(batch: Tables, here: set[str]) -> dict[str, list[Any]]:
    sentences = batch["sentences"].loc[batch["sentences"]["doc_id"].isin(list(here))]
    sentences = sentences.merge(batch["segments"], on=["doc_id", "segment_id"], how="left")
    sentences = sentences.loc[~sentences["kind"].isin(list(UNCOUNTED))].sort_values(["doc_id", "sentence_id"])
    lines: dict[str, list[Any]] = {doc_id: [] for doc_id in here}
    for row in each(sentences):
        lines[row.doc_id].append(row)
    return lines


def _mentions(batch: Tables, here: set[str]) -> dict[tuple[str, str | None], dict[int, list[tuple[int, int]]]]:
    mentions = batch["mentions"].loc[batch["mentions"]["doc_id"].isin(list(here))]
    found: dict[tuple[str, str | None], dict[int, list[tuple[int, int]]]] = {}
    for row in each(mentions):
        spans = found.setdefault((row.doc_id, row.country), {}).setdefault(int(row.sentence_id), [])
        spans.append((int(row.start), int(row.end)))
    return found


def _place(lines: list[Any], sentence_id: int, mentions: Mapping[int, list[tuple[int, int]]]) -> Place:
    at = next(place for place, line in enumerate(lines) if line.sentence_id == sentence_id)
    text, start, end, named = "", 0, 0, []
    before = None
    for line in lines[max(0, at - CONTEXT) : at + CONTEXT + 1]:
        own = line.sentence_id == sentence_id
        words = _HARMFUL.sub("\ufffd", line.text)
        limit = _LONGEST if own else _LONGEST_BESIDE
        kept = words if len(words) <= limit else words[: limit - 1] + "…"
        text += "" if before is None else " " if before == line.paragraph else "\n\n"
        begin = len(text)
        text += kept
        before = line.paragraph
        if own:
            start, end = begin, len(text)
        for first, last in mentions.get(int(line.sentence_id), ()):
            left, right = first - int(line.start), last - int(line.start)
            if 0 <= left < right <= min(len(kept), len(words)):
                named.append([begin + left, begin + right])
    return Place(text, start, end, sorted(named))
