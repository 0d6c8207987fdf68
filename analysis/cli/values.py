"""What a user has written, checked: country codes, days, paths, and the options of an analysis."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, overload

from ..errors import MittellageError, ReadingError
from .choices import FOCUS, POLES, Readers

if TYPE_CHECKING:
    from ..pipeline import Options


def options_from(
    *,
    language: str,
    focus: str = FOCUS,
    poles: str = POLES,
    gazetteer: Path | None,
    predicates: Path | None,
    reader: Readers,
    threshold: float | None,
    frames: Path | None = None,
    seed: int = 0,
    any_language: bool,
) -> Options:
    """Return the options of an analysis, or say which value will not do."""
    from ..pipeline import Options

    return Options(
        language=language,
        focus=country_codes_of(focus, "--focus"),
        poles=country_codes_of(poles, "--poles", exactly=3),
        gazetteer=existing(gazetteer),
        predicates=existing(predicates),
        reader=reader.value,
        threshold=threshold,
        frames=existing(frames),
        seed=seed,
        any_language=any_language,
    )


def country_codes_of(value: str, option: str, *, exactly: int | None = None) -> tuple[str, ...]:
    """Return the country codes of an option, in capitals; `exactly` says how many there have to be."""
    from ..actors import country_codes

    codes = tuple(code.strip().upper() for code in value.split(",") if code.strip())
    unknown = [code for code in codes if code not in country_codes()]
    if unknown or not codes or (exactly and len(set(codes)) != exactly):
        wanted = f"{exactly} different country codes" if exactly else "country codes"
        raise MittellageError(
            f"{option} {value!r}: {', '.join(unknown) or 'this'} will not do; "
            f"write {wanted} separated by commas, such as KZ,UZ."
        )
    return codes


def day(value: str | None) -> date | None:
    """Return the day that the option ``--date`` names."""
    if value is None:
        return None
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(value, pattern).date()
        except ValueError:
            continue
    raise MittellageError(f"--date {value!r} is not a day; write it as 2023-02-28 or 28.02.2023.")


@overload
def existing(path: Path) -> Path: ...
@overload
def existing(path: None) -> None: ...
@overload
def existing(path: Path | None) -> Path | None: ...
def existing(path: Path | None) -> Path | None:
    """Return a path that leads somewhere."""
    if path is not None and not path.exists():
        raise ReadingError(f"There is no file {str(path)!r}; check the path.")
    return path
