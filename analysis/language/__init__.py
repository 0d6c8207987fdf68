"""Language: German tokens, sentences, tags, morphology, lemmas, dependencies and entities, as a spaCy `Doc`.

The only package that knows which model runs. ``language="default"`` is the packaged model; any other name is a backend
that was registered with `register_language`, or an installed spaCy pipeline.
"""

from __future__ import annotations

from .backends import available_languages, parse, parse_many, register_language

__all__ = ["available_languages", "parse", "parse_many", "register_language"]
