"""The plug for other extractors: whatever finds quotes as spans of characters can stand in for the packaged network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from ..errors import LanguageError
from ..tables import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Found(NamedTuple):
    """A quote in offsets of the text; roles that are not there are empty or null."""

    spans: Spans
    speaker: Span | None
    cue: Spans
    frame: Spans
    addressee: Span | None
    type: str
    medium: str
    score: float


class QuoteFinder(Protocol):
    """Finds the quotes of a parsed document; `quote_rows` resolves their speakers and fills the table."""

    def find(self, doc: Doc) -> list[Found]:
        """Find quotes.

        Parameters
        ----------
        doc : spacy.tokens.Doc
            As `analysis.language.parse` fills it.

        Returns
        -------
        list of Found
            In any order; offsets into ``doc.text``.
        """
        ...


TYPES_OF_BENCHMARK: Final = {
    "Direct": "direct",
    "Indirect": "indirect",
    "Reported": "reported",
    "FreeIndirect": "free_indirect",
    "IndirectFreeIndirect": "indirect_free_indirect",
}
"""Types of quotes as the German benchmark, and systems trained on it, name them."""
_MEDIA: Final = {"Thought": "thought", "Writing": "writing", "TW": "thought"}


class QuotectFinder:
    """Quotes of the package quotect (mT5; needs torch and a download), where the user has installed it.

    Parameters
    ----------
    model : str, optional
        Name or folder of the model.

    Raises
    ------
    LanguageError
        If quotect is not installed.

    References
    ----------
    Petersen-Frey & Biemann (2024): Fine-grained quotation detection and attribution in German news articles. KONVENS.
    """

    def __init__(self, model: str = "fynnos/quotect-mt5-base") -> None:
        try:
            quotect = import_module("quotect")
        except ImportError as error:
            raise LanguageError(
                "The package 'quotect' is not installed in this environment: install it with `pip install quotect`, "
                "or leave out `finder` to use the packaged network."
            ) from error
        self._package: Any = quotect
        self._model: Any = self._package.Quotect(model)

    def find(self, doc: Doc) -> list[Found]:
        """Find quotes; see `QuoteFinder`."""
        package = self._package
        words = [token for token in doc if not token.is_space]
        position = {token.i: number for number, token in enumerate(words)}
        sentences: list[Any] = []
        sentence_of: dict[int, int] = {}
        for sentence in doc.sents:
            solid = [token.i for token in sentence if token.i in position]
            if solid:
                sentence_of.update(dict.fromkeys(solid, len(sentences)))
                sentences.append(package.Span(position[solid[0]], position[solid[-1]] + 1, sentence.text))
        tokens = [package.Token(t.idx, t.idx + len(t.text), sentence_of[t.i], t.text) for t in words]
        if not tokens:
            return []
        name = doc._.document.doc_id
        (output,) = self._model.predict([package.QuoteInput(name, tokens, sentences, doc.text)])
        return [_from_quotect(annotation) for annotation in output["annotations"]]


def _from_quotect(annotation: Mapping[str, Any]) -> Found:
    def spans(part: str) -> Spans:
        found: Sequence[Mapping[str, int]] = annotation.get(part, {}).get("spans", ())
        return tuple(sorted((span["charBegin"], span["charEnd"]) for span in found))

    def hull(part: str) -> Span | None:
        found = spans(part)
        return (found[0][0], found[-1][1]) if found else None

    return Found(
        spans=spans("quote"),
        speaker=hull("speaker"),
        cue=spans("cue"),
        frame=spans("frame"),
        addressee=hull("addressee"),
        type=TYPES_OF_BENCHMARK[annotation.get("type", "Indirect")],
        medium=_MEDIA.get(annotation.get("medium", ""), "speech"),
        score=1.0,  # a generated sequence comes without a probability
    )
