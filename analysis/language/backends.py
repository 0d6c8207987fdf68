"""Which backend fills the `Doc`: ours, a registered one, or a spaCy pipeline of the user's by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from ..errors import LanguageError
from .spacy_import import import_spacy
from .tree import with_particle

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from ..reading import Document
    from .foreign import Backend

DEFAULT: Final = "default"
_REGISTERED: Final[dict[str, Callable[[], Backend]]] = {}


def register_language(name: str, factory: Callable[[], Backend]) -> None:
    """Make a backend available under a name.

    Parameters
    ----------
    name : str
        What `parse(..., language=name)` asks for.
    factory : callable
        Called once per use; returns a function from documents to `Doc` objects in UD v2 labels.

    Raises
    ------
    LanguageError
        If the name is empty or ``"default"``.
    """
    if not name or name == DEFAULT:
        raise LanguageError(f"{name!r} cannot be registered: choose a name other than {DEFAULT!r} that is not empty.")
    _REGISTERED[name] = factory


def available_languages() -> list[str]:
    """Names that `parse` knows: the default, registered backends, installed spaCy pipelines."""
    from spacy.util import get_installed_models

    return [DEFAULT, *sorted(_REGISTERED), *sorted(get_installed_models())]


def _backend(name: str) -> Backend:
    if name == DEFAULT:
        from .pipeline import parse_documents

        return parse_documents
    if name in _REGISTERED:
        return _REGISTERED[name]()
    import_spacy()
    from spacy.util import is_package

    if is_package(name):
        from .foreign import spacy_backend

        return spacy_backend(name)
    known = ", ".join(repr(language) for language in available_languages())
    raise LanguageError(
        f"There is no language backend {name!r}. Available here: {known}. Install the spaCy pipeline of that name "
        "into this environment, register a backend with analysis.language.register_language, or leave the default."
    )


def parse(document: Document | str, *, language: str = DEFAULT) -> Doc:
    """Annotate one text.

    Parameters
    ----------
    document : Document or str
        A document, or a text, which is then segmented as `Document.from_text` does.
    language : str, optional
        Backend; see `available_languages`.

    Returns
    -------
    spacy.tokens.Doc
        ``doc.text`` is the document's text and ``token.idx`` the offset in it. Sentences never cross segments.
        Tokens carry ``pos_`` (UPOS), ``tag_`` (STTS), ``morph``, ``lemma_``, ``dep_`` (UD v2) and ``head``;
        ``token._.verb_lemma`` is the verb with its separated particle. ``doc.ents`` are PER, LOC, ORG, MISC;
        ``doc.spans["derived"]`` holds derived and partial names; ``doc.tensor`` the states of the
        encoder; ``doc._.document`` the document.

    Raises
    ------
    LanguageError
        If the backend is unknown or speaks a scheme that cannot be mapped.

    Examples
    --------
    >>> doc = parse("Die Ministerin kündigte Gespräche an.")
    >>> [(token.text, token.dep_, token._.verb_lemma) for token in doc][1:4]
    [('Ministerin', 'nsubj', 'Ministerin'), ('kündigte', 'root', 'ankündigen'), ('Gespräche', 'obj', 'Gespräch')]
    """
    return next(parse_many([document], language=language))


def parse_many(documents: Iterable[Document | str], *, language: str = DEFAULT) -> Iterator[Doc]:
    """Annotate many texts, one `Doc` after the other; see `parse`. Reads as it goes, so a corpus may be endless.

    Parameters
    ----------
    documents : iterable of Document or str
    language : str, optional

    Yields
    ------
    spacy.tokens.Doc
    """
    from ..reading import Document

    backend = _backend(language)
    _extend()
    current: list[Any] = []

    def read() -> Iterator[Document]:
        for item in documents:
            document = Document.from_text(item) if isinstance(item, str) else item
            _check(document.text)
            current.append(document)
            yield document

    for doc in backend(read()):
        document = current.pop(0)
        doc._.document = document
        doc._.segments = document.segments
        yield doc


def _check(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise LanguageError(
            f"The text holds half a character (U+{ord(text[error.start]):04X}) at offset {error.start}; "
            "it was decoded wrongly: read the file again with read_document, or remove it."
        ) from None


def _extend() -> None:
    import_spacy()
    from spacy.tokens import Doc, Token

    if not Token.has_extension("verb_lemma"):
        Token.set_extension("verb_lemma", getter=verb_lemma)
        Doc.set_extension("document", default=None)
        Doc.set_extension("segments", default=())


def verb_lemma(token: Token) -> str:
    """Lemma of a verb with its separated particle (`kündigte … an`: ankündigen); of other words the lemma."""
    particle = next((child.lower_ for child in token.children if child.dep_ == "compound:prt"), "")
    return with_particle(token.lemma_, particle, token.pos_)
