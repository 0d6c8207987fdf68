"""``python -m analysis`` is the command ``mittellage``."""

from .cli import main

main()
