"""Language scores: counted by hand on small gold, and the floors on the shared treebanks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from analysis.errors import LanguageError
from analysis.evaluate.language import entity_tallies, evaluate_language, read_conllu, read_entities, tree_tallies

SHARED = Path(os.environ.get("MITTELLAGE_SHARED", Path(__file__).resolve().parents[2].parent / "shared"))
GOLD = """\
# text = Sie war im Haus.
1\tSie\tsie\tPRON\tPPER\tCase=Nom\t5\tnsubj\t_\t_
2\twar\tsein\tAUX\tVAFIN\tMood=Ind|VerbForm=Fin\t5\tcop\t_\t_
3-4\tim\t_\t_\t_\t_\t_\t_\t_\t_
3\tin\tin\tADP\tAPPR\t_\t5\tcase\t_\t_
4\tdem\tder\tDET\tART\t_\t5\tdet\t_\t_
5\tHaus\tHaus\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t$.\t_\t5\tpunct\t_\t_

# text = Er habe Zeit.
1\tEr\ter\tPRON\tPPER\t_\t2\tnsubj\t_\t_
2\thabe\thaben\tVERB\tVAFIN\tMood=Sub|VerbForm=Fin\t0\troot\t_\t_
3\tZeit\tZeit\tNOUN\tNN\t_\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t$.\t_\t2\tpunct\t_\t_
"""


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.conllu"
    path.write_text(GOLD, encoding="utf-8")
    return path


def test_gold_is_running_text_with_contractions_in_one_piece(gold_file: Path) -> None:
    gold = read_conllu(gold_file)
    assert gold.text == "Sie war im Haus. Er habe Zeit."
    assert gold.sentences == [(0, 16), (17, 30)]
    contraction = gold.words[0][2]
    assert gold.text[slice(*contraction.span)] == "im"
    assert (contraction.upos, contraction.relation, contraction.head, contraction.lemma) == (
        "ADP",
        "case",
        (11, 15),
        None,
    )


def system() -> Doc:
    """One mistake of each kind: `im` a noun, `Zeit` hung on `Er`, `habe` indicative, one lemma, no second sentence."""
    return Doc(
        spacy.blank("de").vocab,
        words=["Sie", "war", "im", "Haus", ".", "Er", "habe", "Zeit", "."],
        spaces=[True, True, True, False, True, True, True, False, False],
        pos=["PRON", "AUX", "NOUN", "NOUN", "PUNCT", "PRON", "VERB", "NOUN", "PUNCT"],
        tags=["PPER", "VAFIN", "APPRART", "NN", "$.", "PPER", "VAFIN", "NN", "$."],
        lemmas=["sie", "sein", "in", "Haus", ".", "er", "habe", "Zeit", "."],
        morphs=["", "Mood=Ind", "", "", "", "", "Mood=Ind", "", ""],
        heads=[3, 3, 3, 3, 3, 6, 6, 5, 6],
        deps=["nsubj", "cop", "case", "root", "punct", "nsubj", "root", "obj", "punct"],
    )


def test_every_kind_of_mistake_counts_once(gold_file: Path) -> None:
    found = {
        tally.name: (sum(tally.right), sum(tally.gold)) for tally in tree_tallies(read_conllu(gold_file), system())
    }
    assert found["token_f1"] == (9, 9)
    assert found["sentence_f1"] == (2, 2)
    assert found["upos"] == (8, 9)
    assert found["uas"] == (8, 9)
    assert found["las"] == (8, 9)
    assert found["mood"] == (1, 2)
    assert found["lemma"] == (7, 8)


def test_entities_keep_their_offsets(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text(
        "1\tAngela\tB-PER\tO\n2\tMerkel\tI-PER\tO\n3\t,\tO\tO\n4\tBerlin\tB-LOC\tO\n\n1\tEU\tB-ORG\tO\n",
        encoding="utf-8",
    )
    text, sentences, spans = read_entities(path)
    assert text == "Angela Merkel, Berlin\n\nEU"
    assert sentences == [(0, 21), (23, 25)]
    assert [(text[a:b], kind) for a, b, kind in spans] == [("Angela Merkel", "PER"), ("Berlin", "LOC"), ("EU", "ORG")]
    scores = {
        t.name: (sum(t.right), sum(t.gold)) for t in entity_tallies(sentences, spans, [spans[0], (15, 21, "ORG")])
    }
    assert scores["ner_recall"] == (1, 3)
    assert scores["ner_precision"] == (1, 2)


def test_a_file_without_sentences_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.conllu"
    path.write_text("nothing here\n", encoding="utf-8")
    with pytest.raises(LanguageError, match=r"empty\.conllu.*CoNLL-U"):
        evaluate_language(path)


@pytest.mark.skipif(not (SHARED / "data" / "ud").is_dir(), reason="shared treebanks are not here")
@pytest.mark.parametrize(("name", "floor"), [("gsd_dev", 0.88), ("pud", 0.985)])
def test_sentences_on_treebanks(name: str, floor: float) -> None:
    """The rules for sentences are trained on nothing, so their figure holds on any treebank."""
    from analysis.language.sentences import split_sentences
    from analysis.language.tokens import cut

    gold = read_conllu(SHARED / "data" / "ud" / f"{name}.conllu")
    # paragraphs as they stand in the text
    tokens, starts = split_sentences(cut(gold.text))
    offsets = [0]
    for token in tokens:
        offsets.append(offsets[-1] + len(token.text) + token.space)
    found = set()
    for begin, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        piece = gold.text[offsets[begin] : offsets[end]]
        found.add((offsets[begin] + len(piece) - len(piece.lstrip()), offsets[begin] + len(piece.rstrip())))
    right = len(found & set(gold.sentences))
    assert 2 * right / (len(found) + len(gold.sentences)) >= floor
