"""The registry, the errors it raises, and pipelines of other schemes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
import spacy
from spacy.tokens import Doc

from analysis.errors import LanguageError
from analysis.language import available_languages, parse, register_language
from analysis.language.foreign import adapted, scheme_of
from analysis.language.tiger import universal_tree
from analysis.reading import Document


def tiger(rows: list[tuple[str, str, str, str, int, str]]) -> Doc:
    """A parsed sentence: word, universal tag, STTS tag, lemma, head, TIGER label."""
    words, upos, tags, lemmas, heads, labels = (list(column) for column in zip(*rows, strict=True))
    return Doc(spacy.blank("de").vocab, words=words, pos=upos, tags=tags, lemmas=lemmas, heads=heads, deps=labels)


def test_an_auxiliary_and_a_preposition_become_dependents() -> None:
    doc = tiger(
        [
            ("Er", "PRON", "PPER", "er", 1, "sb"),
            ("hat", "AUX", "VAFIN", "haben", 1, "ROOT"),
            ("in", "ADP", "APPR", "in", 4, "mo"),
            ("Astana", "PROPN", "NE", "Astana", 2, "nk"),
            ("geredet", "VERB", "VVPP", "reden", 1, "oc"),
            (".", "PUNCT", "$.", ".", 1, "punct"),
        ]
    )
    heads, relations = universal_tree(list(doc))
    assert heads == [4, 4, 3, 4, 4, 4]
    assert relations == ["nsubj", "aux", "case", "obl", "root", "punct"]


def test_a_passive_and_a_coordination() -> None:
    doc = tiger(
        [
            ("Russland", "PROPN", "NE", "Russland", 3, "sb"),
            ("und", "CCONJ", "KON", "und", 0, "cd"),
            ("China", "PROPN", "NE", "China", 1, "cj"),
            ("werden", "AUX", "VAFIN", "werden", 3, "ROOT"),
            ("kritisiert", "VERB", "VVPP", "kritisieren", 3, "oc"),
        ]
    )
    heads, relations = universal_tree(list(doc))
    assert heads == [4, 2, 0, 4, 4]
    assert relations == ["nsubj:pass", "cc", "conj", "aux:pass", "root"]


def test_a_copula_and_a_clause_with_its_complementizer() -> None:
    doc = tiger(
        [
            ("Sie", "PRON", "PPER", "sie", 1, "sb"),
            ("sagt", "VERB", "VVFIN", "sagen", 1, "ROOT"),
            ("dass", "SCONJ", "KOUS", "dass", 5, "cp"),
            ("er", "PRON", "PPER", "er", 5, "sb"),
            ("bereit", "ADJ", "ADJD", "bereit", 5, "pd"),
            ("sei", "AUX", "VAFIN", "sein", 1, "oc"),
        ]
    )
    heads, relations = universal_tree(list(doc))
    assert heads == [1, 1, 4, 4, 1, 4]
    assert relations == ["nsubj", "root", "mark", "nsubj", "ccomp", "cop"]


def test_unknown_names_list_what_there_is_and_the_remedy() -> None:
    with pytest.raises(LanguageError, match=r"'klingonisch'.*'default'.*register_language"):
        parse("Ein Satz.", language="klingonisch")


def test_the_default_cannot_be_replaced() -> None:
    with pytest.raises(LanguageError, match="default"):
        register_language("default", lambda: lambda documents: iter(()))


def test_a_registered_backend_is_used_and_listed() -> None:
    def blank() -> object:
        nlp = spacy.blank("de")

        def run(documents: Iterable[Document]) -> Iterator[Doc]:
            for document in documents:
                yield nlp(document.text)

        return run

    register_language("blank-for-test", blank)  # type: ignore[arg-type]
    assert "blank-for-test" in available_languages()
    doc = parse("Ein Satz.", language="blank-for-test")
    assert [t.text for t in doc] == ["Ein", "Satz", "."]
    assert doc._.document.text == "Ein Satz."


def test_a_pipeline_without_a_parser_is_refused_with_a_reason() -> None:
    with pytest.raises(LanguageError, match="has no parser"):
        adapted(spacy.blank("de"), name="blank")


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [({"sb", "oa", "nk", "ROOT", "mo"}, "tiger"), ({"nsubj", "obj", "ROOT", "nsubj:pass", "obl:agent"}, "ud")],
)
def test_schemes_are_told_apart(labels: set[str], scheme: str) -> None:
    assert scheme_of(labels, name="x") == scheme


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(LanguageError, match="neither UD v2 nor TIGER"):
        scheme_of({"SUBJ", "OBJA"}, name="parzu")


def test_an_untrained_ud_pipeline_runs_segment_by_segment() -> None:
    nlp = spacy.blank("de")
    parser = nlp.add_pipe("parser")
    parser.add_label("nsubj")  # type: ignore[attr-defined]
    nlp.initialize()
    document = Document.from_text("Titel ohne Punkt\n\nDer Text beginnt hier und geht weiter.")
    (doc,) = adapted(nlp, name="mini")([document])
    assert doc.text == document.text
    ends = {segment.end for segment in document.segments}
    assert all(
        not (s.start_char < end < s.end_char)
        for s in doc.sents
        for end in ends
        if s.text[: end - s.start_char].strip() and s.text[end - s.start_char :].strip()
    )
