"""Derived tables: what the indicators read from the words of a text, sentence by sentence, without the words.

With them `measure_framing` gives the same numbers without sentences' texts and tokens: frames need the summed weights
of their cues, agency the role of each mention, mitigation the number of modal verbs of each voice.
"""

from __future__ import annotations

from ..tables import Agency, Wording
from .activation import passives
from .agency import roles
from .frames import cue_weights
from .mitigation import modals
from .view import DocumentTables


def derive(view: DocumentTables) -> tuple[list[Wording], list[Agency]]:
    """Return the derived tables of one document; both are empty where the language stage has not run.

    Returns
    -------
    wording : list of Wording
        ``doc_id, sentence_id, feature, unit, value``; every sentence with tokens has a row of the feature ``tokens``.
    agency : list of Agency
        ``doc_id, mention_id, sentence_id, role`` of each mention that plays a role.

    Examples
    --------
    >>> derive(DocumentTables({}))
    ([], [])
    """
    if not view.tokens:
        return [], []
    total, silent = view.once(passives)
    said: dict[int, list[tuple[str, int]]] = {}
    for (at, voice), number in view.once(modals).items():
        said.setdefault(at, []).append((voice, number))
    rows: list[Wording] = []
    for at, sentence in enumerate(view.sentences):
        where = view.doc_id, sentence.sentence_id
        if tokens := len(view.tokens_by_sentence().get(at, ())):
            rows.append(Wording(*where, "tokens", "", float(tokens)))
        for (kind, name), weight in sorted(view.once(cue_weights)[at].items()):
            rows.append(Wording(*where, "frame" if kind == "frame" else "role", name, weight))
        rows.extend(Wording(*where, "modal", voice, float(number)) for voice, number in sorted(said.get(at, ())))
        if total[at]:
            rows.append(Wording(*where, "passive", "", float(total[at])))
            rows.append(Wording(*where, "passive_without_agent", "", float(silent[at])))
    agency = [Agency(view.doc_id, p.mention.mention_id, p.mention.sentence_id, p.role) for p in view.once(roles)]
    return rows, agency
