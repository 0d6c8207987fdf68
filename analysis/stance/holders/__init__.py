"""Who the words of a text stand for, and who holds a stance: from references to a name, an actor and a country."""

from __future__ import annotations

from .naming import Holder, name_holder
from .references import Reference, find_references

__all__ = ["Holder", "Reference", "find_references", "name_holder"]
