"""``python -m analysis`` is the command ``mittellage``."""

from .cli import main

if __name__ == "__main__":
    main()
