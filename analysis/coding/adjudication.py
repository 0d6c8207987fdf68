"""Adjudication: the items that coders label differently, side by side, and who decided what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from .problems import problem
from .records import append_record, read_records
from .study import (
    ADJUDICATED,
    Coding,
    Item,
    Study,
    check_label,
    coder_file,
    coders,
    fold,
    read_codings,
    read_log,
    stamp,
)


class Case(NamedTuple):
    """An item that coders label differently: what each says, and what was decided, if it was."""

    item: Item
    codings: Mapping[str, Coding]
    decided: Coding | None


def read_adjudicated(study: Study) -> dict[str, Coding]:
    """Return what was decided, by item; `adjudicated_by` says by whom."""
    return fold(read_log(study, study.folder / ADJUDICATED))


def adjudicated_by(study: Study) -> dict[str, str]:
    """Return who decided last, by item."""
    path = study.folder / ADJUDICATED
    records = read_records(path, log=True) if path.exists() else ()
    return {str(record.get("item")): str(record.get("by") or "") for record in records}


def find_cases(study: Study, *, unsure: bool = False, open_only: bool = False) -> list[Case]:
    """Return the items that coders label differently, in the order of coding.

    Parameters
    ----------
    study : Study
        The study; all its coders are asked.
    unsure : bool
        Whether items count that a coder is unsure of.
    open_only : bool
        Whether those that are decided are left out.
    """
    said = {coder: read_codings(study, coder) for coder in coders(study)}
    decided = read_adjudicated(study)
    cases = []
    for item in study.items:
        codings = {coder: held[item.item_id] for coder, held in said.items() if item.item_id in held}
        differ = len({coding.label for coding in codings.values()}) > 1
        doubted = unsure and any(coding.unsure for coding in codings.values())
        verdict = decided.get(item.item_id)
        if (differ or doubted) and not (open_only and verdict is not None):
            cases.append(Case(item, codings, verdict))
    return cases


def adjudicate(study: Study, item: str, label: str, *, by: str, memo: str = "", time: datetime | None = None) -> Coding:
    """Save what was decided on an item, with who decided and what the coders had said, and return it.

    Parameters
    ----------
    study : Study
        The study.
    item, label : str
        The item and its label.
    by : str
        Who decides; a coder may.
    memo : str
        Why.
    time : datetime.datetime, optional
        When; by default now.

    Raises
    ------
    CodingError
        If there is no such item or label, or nobody has coded the item.
    """
    check_label(study, item, label)
    coder_file(study, by)  # a name that a coder may have
    before = {coder: held[item].label for coder in coders(study) if item in (held := read_codings(study, coder))}
    if not before:
        raise problem("decide.uncoded", item=item)
    coding = Coding(item, label, False, memo, None, stamp(time))
    record = {"item": item, "label": label, "memo": memo, "by": by, "before": before, "time": coding.time}
    append_record(study.folder / ADJUDICATED, record)
    return coding


def final_labels(study: Study, coder: str | None = None) -> dict[str, str]:
    """Return the label of each item that estimates and training may rest on.

    What was adjudicated holds; else what all coders of the item say; with `coder`, what that coder says.

    Raises
    ------
    CodingError
        If coders differ on an item that nobody has decided: to leave it out would break the probability sample.
    """
    if coder is not None:
        if coder not in coders(study):
            raise problem("coder.none", name=coder[:40], known=", ".join(coders(study)) or "none yet")
        return {item: coding.label for item, coding in read_codings(study, coder).items()}
    undecided = find_cases(study, open_only=True)
    if undecided:
        listed = ", ".join(case.item.item_id for case in undecided[:3])
        raise problem("decide.open", n=len(undecided), listed=listed)
    labels = {item: coding.label for name in coders(study) for item, coding in read_codings(study, name).items()}
    labels |= {item: coding.label for item, coding in read_adjudicated(study).items()}
    return {item.item_id: labels[item.item_id] for item in study.items if item.item_id in labels}
