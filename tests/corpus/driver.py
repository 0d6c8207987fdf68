"""A client in a process of its own, which the tests can kill: driver.py SOURCE STORE WALK WORKERS [FILE SIZE LIMIT]."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    import fakewalk

    from analysis.corpus.run import run_corpus
    from analysis.errors import MittellageError

    source, store, walk, workers, *limit = sys.argv[1:]
    if limit:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), int(limit[0])))
    try:
        run_corpus(
            source,
            store,
            process=getattr(fakewalk, walk),
            method=fakewalk.METHOD,
            workers=int(workers),
            most=10,
            progress=False,
        )
    except MittellageError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
