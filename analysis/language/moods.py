"""The mood of finite verbs where the form settles it: `sei`, `käme`, and `komme` beside another subject than *ich*.

The network sees the context but knows few rare forms; German grammar knows them all. Forms that are ambiguous
(`sagte`, `gingen`, `sollten`) stay with the network.

References
----------
Duden: Die Grammatik (2022), Konjunktiv I and II.
"""

from __future__ import annotations

from typing import Final, Literal

from .strong_verbs import Mood, past_mood

Tense = Literal["Pres", "Past"]

_PRESENT_SUBJUNCTIVE: Final = {
    "sei": "sein", "seist": "sein", "seiest": "sein", "seien": "sein", "seiet": "sein",
    "habest": "haben", "werdest": "werden", "könnest": "können", "müssest": "müssen",
}  # fmt: skip
# Modals and wissen have no -e in the indicative: könne is subjunctive beside any subject.
_ALWAYS_SUBJUNCTIVE_E: Final = frozenset({"könne", "müsse", "dürfe", "solle", "wolle", "möge", "wisse"})
_INDICATIVE: Final = frozenset(
    {
        *("bin", "bist", "ist", "sind", "seid", "hat", "hast", "habt", "wird", "wirst", "kann", "kannst", "könnt"),
        *("muss", "muß", "musst", "müsst", "darf", "darfst", "dürft", "will", "willst", "wollt", "mag", "magst"),
        *("mögt", "soll", "sollst", "weiß", "weißt"),
    }
)


def _is_e_form(form: str, lemma: str) -> bool:
    """Whether a form is stem + e: komme, arbeite, verändere, handle."""
    if not form.endswith("e") or not lemma.endswith("n"):
        return False
    stem = lemma[:-2] if lemma.endswith("en") else lemma[:-1]
    return form[:-1] == stem or (lemma.endswith("eln") and form == lemma[:-3] + "le")


def unambiguous_mood(form: str, lemma: str, *, subject: str | None) -> tuple[Mood, Tense] | None:
    """Mood and tense of a finite verb if its form, with its subject, leaves no choice.

    Parameters
    ----------
    form, lemma : str
        The finite verb and its infinitive.
    subject : str or None
        Its subject's head word, if it has one.

    Examples
    --------
    >>> unambiguous_mood("habe", "haben", subject="Regierung"), unambiguous_mood("habe", "haben", subject="ich")
    (('Sub', 'Pres'), ('Ind', 'Pres'))
    >>> unambiguous_mood("bekäme", "bekommen", subject="er"), unambiguous_mood("sagte", "sagen", subject="er")
    (('Sub', 'Past'), None)
    """
    form = form.lower()
    if form in _PRESENT_SUBJUNCTIVE or form in _ALWAYS_SUBJUNCTIVE_E:
        return "Sub", "Pres"
    if form in _INDICATIVE:
        return "Ind", "Pres"
    past = past_mood(form)
    # `führe`, `führen` may be subjunctive of fahren or present of führen: then the lemma says so
    if past is not None and form != lemma and not _is_e_form(form, lemma):
        return past, "Past"
    if _is_e_form(form, lemma):
        if subject is None:
            return None
        return ("Ind", "Pres") if subject.lower() == "ich" else ("Sub", "Pres")
    return None
