"""Folding: what a reader sees, whatever stands in the file, and the way back to the file."""

from __future__ import annotations

import itertools
import json
import lzma
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import analyse
from analysis.reading import Document
from analysis.reading.dictionary import is_form
from analysis.reading.folding import fold, fold_piece
from analysis.reading.folding.edits import Edit, Edits
from analysis.tables import Segment

SHARED = Path(__file__).resolve().parents[3] / "shared"
SHY, ZWSP, NBSP, NNBSP, NBHY, BOM = "\u00ad", "\u200b", "\u00a0", "\u202f", "\u2011", "\ufeff"


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        # characters
        (f"Russ{SHY}land und Us{SHY}be{SHY}kistan", "Russland und Usbekistan"),
        (f"Kas{ZWSP}achstan{BOM} \u2066kam\u2069", "Kasachstan kam"),
        (f"Russ{SHY}\nland", "Russland"),
        (normalize("NFD", "Türkei, Erdoğan, Großbritannien"), "Türkei, Erdoğan, Großbritannien"),
        (f"Tu{SHY}\u0308rkei", "Türkei"),
        ("Der Konﬂikt um die Oﬀensive, ﬁnanziert", "Der Konflikt um die Offensive, finanziert"),
        (f"5{NBSP}000{NNBSP}Soldaten", "5 000 Soldaten"),
        (f"der US{NBHY}Präsident, die EU\u2010Staaten", "der US-Präsident, die EU-Staaten"),
        ("die US\u2212Regierung, 3 \u2212 2", "die US-Regierung, 3 \u2212 2"),
        ("&quot;Ja&quot;, sagte M&uuml;ller&nbsp;&amp; S&ouml;hne&shy;", '"Ja", sagte Müller & Söhne'),
        ("R&D &c; &unbekannt; AT&T", "R&D &c; &unbekannt; AT&T"),
        (">>Ja<<, sagte er. <<Nein>>", "»Ja«, sagte er. «Nein»"),
        (">>> a << b <<<", ">>> a « b <<<"),
        # what a replacement makes is replaced, too
        ("&amp;quot;Ja&amp;amp;quot;, &amp;unbekannt; &amp;amp;", '"Ja", &unbekannt; &'),
        ("&amp;am;amp;quot;", "&amp;am;amp;quot;"),
        (f">{ZWSP}>Ja<{SHY}<", "»Ja«"),
        ("&am-\np;quot;Ja", '"Ja'),
        ("Wasser-\nkraftwerks-\nbau in China", "Wasserkraftwerksbau\nin China"),
        ("im Nord-\nSüd-\nDialog", "im Nord-Süd-Dialog"),
        ("Moskau-\n#Berlin", "Moskau-Berlin"),
        ("ＲＵＳＳＬＡＮＤ，", "RUSSLAND,"),
        ("Mo\u017fkau", "Moskau"),
        ("Russ\x02land", "Russland"),
        # hyphens at line ends
        ("die Ukra-\nine sagte", "die Ukraine\nsagte"),
        ("die Ukra-\r\n  ine sagte", "die Ukraine\r\nsagte"),
        ("die Außenminis-\nter kamen", "die Außenminister\nkamen"),
        ("Er lob-\nte sie.", "Er lobte\nsie."),
        ("Die Außenminis- \nter \nkamen.", "Die Außenminister \nkamen."),
        ("die Präsidentschafts-\nwahlen", "die Präsidentschaftswahlen"),
        ("der Nord-\nSüd-Dialog", "der Nord-Süd-Dialog"),
        ("der US-\nAußenminister kam", "der US-Außenminister\nkam"),
        ("US-\namerikanische", "US-amerikanische"),
        ("das deutsch-\nrussische Verhältnis", "das deutsch-russische\nVerhältnis"),
        ("die Wirtschafts-\nund Währungsunion", "die Wirtschafts-\nund Währungsunion"),
        ("Fre-\nund und Feind", "Freund\nund Feind"),
        ("ein Satz -\nund noch einer", "ein Satz -\nund noch einer"),
        ("Wahl-\n\nkampf", "Wahl-\n\nkampf"),
        ("hat den rus-       Zentral-\nsischen Krieg", "hat den rus-       Zentral-\nsischen Krieg"),
        # gender marks
        (
            "Politiker:innen, Bürger*innen, Usbek_innen, Bürger·innen",
            "Politikerinnen, Bürgerinnen, Usbekinnen, Bürgerinnen",
        ),
        ("KasachInnen, eine BürgermeisterIn, LinkedIn", "Kasachinnen, eine Bürgermeisterin, LinkedIn"),
        ("Politiker/innen, Politiker/-innen, Politiker(innen)", "Politikerinnen, Politikerinnen, Politikerinnen"),
        ("sagte ein:e kirgisische:r Händler:in", "sagte eine kirgisische Händlerin"),
        ("Ein*e Sprecher*in, jede:r, der/die Präsident/in", "Eine Sprecherin, jede, die Präsidentin"),
        ("die US-Expert:innen", "die US-Expertinnen"),
        ("Kasachstan:in Astana, um 12:in, zeit.de/in", "Kasachstan:in Astana, um 12:in, zeit.de/in"),
        ("und/oder, km/h, 3:1, Ost/West", "und/oder, km/h, 3:1, Ost/West"),
        # hashtags
        ("#Kasachstan und #TeamPutin, #1", "Kasachstan und Team Putin, #1"),
        ("####Kasachstan", "####Kasachstan"),
        # umlauts in ASCII
        ("Die Tuerkei begruesste die Erklaerung.", "Die Türkei begrüsste die Erklärung."),
        ("Neue Quellen: Poeten, Duelle, Israel, Feuer", "Neue Quellen: Poeten, Duelle, Israel, Feuer"),
        ("Die Tuerkei müsste für Göring über Österreich", "Die Tuerkei müsste für Göring über Österreich"),
        # capitals
        ("DIE USA LOBTEN KASACHSTAN.", "Die USA lobten Kasachstan."),
        ("KASACHSTAN WIDERSPRICHT PUTIN", "Kasachstan widerspricht Putin"),
        ("„WIR SIND FREI“, SAGTE TOKAJEW.", "„Wir sind frei“, sagte Tokajew."),
        ("DIE KIRGISISCHE REGIERUNG SCHWEIGT", "Die kirgisische Regierung schweigt"),
        ("CDU/CSU/FDP, GSM, GPRS, EDGE, UMTS", "CDU/CSU/FDP, GSM, GPRS, EDGE, UMTS"),
        ("MOSKAU/ASTANA. Russland schweigt.", "MOSKAU/ASTANA. Russland schweigt."),
        ("NEW YORK/BERLIN (dpa) - Die UNO schweigt.", "NEW YORK/BERLIN (dpa) - Die UNO schweigt."),
        # nothing to do
        ("", ""),
        ("👩\u200d💻 🇰🇿 ok", "👩💻 🇰🇿 ok"),
    ],
)
def test_folding(source: str, folded: str) -> None:
    assert fold(source).text == folded
    assert fold(folded).text == folded


