"""Write `analysis/actors/forms.npz` anew, after a change of the tables of countries or of how names are inflected.

python training/actors/pack_forms.py
"""

from __future__ import annotations

import argparse

import numpy as np

from analysis.actors.gazetteer import make_gazetteer
from analysis.actors.packed import FORMS, pack


def main() -> None:
    argparse.ArgumentParser(description="Write the packed forms anew.").parse_args()
    entries = make_gazetteer().entries
    np.savez_compressed(FORMS, **pack(entries))
    print(f"{len(entries)} forms, {FORMS.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
