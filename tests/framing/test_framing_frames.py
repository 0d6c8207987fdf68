"""Frames and roles: the vocabulary, its matcher, and the shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import LexiconError
from analysis.framing import load_frames
from analysis.framing.frames import npmi, weigh_words
from analysis.framing.lexicon import match

UPOS = {"N": "NOUN", "V": "VERB", "A": "ADJ", "D": "DET", "P": "ADP", "R": "PROPN"}


def flat(words: str) -> str:
    """Build a tree without structure: word/lemma/class, all hanging on the first word."""
    lines = []
    for number, item in enumerate(words.split()):
        word, lemma, tag = item.split("/")
        lines.append(f"{word} {lemma} {UPOS[tag]} {0 if number == 0 else 1} {'root' if number == 0 else 'dep'}")
    return "\n".join(lines)


def spoken(words: str) -> str:
    return " ".join(item.split("/")[0] for item in words.split())


@pytest.mark.parametrize(
    ("words", "frames"),
    [
        ("Die/der/D Armee/Armee/N wartet/warten/V", {"security"}),
        ("Ihre/ihr/D territoriale/territorial/A Integrität/Integrität/N", {"sovereignty"}),
        ("Das/der/D Erdgas/Erdgas/N fließt/fließen/V", {"economy"}),
        ("Neue/neu/A Exportkontrollen/Exportkontrolle/N gelten/gelten/V", {"sanctions", "economy"}),
        ("Die/der/D Pressefreiheit/Pressefreiheit/N leidet/leiden/V", {"values"}),
        ("Der/der/D Mittlere/mittlerer/A Handelskorridor/Handelskorridor/N", {"connectivity", "economy"}),
        ("Ein/ein/D Wettlauf/Wettlauf/N beginnt/beginnen/V", {"rivalry"}),
        ("Ein/ein/D Konflikt/Konflikt/N um/um/P Löhne/Lohn/N", set()),
        ("Ein/ein/D Konflikt/Konflikt/N bringt/bringen/V Gefahr/Gefahr/N", {"security"}),
        ("Er/er/D umgeht/umgehen/V Regeln/Regel/N", {"sanctions"}),
        ("Werte/Wert/N von/von/P dreißig/dreißig/A Grad/Grad/N", set()),
        ("Der/der/D Gastgeber/Gastgeber/N lacht/lachen/V", set()),
        ("Ein/ein/D Satellitenbild/Satellitenbild/N zeigt/zeigen/V Regen/Regen/N", set()),
        ("Er/er/D fördert/fördern/V den/der/D Dialog/Dialog/N", set()),
        ("Man/man/D muss/müssen/A handeln/handeln/V", set()),
        ("Erdgaslieferungen/Erdgaslieferung/N stocken/stocken/V", {"economy"}),
        ("Gemeinsame/gemeinsam/A Werte/Wert/N zählen/zählen/V", {"values"}),
    ],
)
def test_which_frames_a_sentence_carries(words: str, frames: set[str], text, measure) -> None:
    found = measure(text().add(spoken(words), tree=flat(words)), "frame_share")
    assert {name for name, (value, _, _) in found.items() if value} == frames


def test_word_class_tells_homonyms_apart(text) -> None:
    built = text().add("Fördern lohnt", tree="Fördern Fördern NOUN 2 nsubj\nlohnt lohnen VERB 0 root")
    assert [hit.cue.frame for hit in match(load_frames(), built.view.tokens)] == []


def test_a_word_counts_once_for_a_frame(text) -> None:
    built = text().add("Kriegsgefahr", tree="Kriegsgefahr Kriegsgefahr NOUN 0 root")
    hits = match(load_frames(), built.view.tokens)
    assert len({(hit.cue.frame, hit.start) for hit in hits}) == len(hits)


def test_share_by_actor(text, measure) -> None:
    built = (
        text()
        .add("Russland/die Armee", tree="Russland Russland PROPN 0 root\nArmee Armee NOUN 1 dep")
        .add("Russland wartet", tree="Russland Russland PROPN 2 nsubj\nwartet warten VERB 0 root")
        .add("China wartet", tree="China China PROPN 2 nsubj\nwartet warten VERB 0 root")
    )
    found = measure(built, "frame_actor")
    assert found["RU:security"] == (0.5, 2, ("0",))
    assert found["CN:security"] == (0.0, 1, ())
    assert found["US:security"] == (None, 0, ())
    assert measure(built, "frame_share")["security"] == (round(1 / 3, 4), 3, ("0",))


def test_association(text, measure) -> None:
    built = text()
    for name in ("Russland", "Russland", "China", "China"):
        noun = "Armee" if name == "Russland" else "Ernte"
        built.add(f"{name} {noun}", tree=f"{name} {name} PROPN 0 root\n{noun} {noun} NOUN 1 dep")
    found = measure(built, "frame_association")
    assert found["RU:security"][0] == 1.0
    assert found["CN:security"][0] == -1.0
    assert found["US:security"][0] is None


@pytest.mark.parametrize(
    ("words", "stances", "roles"),
    [
        ("Kasachstan/Kasachstan/R bleibt/bleiben/V Spielball/Spielball/N", [], {"pawn"}),
        ("Kasachstan/Kasachstan/R als/als/P Hinterhof/Hinterhof/N", [], {"backyard"}),
        ("Kasachstan/Kasachstan/R als/als/P Puffer/Puffer/N", [], {"buffer"}),
        ("Kasachstan/Kasachstan/R als/als/P Drehscheibe/Drehscheibe/N", [], {"bridge"}),
        ("Kasachstan/Kasachstan/R wartet/warten/V", [("US", "KZ", 1)], {"courted"}),
        ("Kasachstan/Kasachstan/R wartet/warten/V", [("KZ", "RU", -1)], {"autonomous"}),
        ("Kasachstan/Kasachstan/R wartet/warten/V", [("US", "RU", -1)], set()),
        ("Kasachstan/Kasachstan/R sieht/sehen/V ein/ein/D Satellitenbild/Satellitenbild/N", [], set()),
    ],
)
def test_roles_of_the_focus(words: str, stances: list, roles: set[str], text, measure) -> None:
    found = measure(text().add(spoken(words), tree=flat(words), stances=stances), "role_share")
    assert {unit.split(":")[1] for unit, (value, _, _) in found.items() if value and unit.startswith("KZ")} == roles


def test_own_vocabulary(tmp_path: Path, text, measure) -> None:
    path = tmp_path / "frames.tsv"
    path.write_text("kind\tframe\tcue\tclass\tweight\tnote\nframe\twasser\t*wasser*\tN\t1\tdemo\n", encoding="utf-8")
    built = text().add("Trinkwassermangel", tree="Trinkwassermangel Trinkwassermangel NOUN 0 root")
    assert measure(built, "frame_share", frames=path) == {"wasser": (1.0, 1, ("0",))}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("frame\twasser\tfluss\tN\t2\tx", "weight is '2'"),
        ("frame\twasser\tfluss\tN\tviel\tx", "weight is 'viel'"),
        ("frame\twasser\tfluss\tQ\t1\tx", "class is 'Q'"),
        ("rahmen\twasser\tfluss\tN\t1\tx", "kind is 'rahmen'"),
        ("frame\twasser\t@agency boss\t*\t1\tx", "structures are"),
        ("frame\twasser\t*fluss tief\t*\t1\tx", "write its first word out"),
        ("frame\twasser", "2 columns"),
    ],
)
def test_a_malformed_vocabulary_names_the_line(line: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "frames.tsv"
    path.write_text(f"kind\tframe\tcue\tclass\tweight\tnote\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=complaint) as error:
        load_frames(path)
    assert "line 2" in str(error.value)


def test_a_vocabulary_without_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "frames.tsv"
    path.write_text("security,armee\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="first line"):
        load_frames(path)


def test_every_row_of_the_vocabulary_has_a_note_and_is_unique() -> None:
    from importlib.resources import files

    rows = [line.split("\t") for line in (files("analysis.framing") / "frames.tsv").read_text("utf-8").splitlines()[1:]]
    assert all(row[5].strip() for row in rows)
    keys = [(row[0], row[1], row[2]) for row in rows]
    assert len(keys) == len(set(keys))


def test_suggested_words_stand_with_the_frame(text) -> None:
    built = text()
    for _ in range(3):
        built.add("Armee Kaserne", tree="Armee Armee NOUN 0 root\nKaserne Kaserne NOUN 1 dep")
        built.add("Ernte Feld", tree="Ernte Ernte NOUN 0 root\nFeld Feld NOUN 1 dep")
    found = weigh_words(built.tables)
    assert found[["frame", "lemma", "in_frame", "weight"]].to_numpy().tolist() == [["security", "Kaserne", 3, 1.0]]


def test_npmi_of_everything() -> None:
    assert npmi(4, 4, 4, 4) == 1.0


TURNED = "{0} {0} PROPN 2 nsubj\nerpresst erpressen VERB 0 root\n{1} {1} PROPN 2 obj"


@pytest.mark.parametrize(("who", "whom", "pawn"), [("Moskau", "Kasachstan", 1.0), ("Kasachstan", "Moskau", 0.0)])
def test_a_verb_makes_a_pawn_only_of_whom_it_strikes(who: str, whom: str, pawn: float, text, measure) -> None:
    tree = TURNED.format(who, whom)
    built = text().add(f"{who} erpresst {whom}", tree=tree)
    assert measure(built, "role_share")["KZ:pawn"][0] == pawn
