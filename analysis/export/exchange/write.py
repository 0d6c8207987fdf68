"""One place: the suffix of a file's name says in which format documents are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple, get_args

from ...charts import Lang
from ...errors import ExportError
from ..folder import whole_file
from .cas import typesystem_bytes, write_xmi
from .conllu import write_conllu
from .dna import Concept, write_dna
from .gexf import gexf_bytes
from .graphml import graphml_bytes
from .items import Annotated
from .network import Network, Nodes, build_network
from .refi import write_qdpx
from .tei import write_tei


class Choices(NamedTuple):
    """What can be chosen; a format that knows nothing of a choice leaves it."""

    aggregate: bool
    nodes: Nodes
    concept: Concept
    lang: Lang
    name: str
    """of the file, without its suffix"""


Writer = Callable[[Iterable[Annotated], Path, Choices], None]


def _graph(dump: Callable[[Network], bytes]) -> Writer:
    def write(items: Iterable[Annotated], path: Path, chosen: Choices) -> None:
        network = build_network(items, aggregate=chosen.aggregate, nodes=chosen.nodes, lang=chosen.lang)
        path.write_bytes(dump(network))

    return write


WRITERS: Final[Mapping[str, Writer]] = {
    ".graphml": _graph(graphml_bytes),
    ".gexf": _graph(gexf_bytes),
    ".dna": lambda items, path, chosen: write_dna(items, path, concept=chosen.concept, lang=chosen.lang),
    ".qdpx": lambda items, path, chosen: write_qdpx(items, path, name=chosen.name, lang=chosen.lang),
    ".xmi": lambda items, path, chosen: write_xmi(items, path),
    ".xmi.zip": lambda items, path, chosen: write_xmi(items, path),
    ".conllu": lambda items, path, chosen: write_conllu(items, path),
    ".tei.xml": lambda items, path, chosen: write_tei(items, path),
}
SUFFIXES: Final = tuple(WRITERS)


def export_file(
    items: Iterable[Annotated],
    path: str | Path,
    *,
    aggregate: bool = False,
    nodes: Nodes = "actors",
    concept: Concept = "target",
    lang: Lang = "de",
) -> Path:
    """Write documents and their rows for another program, whole or not at all.

    Parameters
    ----------
    items : iterable of Annotated
        The documents, read one by one.
    path : str or path
        File to write; its suffix chooses the format: ``.graphml`` and ``.gexf`` (Gephi), ``.dna`` (Discourse Network
        Analyzer), ``.qdpx`` (MAXQDA, ATLAS.ti, QualCoder), ``.xmi`` and ``.xmi.zip`` (INCEpTION; beside
        ``x.xmi`` its type system ``x.typesystem.xml`` is written), ``.conllu``, ``.tei.xml``.
    aggregate : bool
        Networks: one edge for all statements of a holder on a target with one sign.
    nodes : {"actors", "countries"}
        Networks: whether holders stand for themselves or for the country that they speak for.
    concept : {"target", "frame"}
        Discourse Network Analyzer: what the concept of a statement is.
    lang : {"de", "en"}
        Language of names of countries.

    Returns
    -------
    pathlib.Path
        The file, which appears whole or not at all.

    Raises
    ------
    ExportError
        If the suffix or a choice is unknown, or the file cannot be written.
    """
    suffix = suffix_of(path)
    for name, value, allowed in (("nodes", nodes, Nodes), ("concept", concept, Concept), ("lang", lang, Lang)):
        if value not in get_args(allowed):
            raise ExportError(f"{name} {value!r} is not one of {', '.join(get_args(allowed))}.")
    place = Path(path)
    with whole_file(place) as draft:
        # A writer may look at the name of its file: the draft has another.
        named = draft.with_name(f"{draft.name}{suffix}")
        try:
            WRITERS[suffix](items, named, Choices(aggregate, nodes, concept, lang, place.name[: -len(suffix)]))
            named.replace(draft)
        finally:
            named.unlink(missing_ok=True)
    if suffix == ".xmi":
        with whole_file(place.with_suffix(".typesystem.xml")) as draft:
            draft.write_bytes(typesystem_bytes())
    return place


def suffix_of(path: str | Path, *, others: Iterable[str] = ()) -> str:
    """Return the suffix of a file's name that is a format.

    Raises
    ------
    ExportError
        If there is none, naming those that are.
    """
    name = Path(path).name.lower()
    known = sorted({*SUFFIXES, *others}, key=len, reverse=True)
    for suffix in known:
        if name.endswith(suffix) and len(name) > len(suffix):
            return suffix
    raise ExportError(f"{str(path)!r}: its suffix names no format; formats are {', '.join([*SUFFIXES, *others])}.")
