"""Invariants: swapping the parties turns the edge, *nicht* turns or removes it, rows keep the contract."""

from __future__ import annotations

import csv
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.stance.lexicon import predicates as lexicon
from analysis.tables import check, frame

NAMES = {
    "Polen": "PL", "Litauen": "LT", "Japan": "JP", "China": "CN", "Indien": "IN", "Kanada": "CA", "Serbien": "RS",
    "Kasachstan": "KZ", "Russland": "RU", "Frankreich": "FR", "Usbekistan": "UZ", "Vietnam": "VN", "Armenien": "AM",
    "Griechenland": "GR", "Finnland": "FI", "Schweden": "SE", "Brasilien": "BR", "Deutschland": "DE", "Spanien": "ES",
    "die Türkei": "TR", "die Mongolei": "MN", "die Ukraine": "UA", "die Schweiz": "CH", "die Slowakei": "SK",
}  # fmt: skip
TEMPLATES = ("{A} hat {B} {v}.", "Am Freitag hat {A} {B} {v}.", "Nach der Sitzung hat {A} {B} erneut {v}.")
SAMPLE = 400
SWAPPED, RIGHT, KEPT = 0.98, 0.75, 0.12
"""Least shares of edges that turn with the parties and that are right, largest share that survives a negation."""


def _verbs():
    """Verbs with an accusative, their sign and participle; proper names show no case, so order must do."""
    entries = lexicon.default_predicates().entries
    taken = {e.lemma for e in entries if e.frame == "voice>subj"}
    for entry in entries:
        if entry.pos == "VERB" and entry.frame == "subj>obj" and not (entry.fixed or entry.reflexive or entry.effect):
            base = entry.lemma.removeprefix(entry.particle)
            yield entry.lemma, entry.sign, entry.particle + lexicon.participle(base), entry.lemma in taken


@pytest.fixture(scope="module")
def generated():
    dice = random.Random(7)
    verbs = sorted(_verbs())
    cases = []
    for _ in range(SAMPLE):
        first, second = dice.sample(sorted(NAMES), 2)
        _, sign, form, _ = dice.choice(verbs)
        cases.append((first, second, "+" if sign > 0 else "-", form, dice.choice(TEMPLATES)))
    return cases


def _sentence(template, first, second, form):
    text = template.format(A=first, B=second, v=form)
    return text[0].upper() + text[1:]


def test_swapping_the_parties_turns_the_edge(read, generated):
    cases = generated
    texts = [_sentence(t, a, b, v) for a, b, _, v, t in cases] + [_sentence(t, b, a, v) for a, b, _, v, t in cases]
    edges = [result.edges() for result in read(texts, quoted=False)]
    swapped, right, wrong = 0, 0, []
    for number, (first, second, sign, _, _) in enumerate(cases):
        names = {NAMES[first]: NAMES[second], NAMES[second]: NAMES[first]}
        there, back = edges[number], edges[number + len(cases)]
        turned = {f"{names.get(e[:-4], e[:-4])}>{names.get(e[-3:-1], e[-3:-1])}{e[-1]}" for e in there}
        swapped += turned == back
        right += there == {f"{NAMES[first]}>{NAMES[second]}{sign}"}
        if turned != back:
            wrong.append((texts[number], there, back))
    assert swapped / len(cases) >= SWAPPED, wrong
    assert right / len(cases) >= RIGHT


def test_negation_turns_or_removes_the_edge(read):
    with (lexicon.Path(lexicon.__file__).with_name("predicates.tsv")).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [
        r
        for r in rows
        if r["pos"] == "VERB" and " hat " in r["example"] and r["sign"] in "+-" and "nicht" not in r["lemma"]
    ]
    rows = [row for row in rows if not {"nichts", "kein", "keine", "kaum", "wenig"} & set(row["lemma"].split())]
    rows = random.Random(3).sample(rows, SAMPLE)
    texts = []
    for row in rows:
        before, _, last = row["example"].rpartition(" ")
        texts.append(f"{before} nicht {last}")
    kept = []
    for row, result in zip(rows, read(texts, quoted=False), strict=True):
        holders = {edge.split(">")[1] for edge in row["expected"].split()}
        unchanged = {e for e in result.edges(conduct=True) for t in holders if e.endswith(f">{t}{row['sign']}")}
        if unchanged:
            kept.append((result.text, unchanged))
    assert len(kept) / len(rows) <= KEPT, kept


WORDS = st.sampled_from(
    [
        "Polen",
        "China",
        "Russlands",
        "die",
        "USA",
        "nicht",
        "kein",
        "kritisiert",
        "lobt",
        "hat",
        "wurde",
        "von",
        "gegen",
        "Sanktionen",
        "Partner",
        ",",
        ".",
        "„",
        "“",
        "»",
        "«",
        "–",
        "(",
        ")",
        "und",
        "dass",
        "der",
        "die",
        "das",
        "Angriff",
        "auf",
        "Moskau",
        "🇰🇿",
        "0",
        "ß",
        "\n",
        "\t",
        "US-Sanktionen",
        "pro-",
        "anti-",
        "sich",
        "zu",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=25))
def test_rows_keep_the_contract_on_any_text(read, words):
    text = " ".join(words)
    if not text.strip():
        return
    first, second = (next(read([text])) for _ in range(2))
    assert first.stances == second.stances
    check("stances", frame("stances", first.stances))
    sentences = [(s.start_char, s.end_char) for s in first.doc.sents]
    for number, row in enumerate(first.stances, start=1):
        assert row.stance_id == f"t{number}"
        assert row.sign in (-1, 1)
        assert 0 < row.sign * row.score <= 1
        start, end = sentences[row.sentence_id]
        assert start <= row.start < row.end <= end
        for piece in row.evidence:
            assert text[piece.start : piece.end] == piece.text
        assert row.target not in ("WEST", "CIS")
    assert [row.start for row in first.stances] == sorted(row.start for row in first.stances)


def test_empty_and_silent_texts_have_no_rows(read):
    assert [result.stances for result in read(["Es regnet.", "…", "Er kritisiert ihn."])] == [[], [], []]
