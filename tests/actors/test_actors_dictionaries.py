"""Dictionaries of quanteda and newsmap as gazetteer, and ours as theirs."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from analysis import analyse
from analysis.actors.dictionaries import dictionary_bytes, dictionary_rows
from analysis.actors.gazetteer import load_gazetteer
from analysis.cli import main
from analysis.errors import LexiconError
from analysis.pipeline import Options

yaml = pytest.importorskip("yaml")

NEWSMAP = """
# A dictionary as newsmap lays it out.
EUROPA:
  NORDEN:
    'NO': [Fjordland, Fjordlands, fjordisch*, Fjordländer*, Fjordhausen]
    XX-TEST:
      SE: [Elchland, "Großes Elchreich"]
"""


def found(text: str, dictionary: str, folder: Path) -> list[tuple[str, str, str, str]]:
    """Return text, country, form and role of the mentions that are found with a dictionary."""
    path = folder / "d.yml"
    path.write_text(dictionary, "utf-8")
    result = analyse(text, options=Options(gazetteer=path, any_language=True))
    return [(row.text, row.country, row.form, row.role) for row in result.rows["mentions"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Präsident von Fjordland sprach.", [("Fjordland", "NO", "name")]),
        ("Die Regierung Fjordlands sprach.", [("Fjordlands", "NO", "name")]),
        ("Der fjordische Minister sprach.", [("fjordische", "NO", "adjective")]),
        ("Das fjordischste aller Lieder erklang.", [("fjordischste", "NO", "adjective")]),
        ("Die Fjordländerinnen kamen.", [("Fjordländerinnen", "NO", "demonym")]),
        ("Er reiste nach Fjordhausen.", [("Fjordhausen", "NO", "capital")]),
        ("Das Große Elchreich wuchs.", []),
        ("Man sprach vom Großes Elchreich.", [("Großes Elchreich", "SE", "name")]),
        ("Elchland und Norwegen schwiegen.", [("Elchland", "SE", "name"), ("Norwegen", "NO", "name")]),
        ("Ein Fjord liegt still.", []),
        ("Nordland und Europa schwiegen, XX-Test auch.", []),
    ],
)
def test_newsmap(text: str, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    assert [row[:3] for row in found(text, NEWSMAP, tmp_path)] == expected


def test_a_city_is_a_place(tmp_path: Path) -> None:
    assert found("Er reiste nach Fjordhausen.", NEWSMAP, tmp_path) == [("Fjordhausen", "NO", "capital", "place")]


@pytest.mark.parametrize(
    ("dictionary", "text", "country"),
    [
        ("NO: [Fjordland]", "Fjordland sprach.", "NO"),  # a bare NO is false for YAML
        ("no: Fjordland", "Fjordland sprach.", "NO"),
        ("Kasachstan: [Steppenland]", "Steppenland sprach.", "KZ"),
        ("Kazakhstan: [Steppenland]", "Steppenland sprach.", "KZ"),
        ("kz: {namen: [Steppenland], worte: [steppisch*]}", "Steppenland sprach.", "KZ"),
        ("KV: [Amselfeldland]", "Amselfeldland sprach.", "XK"),
        ("kz: [steppenland]", "Die Hauptstadt Steppenlands wuchs.", "KZ"),
        ("kz: [land der steppe]", "Das Land der Steppe wuchs.", "KZ"),
        ("KZ: [Steppenrei*]", "Steppenreis wuchs.", "KZ"),
        ("KZ: [Steppisch* Republik*]", "In der Steppischen Republik wuchs Gras.", "KZ"),
        ("KZ: [Steppische* Republik*]", "Die Steppische Republik wuchs.", "KZ"),
        ("a: &x [Steppenland]\nKZ: *x", "Steppenland wuchs.", None),
        ("KZ: &x [Steppenland]\nKazakhstan: *x", "Steppenland wuchs.", "KZ"),
    ],
)
def test_quanteda(dictionary: str, text: str, country: str | None, tmp_path: Path) -> None:
    if country is None:
        with pytest.raises(LexiconError, match="no key above 'Steppenland' is a country"):
            found(text, dictionary, tmp_path)
    else:
        assert [row[1] for row in found(text, dictionary, tmp_path)] == [country]


def test_what_we_know_stays_as_it_was(tmp_path: Path) -> None:
    dictionary = "KZ: [Astana, kasachisch*, Kasachstan, Kasachen, Kasachstans]"
    text = "In Astana sprach der kasachische Präsident über Kasachstans Zukunft."
    plain = [(row.text, row.country, row.form, row.role) for row in analyse(text).rows["mentions"]]
    assert found(text, dictionary, tmp_path) == plain


@pytest.mark.parametrize(
    ("dictionary", "message"),
    [
        ("", "no keys"),
        ("[Kasachstan]", "no keys"),
        ("KZ: []", "no patterns"),
        ("KZ: [K]", "pattern 'K' cannot be read"),
        ("KZ: ['*']", "cannot be read"),
        ("KZ: ['Kas*tan']", "'Kas\\*tan' cannot be read"),
        ("KZ: ['Kas?chstan']", "cannot be read"),
        ("KZ: ['Kasachstan; Kirgistan']", "cannot be read"),
        ("KZ: ['Kasach(stan']", "cannot be read"),
        ("QQ: [Nirgendland]", "QQ"),
        ("KZ: [[Kasachstan]]", "a list holds patterns"),
        ("KZ: [Kasach\tstan", "is no YAML"),
        ("KZ: !!python/object/apply:os.system ['true']", "is no YAML"),
        ("KZ: " + "[" * 5000 + "]" * 5000, "is no YAML"),
        ("KZ: " + "{a: " * 60 + "x" + "}" * 60, "keys within keys"),
    ],
)
def test_what_cannot_be_read_is_named(dictionary: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "d.yml"
    path.write_text(dictionary, "utf-8")
    with pytest.raises(LexiconError, match=message):
        load_gazetteer(path)


def test_aliases_that_multiply_are_given_up(tmp_path: Path) -> None:
    lines = ["KZ: &a0 {x: [Steppe, Steppe]}"]
    lines += [f"kz{n}: &a{n} {{kz: *a{n - 1}, kg: *a{n - 1}, uz: *a{n - 1}}}" for n in range(1, 19)]
    path = tmp_path / "d.yml"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(LexiconError, match="more than 200,000 patterns"):
        load_gazetteer(path)


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no file"):
        load_gazetteer(tmp_path / "none.yml")
    (tmp_path / "large.yml").write_bytes(b"#" * 5_000_001)
    with pytest.raises(LexiconError, match="larger than 5 MB"):
        load_gazetteer(tmp_path / "large.yml")
    (tmp_path / "latin.yml").write_bytes("KZ: [Österreich]".encode("latin-1"))
    with pytest.raises(LexiconError, match="UTF-8"):
        load_gazetteer(tmp_path / "latin.yml")


def matches(word: str, patterns: list[str]) -> bool:
    """Match as quanteda does: glob, without regard to case."""
    return any(fnmatchcase(word.lower(), pattern.lower()) for pattern in patterns)


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Kasachstans", "KZ"),
        ("kasachischen", "KZ"),
        ("Usbekinnen", "UZ"),
        ("Norwegens", "NO"),
        ("Namibia", "NA"),
        ("Vereinigten Staaten", "US"),
        ("Vereinigtes Königreich", "GB"),
        ("Schweizer", "CH"),
        ("Kreml", "RU"),
        ("Bischkeks", "KG"),
    ],
)
def test_our_dictionary_matches_by_glob(word: str, country: str) -> None:
    rows = dictionary_rows(load_gazetteer().countries)
    assert [code for code, patterns in rows.items() if matches(word, patterns)] == [country]


def test_our_dictionary_is_yaml_with_our_countries() -> None:
    data = yaml.safe_load(dictionary_bytes(load_gazetteer().countries))
    assert set(data) == {country.code for country in load_gazetteer().countries}
    assert all(isinstance(code, str) for code in data)
    patterns = [pattern for listed in data.values() for pattern in listed]
    assert not [pattern for pattern in patterns if re.search(r"[()?!~;]|\*\S", pattern)]


def test_our_dictionary_read_back_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ours.yml"
    path.write_bytes(dictionary_bytes(load_gazetteer().countries))
    assert load_gazetteer(path).entries == load_gazetteer().entries


def test_the_command_writes_ours_and_another_table(tmp_path: Path) -> None:
    out, own = tmp_path / "ours.yml", tmp_path / "own.tsv"
    main_until_exit(["export", "gazetteer", str(out)])
    assert yaml.safe_load(out.read_text("utf-8"))["NO"][0] == "Norwegen"
    own.write_text("code\tname\tadjectives\nKZ\tSteppenland\tsteppisch\n", "utf-8")
    main_until_exit(["export", str(own), str(out)])
    assert yaml.safe_load(out.read_text("utf-8")) == {"KZ": ["Steppenland", "Steppenlands", "steppisch*"]}


def main_until_exit(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert not leaving.value.code


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    path = tmp_path / "d.yml"
    path.write_text("KZ: [Steppenland]", "utf-8")
    with pytest.raises(LexiconError, match=r"mittellage\[exchange\]"):
        load_gazetteer(path)


@pytest.mark.shared
def test_newsmap_german_is_read(shared: Path) -> None:
    path = shared / "data" / "lexicons" / "newsmap_german.yml"
    ours, both = load_gazetteer(), load_gazetteer(path)
    added = {country.code for country in both.countries[len(ours.countries) :]}
    assert len(added) > 50
    assert added < {country.code for country in ours.countries}
    text = "In Dushanbe und Mumbai sprach man über die United States."
    result = analyse(text, options=Options(gazetteer=path, any_language=True))
    assert [(row.text, row.country) for row in result.rows["mentions"]] == [
        ("Dushanbe", "TJ"),
        ("Mumbai", "IN"),
        ("United States", "US"),
    ]
    missing = [
        word
        for word, entry in ours.entries.items()
        if not set(map(str, entry.readings)) <= set(map(str, both.entries[word].readings))
    ]
    assert missing == []
