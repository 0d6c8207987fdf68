"""Copies: families in a window of days, what the bootstrap draws, what each outlet changed, and two translations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import build_store, make_documents

from analysis import analyse, tables
from analysis.cli import main
from analysis.corpus import (
    Corpus,
    compare_groups,
    compare_versions,
    describe_edits,
    measure_groups,
    measure_over_time,
    open_package,
)
from analysis.corpus.alignment import align
from analysis.corpus.bundle import write_store
from analysis.corpus.families import FILE
from analysis.errors import CorpusError
from analysis.reading import Document
from analysis.tables import Sentence

AGENCY = (
    "Kasachstan will im Herbst eine neue Bahnlinie nach Usbekistan eröffnen. "
    "„Wir brauchen den Weg nach Süden für unseren Weizen“, sagte Minister Karajew vor der Presse in Astana. "
    "Russland kritisierte die Pläne scharf. "
    "Die Arbeiten dauern offenbar schon drei Jahre, weil Brücken fehlen und die Winter lang sind. "
    "Auf dem Markt von Samarkand hoffen die Händler auf kürzere Wege und mehr Kunden. "
    "China liefert die Schienen und möglicherweise auch die Züge. "
    "Ein Vertrag zwischen beiden Ländern soll im Mai unterschrieben werden."
)
DAY = date(2024, 3, 1)


def document(name: str, text: str = AGENCY, *, outlet: str = "Blatt", day: date | None = DAY) -> Document:
    return replace(Document.from_text(text, doc_id=name, outlet=outlet), date=day)


def opened(root: Path, documents: list[Document], *, analysed: bool = False, copies: int = 0) -> Corpus:
    """Store documents whose families have not been looked for; without analysis, their sentences alone.

    The last document is stored again as many times as there are to be copies.
    """
    rows: dict[str, list[Any]] = {name: [] for name in tables.ROWS}
    for each in documents:
        if analysed:
            result = analyse(each)
            found = {**result.rows, "framing": list(tables.rows("framing", result.framing))}
            for number in range(1 + copies * (each is documents[-1])):
                name = f"{each.doc_id}-kopie-{number:02}" if number else each.doc_id
                for table, some in found.items():
                    rows[table].extend(row._replace(doc_id=name) for row in some)
            continue
        text = each.text
        rows["documents"].append(
            tables.DocumentRow(
                each.doc_id, None, each.outlet, None, each.date, "de", False, len(text), 50, 1, each.text_sha256
            )
        )
        rows["segments"].append(tables.Segment(each.doc_id, "s1", "paragraph", 0, len(text)))
        rows["sentences"].append(Sentence(each.doc_id, 0, "s1", 0, 0, len(text), text))
    write_store({name: tables.frame(name, some) for name, some in rows.items()}, root)
    (root / FILE).unlink()
    return Corpus.open(root)


@pytest.mark.parametrize(
    ("others", "window", "families"),
    [
        ([("b", AGENCY, DAY)], 7, {"a": "a", "b": "a"}),
        ([("b", AGENCY + " (dpa)", DAY + timedelta(days=7))], 7, {"a": "a", "b": "a"}),
        ([("b", AGENCY, DAY + timedelta(days=8))], 7, {}),
        ([("b", AGENCY, DAY + timedelta(days=8))], 30, {"a": "a", "b": "a"}),
        # a copy of a copy: each within the window of the next
        ([(n, AGENCY, DAY + timedelta(days=d)) for n, d in (("b", 6), ("c", 12))], 7, dict.fromkeys("abc", "a")),
        # the earliest names the family, whatever its id
        ([("0", AGENCY, DAY + timedelta(days=1))], 7, {"a": "a", "0": "a"}),
        # without a day nobody can say that it is no copy
        ([("b", AGENCY, None)], 7, {"a": "a", "b": "a"}),
        # the same words in another order, or a text too short to be a copy
        ([("b", " ".join(reversed(AGENCY.split())), DAY)], 7, {}),
        ([("b", "Der Kurs blieb gleich.", DAY), ("c", "Der Kurs blieb gleich.", DAY)], 7, {}),
    ],
)  # fmt: skip
def test_families_within_days(tmp_path, others, window, families):
    documents = [document("a"), *(document(name, text, day=day) for name, text, day in others)]
    with opened(tmp_path / "store", documents) as corpus:
        table = corpus.copies(window=window)
    assert dict(zip(table["doc_id"], table["family"], strict=True)) == families
    assert list(table.columns) == ["family", "size", "doc_id", "outlet", "date", "title", "similarity"]
    assert set(table["size"]) <= {len(families)}


def test_boilerplate_hides_no_copy(tmp_path):
    corpus = opened(tmp_path / "store", [document("a"), document("b")])
    frames = {name: getattr(corpus, name).frame() for name in tables.ROWS}
    corpus.close()
    noise = " ".join(f"Anzeige{n}" for n in range(200))
    frames["segments"] = tables.frame(
        "segments", [*tables.rows("segments", frames["segments"]), tables.Segment("b", "s2", "boilerplate", 9000, 9999)]
    )
    frames["sentences"] = tables.frame(
        "sentences",
        [*tables.rows("sentences", frames["sentences"]), Sentence("b", 1, "s2", 1, 9000, 9999, noise)],
    )
    write_store(frames, tmp_path / "noisy")
    (tmp_path / "noisy" / FILE).unlink()
    with Corpus.open(tmp_path / "noisy") as noisy:
        assert noisy.copies()["similarity"].tolist() == [1.0, 1.0]


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Iterator[tuple[Corpus, Corpus]]:
    """Give a store of 24 texts, and one with thirty copies of one of them besides."""
    folder = tmp_path_factory.mktemp("planted")
    names = ("Kasachstan", "Usbekistan", "Russland")
    texts = [
        f"{names[n % 3]} {'lobt' if n % 2 else 'kritisiert'} {names[(n + 1) % 3]} in der Sache {n}. "
        + " ".join(f"Zeile{n} Wort{k}" for k in range(30))
        for n in range(24)
    ]
    documents = [document(f"d{n:02}", text, outlet=f"o{n % 2}") for n, text in enumerate(texts)]
    with (
        opened(folder / "without", documents, analysed=True) as one,
        opened(folder / "with", documents, analysed=True, copies=30) as other,
    ):
        assert other.families().n_repeated == 30
        assert not one.families().copies
        yield one, other


def width(table: pd.DataFrame) -> float:
    return float(table["high"].iloc[0] - table["low"].iloc[0])


@pytest.mark.parametrize("measure", ["attention", "stance_received", "mentions"])
@pytest.mark.parametrize("by", [None, "outlet"])
def test_thirty_copies_leave_value_and_interval_as_they_are(planted, measure, by):
    one, other = (measure_groups(corpus, measure, units=["RU"], by=by) for corpus in planted)
    for column in ("value", "low", "high"):
        assert other[column].astype(float).tolist() == pytest.approx(
            one[column].astype(float).tolist(), abs=1e-6, nan_ok=True
        )
    assert other["n"].tolist() == one["n"].tolist()


def test_copies_taken_for_texts_of_their_own_narrow_the_interval_and_drawn_together_widen_it(planted):
    one, other = planted
    ways = {way: measure_groups(other, "attention", units=["RU"], copies=way) for way in ("once", "together", "apart")}
    without = width(measure_groups(one, "attention", units=["RU"]))
    assert width(ways["apart"]) < without < width(ways["together"])
    assert ways["together"]["value"].tolist() == ways["apart"]["value"].tolist() != ways["once"]["value"].tolist()
    assert {way: int(table["n_documents"].iloc[0]) for way, table in ways.items()} == dict.fromkeys(ways, 54)
    with pytest.raises(CorpusError, match="say one of once, together, apart"):
        measure_groups(other, "attention", copies="twice")  # type: ignore[arg-type]


def test_periods_and_comparisons_count_a_text_once(planted):
    one, other = planted
    columns = ["value", "low", "high"]
    series = [measure_over_time(corpus, "attention", units=["RU"])[columns].astype(float) for corpus in planted]
    assert series[1].to_numpy() == pytest.approx(series[0].to_numpy(), abs=1e-6, nan_ok=True)
    tests = [compare_groups(corpus, "attention", by="outlet", units=["RU"]) for corpus in (one, other)]
    columns = ["difference", "low", "high"]
    assert tests[1][columns].astype(float).to_numpy() == pytest.approx(
        tests[0][columns].astype(float).to_numpy(), abs=1e-6, nan_ok=True
    )


def test_copies_of_one_text_are_no_three_texts(tmp_path):
    documents = [document(f"d{n}", AGENCY, outlet="o") for n in range(5)]
    with opened(tmp_path / "store", documents, analysed=True) as corpus:
        row = measure_groups(corpus, "attention", units=["RU"]).iloc[0]
        apart = measure_groups(corpus, "attention", units=["RU"], copies="apart").iloc[0]
    assert pd.isna(row["low"])
    assert not pd.isna(apart["low"])


def test_a_store_without_copies_gives_the_values_that_it_gave(tmp_path):
    with Corpus.open(build_store(tmp_path / "store", make_documents(60))) as corpus:
        ways = [measure_groups(corpus, "stance", by="outlet", copies=way) for way in ("once", "together", "apart")]
    assert ways[0].equals(ways[1])
    assert ways[1].equals(ways[2])


def test_families_are_noted_for_a_store_as_it_is(planted, tmp_path, capsys):
    import shutil

    _, other = planted
    store = Path(shutil.copytree(other.path, tmp_path / "store"))
    with pytest.raises(SystemExit) as leaving:
        main(["corpus", str(store), "--copies", "--table", str(tmp_path / "copies.csv")])
    assert leaving.value.code in (0, None)
    said = capsys.readouterr().out
    assert "31 of 54 documents stand in 1 family of copies" in said
    assert "d23  31 documents, 1 outlet, 2024-03-01" in said
    assert len(pd.read_csv(tmp_path / "copies.csv")) == 31
    with Corpus.open(store) as corpus:
        assert corpus.families().copies == other.families().copies
    # a damaged note is looked up anew, one of another store is not believed
    (store / FILE).write_bytes(b"PAR1 no more")
    with Corpus.open(store) as corpus:
        assert corpus.families().n_repeated == 30


EDITS = {
    "nothing": (lambda t: t, set()),
    "a mark": (lambda t: t.replace("„", "»").replace("“", "«"), set()),
    "a quotation": (
        lambda t: t[: t.index("„Wir")] + t[t.index("Russland") :],
        {("quote dropped", "„Wir brauchen den Weg nach Süden für unseren Weizen“", None)},
    ),
    "a stance": (
        lambda t: t + " Deutschland lobte China ausdrücklich.",
        {("stance added", None, "DE > CN +"), ("sentence added", None, "Deutschland lobte China ausdrücklich.")},
    ),
    "a stance goes": (
        lambda t: t.replace("Russland kritisierte die Pläne scharf. ", "Russland kennt die Pläne genau. "),
        set(),  # the sentence names nobody who is evaluated
    ),
    "a sign": (
        lambda t: t + " Polen kritisierte Japan scharf.",
        {("stance added", None, "PL > JP −"), ("sentence added", None, "Polen kritisierte Japan scharf.")},
    ),
    "offenbar": (lambda t: t.replace("offenbar ", ""), {("hedge dropped", "offenbar", None)}),
    "möglicherweise": (lambda t: t.replace(" möglicherweise", ""), {("hedge dropped", "möglicherweise", None)}),
    "a doubt": (
        lambda t: t.replace("China liefert die", "China liefert vermutlich die"),
        {("hedge added", None, "vermutlich")},
    ),
    "a country": (
        lambda t: t.replace("nach Usbekistan eröffnen", "nach Kirgisistan eröffnen"),
        {("country replaced", "Usbekistan", "Kirgisistan")},
    ),
    "its name": (
        lambda t: t.replace("China liefert", "Peking liefert"),
        {("country replaced", "China", "Peking")},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_edits_are_told(name):
    edit, expected = EDITS[name]
    a, b = analyse(document("a")), analyse(document("b", edit(AGENCY)))
    found = describe_edits(a.rows, b.rows)
    said = {tuple(None if pd.isna(v) else v for v in row) for row in found[["kind", "before", "after"]].to_numpy()}
    wanted = {kind for kind, _, _ in expected}
    told = {each for each in said if each[0] in wanted or not each[0].startswith(("sentence", "stance"))}
    assert told == expected
    places = found.dropna(subset=["row_b"])
    for row in places.itertuples():
        if row.kind in ("hedge added", "country replaced"):
            assert b.document.text[row.start : row.end] == row.after


def test_edits_of_a_family(tmp_path, capsys):
    documents = [
        document("a", outlet="Agentur"),
        document("b", AGENCY.replace("offenbar ", ""), outlet="Abendpost", day=DAY + timedelta(days=1)),
        document("c", outlet="Kurier"),
        document("z", "Etwas ganz anderes steht hier. " * 12),
    ]
    with opened(tmp_path / "store", documents, analysed=True) as corpus:
        found = corpus.edits("c")
        assert list(found.columns[:4]) == ["family", "doc_id", "outlet", "kind"]
        assert found[["family", "doc_id", "outlet", "kind", "before"]].to_numpy().tolist() == [
            ["a", "b", "Abendpost", "hedge dropped", "offenbar"]
        ]
        turned = corpus.edits("a", against="b")
        assert turned[["doc_id", "kind", "after"]].to_numpy().tolist() == [
            ["a", "hedge added", "offenbar"],
            ["c", "hedge added", "offenbar"],
        ]
        for name, message in (("z", "has no copies"), ("nein'; --", "is not in the store")):
            with pytest.raises(CorpusError, match=message):
                corpus.edits(name)
        with pytest.raises(CorpusError, match="is not in the family"):
            corpus.edits("a", against="z")
    with pytest.raises(SystemExit):
        main(["corpus", str(tmp_path / "store"), "--edits", "a"])
    said = capsys.readouterr().out
    assert "b (Abendpost): 1 change\n" in said
    assert "  - hedge dropped: offenbar" in said
    assert "c (Kurier): nothing changed" in said


def test_sentences_are_aligned_in_order():
    def cut(*lines: str) -> list[Sentence]:
        return [Sentence("d", n, "s1", 0, 0, 0, line) for n, line in enumerate(lines)]

    a = cut("Der Zug fährt um acht.", "Die Brücke bleibt gesperrt.", "Am Abend regnet es in Omsk.", "Ende.")
    b = cut("Die Brücke bleibt heute gesperrt.", "Der Zug fährt um acht.", "Am Abend regnet es in Kasan.", "Ende.")
    pairs = [(p.a and p.a.sentence_id, p.b and p.b.sentence_id) for p in align(a, b)]
    assert pairs.count((0, 1)) == 1
    assert (2, 2) in pairs
    assert (3, 3) in pairs
    assert sorted(x for x, _ in pairs if x is not None) == [0, 1, 2, 3]
    assert sorted(y for _, y in pairs if y is not None) == [0, 1, 2, 3]


def test_a_rewritten_text_of_many_sentences_is_quick():
    import time

    a = [Sentence("d", n, "s1", 0, 0, 0, f"Satz {n} der alten Fassung {n * 7}.") for n in range(3000)]
    b = [Sentence("d", n, "s1", 0, 0, 0, f"Zeile {n} aus der neuen {n * 3}.") for n in range(3000)]
    before = time.process_time()
    assert len(align(a, b)) == 6000
    assert time.process_time() - before < 5


def test_findings_of_two_translations():
    a = analyse("Kasachstan kritisiert Russland scharf. Tokajew lobte China.")
    b = analyse("Kasachstan übt scharfe Kritik an Russland. Peking wurde von Tokajew gelobt.")
    c = analyse("Russland kritisiert Kasachstan scharf. Es regnet.")
    same, other = compare_versions(a, b), compare_versions(a, c)
    assert list(same.columns) == ["what", "item", "a", "b", "survives"]

    def survives(table: pd.DataFrame, what: str, item: str) -> bool:
        (found,) = table[(table["what"] == what) & (table["item"] == item)]["survives"]
        return bool(found)

    assert survives(same, "stance", "KZ > RU −")
    assert survives(same, "country", "CN")
    assert not survives(other, "stance", "KZ > RU −")
    assert not survives(other, "stance", "RU > KZ −")
    assert not survives(other, "country", "CN")
    assert compare_versions(a, a)["survives"].all()
    assert {"finding", "indicator", "stance", "country"} <= set(same["what"])
    assert not other[other["what"] == "indicator"]["survives"].all()


def test_a_package_knows_the_families_though_it_has_no_words(planted, tmp_path):
    _, other = planted
    path = other.bundle(tmp_path / "paper.zip", charts=["voice"], authors=["A. Beispiel"])
    with open_package(path, tmp_path / "unpacked") as corpus:
        assert corpus.families().n_repeated == 30
        again = measure_groups(corpus, "attention", units=["RU"])
    assert again.equals(measure_groups(other, "attention", units=["RU"]))
    import zipfile

    with zipfile.ZipFile(path) as archive:
        assert "Kopien anderer Texte: 30." in archive.read("PROTOCOL.md").decode()
