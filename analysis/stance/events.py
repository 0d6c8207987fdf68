"""Wars whose attacker news leaves unsaid: *die Invasion der Ukraine* names the victim alone."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from ..tables import Mention
from .forms import noun_forms
from .phrases import Phrase, country_of
from .slots import Filled, Roles


@cache
def _agents() -> dict[tuple[str, str], str]:
    table: dict[tuple[str, str], str] = {}
    path = Path(__file__).with_name("events.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        for event, victim, agent, *_ in list(csv.reader(file, delimiter="\t"))[1:]:
            for form in noun_forms(event):
                table[form, victim] = agent
    return table


def redirect(roles: Roles, filled: Iterable[Filled]) -> Iterator[Filled]:
    """Turn an evaluation of the victim into one of the attacker: "die Invasion der Ukraine" blames Russia.

    A preposed genitive names the attacker itself (*Polens Überfall*). The attacker is taken from ``events.tsv``; the
    mention that stands for it is the victim's with the other country,
    because the text names no other.
    """
    for one in filled:
        noun = roles.sentence.words[one.trigger.head]
        mention = country_of(roles.sentence, one.target) if isinstance(one.target, Phrase) else one.target
        if mention is None:
            continue
        agent = _agents().get((noun, mention.country))
        if agent is None:
            yield one
        elif one.holder == "voice" and isinstance(one.target, Phrase):
            yield Filled(one.trigger, "voice", _other(mention, agent), one.phrase)
        elif one.holder is None:
            yield Filled(one.trigger, _other(mention, agent), one.target, one.phrase)
            yield Filled(one.trigger, "voice", _other(mention, agent), one.phrase)
        else:
            yield one


def _other(mention: Mention, country: str) -> Mention:
    return mention._replace(country=country, mention_id="", entity=None)
