"""Spellings of one name share a key; different names do not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.actors.name_keys import name_key, name_keys

SAME = [
    "Tokajew Tokayev Tokaev",
    "Selenskyj Selenskij Selensky Zelensky Zelenskyy",
    "Lukaschenko Lukashenko",
    "Rahmon Rachmon Rakhmon",
    "Mirsijojew Mirziyoyev Mirsijoyev",
    "Berdimuhamedow Berdymukhamedov",
    "Nasarbajew Nazarbayev",
    "Medwedew Medwedjew Medvedev",
    "Ahmadinedschad Ahmadinejad",
    "Chamenei Khamenei",
    "Erdoğan Erdogan",
    "Çavuşoğlu Cavusoglu",
    "Janukowytsch Yanukovych Janukowitsch",
    "Jelzin Yeltsin",
    "Wladimir Vladimir",
    "Sergej Sergei Sergey",
    "Netanjahu Netanyahu",
    "Saakaschwili Saakashvili",
    "Vučić Vucic",
    "Raisi Raissi",
    "Lawrow Lavrov Lawrows",
]
DIFFERENT = ["Xi Li", "Biden Baden", "Putin Patin", "Merkel Merz", "Wang Wen", "Macron Makarow", "Scholz Schulz"]


@pytest.mark.parametrize("spellings", SAME)
def test_spellings_of_one_name(spellings):
    assert all(name_keys(left) & name_keys(right) for left, right in pairwise(spellings.split()))


@pytest.mark.parametrize("names", DIFFERENT)
def test_different_names(names):
    left, right = names.split()
    assert not name_keys(left) & name_keys(right)


@given(st.text(max_size=20))
def test_keys_are_stable(name):
    key = name_key(name)
    assert key == name_key(name.lower().upper().lower()) or not name.isascii()
    assert key == "" or key.isalpha()
