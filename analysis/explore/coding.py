"""State of the coding page: who codes or decides, which item is on show, and what the page is told of it.

All that a page gets passes through `Session.page` and `codebook`. They read the items, the codebook and the file of the
coder who has signed in; the labels of others only where these are compared. The sealed part of a study is never opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Literal

from ..coding.adjudication import Case, adjudicate, adjudicated_by, find_cases
from ..coding.study import (
    Coding,
    Item,
    Study,
    ask,
    coder_file,
    coders,
    next_item,
    progress,
    read_codings,
    save_label,
    undo,
)
from ..errors import CodingError
from ..legible import legible, legible_line
from .state import Lang
from .words import say

Mode = Literal["start", "code", "decide"]


class Session:
    """One person at one study.

    Parameters
    ----------
    study : Study
        What is coded.
    lang : {"de", "en"}
        Language of questions and labels.

    Attributes
    ----------
    mode : {"start", "code", "decide"}
        Whether nobody has signed in yet, somebody codes, or somebody decides where coders differ.
    message : str
        What the page says of the last step.
    """

    def __init__(self, study: Study, lang: Lang = "de") -> None:
        self.study, self.lang = study, lang
        self.mode: Mode = "start"
        self.who = self.message = ""
        self._at: Item | None = None
        self._before: Coding | None = None

    def begin(self, name: str) -> None:
        """Code under a name, from the first item that is not coded under it.

        Raises
        ------
        CodingError
            If nobody can be called so, or the coder's file cannot be read.
        """
        who = name.strip()
        done = progress(self.study, who)
        self._at, self._before = next_item(self.study, who), None
        self.mode, self.who = "code", who
        self.message = say("coding.resumed", self.lang, name=who, done=done.done, total=done.total)

    def begin_deciding(self, name: str) -> None:
        """Decide under a name where coders differ, from the first case that nobody has decided.

        Whoever still codes would see what others say of items to come, and is not let in.

        Raises
        ------
        CodingError
            If nobody can be called so, fewer than two have coded, or this coder has not coded all.
        """
        who, found = name.strip(), coders(self.study)
        coder_file(self.study, who)
        if len(found) < 2:
            raise CodingError(say("coding.few", self.lang, n=", ".join(found) or "–"))
        done = progress(self.study, who)
        if who in found and done.done < done.total:
            raise CodingError(say("coding.not_yet", self.lang, name=who, done=done.done, total=done.total))
        cases = find_cases(self.study)
        self.mode, self.who, self._before = "decide", who, None
        self._at = next((case.item for case in cases if case.decided is None), cases[0].item if cases else None)
        self.message = "" if cases else say("coding.agreed", self.lang)

    def leave(self) -> None:
        """Sign out."""
        self.mode, self.who, self.message, self._at, self._before = "start", "", "", None, None

    def give(self, item: str, label: str, *, unsure: bool, memo: str, seconds: float | None) -> None:
        """Save a label of the item on show, and go to the next; a label of another item is refused.

        Raises
        ------
        CodingError
            If it cannot be saved; the item stays.
        """
        if self._at is None or self._at.item_id != item or self.mode == "start":
            self.message = say("coding.elsewhere", self.lang, item=legible_line(item)[:40])
            return
        if self.mode == "code":
            save_label(self.study, self.who, item, label, unsure=unsure, memo=memo, seconds=seconds)
            self._at, self._before = next_item(self.study, self.who), None
        else:
            adjudicate(self.study, item, label, by=self.who, memo=memo)
            self._at = _after(find_cases(self.study), item)
        self.message = say("coding.saved", self.lang, item=item, label=self._title(label))

    def take_back(self) -> None:
        """Take the label back that this coder gave last, and show its item with what had been said of it."""
        if self.mode != "code":
            return
        held = read_codings(self.study, self.who)
        item = undo(self.study, self.who)
        if item is not None:
            self._at, self._before = item, held[item.item_id]
            self.message = say("coding.undone", self.lang, item=item.item_id)

    def step(self, by: int) -> None:
        """Go to another case; from the last to the first."""
        cases = find_cases(self.study) if self.mode == "decide" else []
        if cases:
            self._at = cases[(_place(cases, self._at) + (1 if by > 0 else -1)) % len(cases)].item
            self.message = ""

    def page(self) -> dict[str, Any]:
        """Return what the page shows now."""
        if self.mode == "start":
            about = say("coding.study", self.lang, name=legible_line(self.study.folder.name), n=len(self.study.items))
            return {"mode": "start", "about": about}
        return self._coding_page() if self.mode == "code" else self._deciding_page()

    def _coding_page(self) -> dict[str, Any]:
        done, lang, at = progress(self.study, self.who), self.lang, self._at
        facts = [say("coding.done", lang, done=done.done, total=done.total)]
        if done.unsure:
            facts.append(say("coding.doubts", lang, n=done.unsure))
        if at and done.median_seconds is not None and done.left_seconds is not None:
            pace = f"{done.median_seconds:.1f}".replace(".", "," if lang == "de" else ".")
            facts.append(say("coding.pace", lang, seconds=pace, minutes=max(1, round(done.left_seconds / 60))))
        found = {"mode": "code", "done": done.done, "total": done.total, "facts": " · ".join(facts)}
        if at is None:
            return found | {"item": "", "title": say("coding.all_done", lang, total=done.total)}
        title = say("coding.item", lang, place=self.study.places[at.item_id] + 1, total=done.total)
        return found | self._item(at, title, self._before)

    def _deciding_page(self) -> dict[str, Any]:
        cases, lang = find_cases(self.study), self.lang
        done = sum(case.decided is not None for case in cases)
        facts = say("coding.decided", lang, done=done, total=len(cases))
        found = {"mode": "decide", "done": done, "total": len(cases), "facts": facts}
        if not cases:
            return found | {"item": "", "title": say("coding.agreed", lang)}
        place = _place(cases, self._at)
        case = cases[place]
        title = say("coding.case", lang, place=place + 1, total=len(cases), item=case.item.item_id)
        said = [
            {
                "who": name,
                "label": self._title(coding.label),
                "unsure": say("coding.unsure", lang) if coding.unsure else "",
                "memo": legible(coding.memo),
            }
            for name, coding in case.codings.items()
        ]
        verdict = say("coding.open_case", lang)
        if case.decided is not None:
            by = legible_line(adjudicated_by(self.study).get(case.item.item_id, ""))
            verdict = say("coding.verdict", lang, label=self._title(case.decided.label), name=by)
        return found | self._item(case.item, title, case.decided) | {"said": said, "verdict": verdict}

    def _item(self, item: Item, title: str, before: Coding | None) -> dict[str, Any]:
        return {
            "item": item.item_id,
            "title": title,
            "question": legible_line(ask(self.study, item, self.lang)),
            "pieces": pieces(item),
            "label": before.label if before else "",
            "unsure": bool(before and before.unsure),
            "memo": legible(before.memo) if before else "",
        }

    def _title(self, label: str) -> str:
        return next(legible_line(each.title[self.lang]) for each in self.study.codebook.labels if each.name == label)


def codebook(study: Study, lang: Lang) -> dict[str, Any]:
    """Return the codebook as the page shows it: rules, labels with key, title and explanation, a line on the keys."""
    labels = [
        {
            "name": label.name,
            "key": label.key,
            "title": legible_line(label.title[lang]),
            "text": legible(label.text[lang]),
        }
        for label in study.codebook.labels
    ]
    keys = ", ".join(f"{label['key']} {label['title']}" for label in labels)
    return {
        "rules": legible(study.codebook.rules[lang]),
        "labels": labels,
        "code": say("coding.keys", lang, keys=keys),
        "decide": say("coding.keys_decide", lang, keys=keys),
    }


def pieces(item: Item) -> list[list[Any]]:
    """Return the text of an item in pieces, each with two marks: part of the sentence that is coded, and its target.

    Examples
    --------
    >>> pieces(Item("i001", "Ja. Astana lobt Moskau.", 4, 23, "RU", ((16, 22),)))
    [['Ja. ', False, False], ['Astana lobt ', True, False], ['Moskau', True, True], ['.', True, False]]
    """
    return list(_pieces(item))


def _pieces(item: Item) -> Iterator[list[Any]]:
    ends = {0, item.start, item.end, len(item.text), *(place for span in item.named for place in span)}
    for start, end in pairwise(sorted(ends)):
        inside = item.start <= start and end <= item.end
        named = any(first <= start and end <= last for first, last in item.named)
        yield [legible(item.text[start:end]), inside, named]


def _place(cases: list[Case], item: Item | None) -> int:
    """Return where an item stands among the cases; 0 where it is none, because a coder has changed their mind."""
    return next((place for place, case in enumerate(cases) if case.item == item), 0)


def _after(cases: list[Case], item: str) -> Item | None:
    """Return the next case that nobody has decided, round from the last to the first; else the one at hand."""
    place = next((number for number, case in enumerate(cases) if case.item.item_id == item), 0)
    order = [*cases[place + 1 :], *cases[: place + 1]]
    return next((case.item for case in order if case.decided is None), cases[place].item if cases else None)


def labels_of_page(lang: Lang) -> Mapping[str, str]:
    """Return the words of the page's own controls."""
    names = (
        *("code", "name", "begin", "decide", "marked", "unmarked", "labels", "unsure", "memo", "undo", "leave"),
        *("previous", "next", "book", "said", "lost"),
    )
    return {name: say(f"coding.{name}", lang) for name in names}