@pytest.mark.parametrize(
    ("source", "word", "piece"),
    [
        (f"in Us{SHY}be{SHY}kistan,", "Usbekistan", f"Us{SHY}be{SHY}kistan"),
        (f"in {SHY}Mali{SHY}.", "Mali", "Mali"),
        ("die Ukra-\nine sagte", "Ukraine", "Ukra-\nine"),
        ("alle Politiker:innen da", "Politikerinnen", "Politiker:innen"),
        ("Raus aus #DieUkraine!", "Ukraine", "Ukraine"),
        ("die T&uuml;rkei kam", "Türkei", "T&uuml;rkei"),
        ("DIE USA LOBTEN KASACHSTAN.", "lobten", "LOBTEN"),
        ("Konﬂikt!", "Konflikt", "Konﬂikt"),
        ("Konﬂikt!", "Konf", "Konﬂ"),
    ],
)
def test_what_a_word_covers_in_the_source(source: str, word: str, piece: str) -> None:
    folding = fold(source)
    start = folding.text.index(word)
    begin, end = folding.to_source(start, start + len(word))
    assert source[begin:end] == piece
    if word != "Konf":
        assert folding.to_folded(begin, end) == (start, start + len(word))


@pytest.mark.parametrize(
    "text",
    [
        "Ko\u0308\u0308nig u\u0308\u0308ber China",
        "in\u0308\x1b\u0308m Osten",
        "Wo\u0308\u200b\u0308\u2060\u0308che in\u0308\x1b\u0308m Osten",
    ],
)
def test_a_second_mark_on_a_letter_is_no_part_of_two_tokens(text: str) -> None:
    tokens = analyse(Document.from_text(text)).rows["tokens"]
    assert all(before.end <= after.start for before, after in itertools.pairwise(tokens))
    assert all(token.text == text[token.start : token.end] for token in tokens)


