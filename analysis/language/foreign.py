"""Pipelines of the user's own: run segment by segment, their labels brought to ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from ..errors import LanguageError
from .labels import RELATIONS
from .pipeline import stretches
from .tiger import TIGER_LABELS, universal_tree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from ..reading import Document

Backend: TypeAlias = "Callable[[Iterable[Document]], Iterator[Doc]]"
"""Takes documents, yields one `Doc` each, in order, with `doc.text == document.text`."""


def spacy_backend(name: str) -> Backend:
    """Load an installed spaCy pipeline and adapt it.

    Raises
    ------
    LanguageError
        If it has no parser, no tagger, or labels that are neither UD nor TIGER.
    """
    import spacy

    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise LanguageError(f"The spaCy pipeline {name!r} is installed but does not load: {error}") from error
    return adapted(nlp, name=name)


def adapted(nlp: Language, *, name: str) -> Backend:
    """Make a backend from a loaded pipeline; see `spacy_backend`."""
    if "parser" not in nlp.pipe_names:
        raise LanguageError(
            f"The pipeline {name!r} has no parser (it has: {', '.join(nlp.pipe_names) or 'nothing'}); "
            "stance and quotation need heads and relations. "
            "Choose a pipeline with a parser, such as de_core_news_lg, or the default."
        )
    labels = {str(label).split("||")[0] for label in getattr(nlp.get_pipe("parser"), "labels", ())}
    scheme = scheme_of(labels, name=name)

    def run(documents: Iterable[Document]) -> Iterator[Doc]:
        for document in documents:
            yield _annotate(nlp, document, scheme)

    return run


def scheme_of(labels: set[str], *, name: str) -> str:
    """``"ud"`` or ``"tiger"``, by the labels of a parser.

    Examples
    --------
    >>> scheme_of({"sb", "oa", "nk", "ROOT"}, name="de_core_news_sm")
    'tiger'
    """
    plain = {label.split(":")[0] for label in labels}
    universal = {label.split(":")[0] for label in RELATIONS} | {
        "ROOT",
        "dep",
        "iobj",
        "goeswith",
        "list",
        "clf",
        "reparandum",
    }
    if plain <= universal and "nsubj" in plain:
        return "ud"
    if labels <= TIGER_LABELS and "sb" in labels:
        return "tiger"
    strange = ", ".join(sorted(labels - TIGER_LABELS - universal)[:8])
    raise LanguageError(
        f"The pipeline {name!r} labels relations in a scheme that is neither UD v2 nor TIGER "
        f"({strange or 'too few labels'}); map them in a backend of your own and register it with "
        "analysis.language.register_language."
    )


def _annotate(nlp: Language, document: Document, scheme: str) -> Doc:
    """Parse each segment alone, so that no sentence crosses one, and join the parts."""
    from spacy.tokens import Doc

    spans = list(stretches(document.text, [(s.start, s.end) for s in document.segments]))
    if not spans:
        return Doc(nlp.vocab)
    parts = [_in_our_labels(part, scheme) for part in nlp.pipe([document.text[begin:end] for begin, end in spans])]
    joined = Doc.from_docs(parts, ensure_whitespace=False) if len(parts) > 1 else parts[0]
    if joined is None or joined.text != document.text:
        raise LanguageError(
            f"The pipeline {nlp.meta.get('name')!r} changed the text of {document.doc_id!r}; it cannot be used."
        )
    joined.spans["derived"] = []
    return joined


def _in_our_labels(doc: Doc, scheme: str) -> Doc:
    """Return the same tokens with UD heads and relations of our set."""
    from spacy.tokens import Doc

    heads: list[int] = []
    relations: list[str] = []
    for sentence in doc.sents:
        start = sentence.start
        if scheme == "tiger":
            local, labels = universal_tree(list(sentence))
        else:
            local = [token.head.i - start for token in sentence]
            labels = [_kept(token.dep_) for token in sentence]
        heads += [start + head for head in local]
        relations += labels
    entities = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc]
    return Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in doc],
        pos=[t.pos_ for t in doc],
        morphs=[str(t.morph) for t in doc],
        lemmas=[t.lemma_ for t in doc],
        heads=heads,
        deps=relations,
        ents=entities,
    )


def _kept(label: str) -> str:
    if label in RELATIONS:
        return label
    if label in ("ROOT", ""):
        return "root" if label else "dep"
    base = label.split(":")[0]
    return "obl" if base == "iobj" else base if base in RELATIONS else "dep"