def test_a_word_that_two_segments_share_stays_with_the_first() -> None:
    text = "China ehrt die Souver- \naenitaet der Kasachen."
    segments = (Segment("d", "s1", "lead", 0, 22), Segment("d", "s2", "paragraph", 24, len(text)))
    folded = Document("d", text, segments=segments).folded
    assert folded.text == "China ehrt die Souveränität der Kasachen."
    assert [(segment.start, segment.end) for segment in folded.segments] == [(0, 27), (27, 41)]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("abc ", min_size=1, max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Edit(a, b, draw(st.text("XY", max_size=3))) for a, b in pairs]


@given(edited())
def test_offsets_stay_in_order_and_in_the_text(case: tuple[str, list[Edit]]) -> None:
    text, made = case
    edits = Edits(made)
    new = edits.apply(text)
    spans = [edits.before(i, i + 1) for i in range(len(new))]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert all(a <= b for (a, _), (b, _) in itertools.pairwise(spans))
    for i, (start, end) in enumerate(spans):
        if new[i] not in "XY":
            assert text[start:end] == new[i]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_folded_once_and_for_all(text: str) -> None:
    folding = fold(text)
    if folding.text:
        start, end = folding.to_source(0, len(folding.text))
        assert 0 <= start <= end <= len(text)
    assert fold_piece(fold_piece(text)) == fold_piece(text)
    assert fold(folding.text).text == folding.text


@cache
def texts() -> list[str]:
    """Two hundred news articles and the article of the project, folded: their clean twins."""
    article = (Path(__file__).resolve().parents[2] / "data" / "blinken_astana_2023.txt").read_text("utf-8")
    path = SHARED / "data" / "quotes" / "train.jsonl.xz"
    if not path.exists():
        return [article]
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        many = [json.loads(line)["text"] for _, line in zip(range(200), stream, strict=False)]
    return [fold(text).text for text in [article, *many]]


def _sprinkled(mark: str) -> Callable[[str, random.Random], str]:
    def dirty(text: str, rng: random.Random) -> str:
        pieces: list[str] = []
        for left, right in zip(text, [*text[1:], " "], strict=True):
            pieces.append(left)
            if left.isalpha() and right.isalpha() and rng.random() < 0.15:
                pieces.append(mark)
        return "".join(pieces)

    return dirty


def _hyphenated(text: str, rng: random.Random) -> str:
    """Divide the words before line ends: "Ukraine⏎in" is written "Ukra-⏎ine in"."""
    lines = text.split("\n")
    for number in range(len(lines) - 1):
        head, _, word = lines[number].rpartition(" ")
        if head and len(word) > 5 and word.isalpha() and is_form(word) and lines[number + 1].strip():
            at = rng.randrange(2, len(word) - 2)
            if word[at:] not in ("und", "oder", "noch", "wie", "als", "bis", "statt"):
                lines[number : number + 2] = [f"{head} {word[:at]}-", f"{word[at:]} {lines[number + 1].lstrip()}"]
    return "\n".join(lines)


def _wrapped(text: str) -> str:
    """Break lines after about 70 characters, as mail programs do."""
    paragraphs = text.split("\n")
    for number, paragraph in enumerate(paragraphs):
        line, lines = "", []
        for word in paragraph.split(" "):
            line = f"{line} {word}" if line else word
            if len(line) > 70:
                lines.append(line)
                line = ""
        paragraphs[number] = "\n".join([*lines, line] if line else lines)
    return "\n".join(paragraphs)


MARKS: dict[str, Callable[[str, random.Random], str]] = {
    "soft hyphen": _sprinkled(SHY),
    "zero-width space": _sprinkled(ZWSP),
    "joiners": _sprinkled("\u200d\u2060"),
    "byte order mark": _sprinkled(BOM),
    "decomposed": lambda text, rng: normalize("NFD", text),
    "spaces": lambda text, rng: "".join(NBSP if c == " " and rng.random() < 0.3 else c for c in text),
    "hyphens": lambda text, rng: text.replace("-", NBHY),
    "ligatures": lambda text, rng: text.replace("ffi", "ﬃ").replace("fl", "ﬂ").replace("fi", "ﬁ").replace("ff", "ﬀ"),
    "entities": lambda text, rng: text.replace("ü", "&uuml;").replace('"', "&quot;").replace("ß", "&#223;"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(MARKS))
def test_a_dirty_text_and_its_clean_twin_fold_alike(name: str) -> None:
    rng = random.Random(name)
    for clean in texts():
        dirty = MARKS[name](clean, rng)
        folding = fold(dirty)
        assert folding.text == clean
        start = 0
        for word in clean.split():
            start = clean.index(word, start)
            begin, end = folding.to_source(start, start + len(word))
            assert fold_piece(dirty[begin:end]) == word
            assert folding.to_folded(begin, end) == (start, start + len(word))
            start += len(word)


def test_divided_words_at_line_ends_fold_alike() -> None:
    rng = random.Random(7)
    divided = 0
    for text in texts():
        clean = fold(_wrapped(text)).text
        dirty = _hyphenated(clean, rng)
        divided += dirty.count("-\n") - clean.count("-\n")
        assert fold(dirty).text == clean
    assert divided > 3 * len(texts())


@pytest.mark.parametrize("name", list(MARKS))
def test_rows_of_a_dirty_text_are_those_of_its_clean_twin(name: str) -> None:
    rng = random.Random(name)
    for clean in texts()[:3]:
        dirty = MARKS[name](clean, rng)
        wanted = analyse(Document.from_text(clean, doc_id="d"))
        found = analyse(Document.from_text(dirty, doc_id="d"))
        assert _shape(wanted) == _shape(found)
        for table in ("mentions", "tokens", "sentences"):
            assert all(dirty[row.start : row.end] == row.text for row in found.rows[table])
        assert wanted.framing.equals(found.framing)


def _shape(result: Any) -> dict[str, list[dict[str, Any]]]:
    """Return the rows without offsets, with folded texts."""
    left_out = {"start", "end", "spans", "cue_spans", "frame_spans", "speaker_start", "speaker_end"}
    left_out |= {"addressee_start", "addressee_end", "n_chars", "text_sha256", "evidence"}

    def shaped(row: Any) -> dict[str, Any]:
        data = {key: value for key, value in row._asdict().items() if key not in left_out}
        if hasattr(row, "evidence"):
            data["evidence"] = [(fold_piece(piece.text), piece.weight) for piece in row.evidence]
        return {key: fold_piece(v) if isinstance(v, str) else v for key, v in data.items()}

    return {table: [shaped(row) for row in rows] for table, rows in result.rows.items()}
