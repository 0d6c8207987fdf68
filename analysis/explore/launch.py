"""Start the app or JupyterLab: what the commands ``app`` and ``lab`` call.

The app and JupyterLab listen on 127.0.0.1 alone, behind a token that is made anew for every start and stands in a
file that only its owner can read, never on a command line. No page asks any other host for anything; what else the
server refuses is said in `server`.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from ..limits import Limits
from . import scratch
from .policy import FORM_POLICY, lab_policy
from .runner import GERMAN, ROOT, LaunchError, need, notebooks_folder, read_values, run_notebook
from .state import Lang

__all__ = ["LaunchError", "make_template", "read_values", "run_app", "run_lab", "run_notebook"]

HOST: Final = "127.0.0.1"
TEMPLATE: Final = "mittellage"
_PATIENCE: Final = 120.0
_FAREWELL: Final = 20.0
# Sent where the reader follows a link to the page, and by no request that another page makes.
_COOKIE: Final = {"samesite": "Lax"}
# JupyterLab asks for news and for new versions of extensions unless it is told not to.
_LAB_SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


# Screen readers need the language of the page; the template leaves it open until the page itself tells it.
_HEAD: Final = '<script>document.documentElement.lang = "{lang}";</script>'


def run_app(
    *,
    data: Path | None = None,
    port: int = 8866,
    browser: bool = True,
    lang: Lang = "de",
    limits: Limits | None = None,
) -> int:
    """Serve the app until Ctrl-C.

    Parameters
    ----------
    data : pathlib.Path, optional
        Folder whose texts are offered; by default the project's ``data``.
    port : int
        Port to listen on; 0 takes a free one.
    browser : bool
        Whether to open the page.
    lang : {"de", "en"}
        Language to start in.
    limits : Limits, optional
        What a text may cost.

    Returns
    -------
    int
        Exit code of the server.

    Raises
    ------
    LaunchError
        If Voilà is missing, the port is taken, or the server does not start.
    """
    need("voila", "ipywidgets", "anywidget", "itables")
    folder = (data or ROOT / "data").resolve()
    port = _free(port)
    with scratch.scratch() as home:
        token = secrets.token_urlsafe(24)
        with scratch.private():
            page = _prepare_app(home, token=token, port=port, lang=lang)
        told = {"MITTELLAGE_DATA": str(folder), "MITTELLAGE_LANG": lang, "MITTELLAGE_HOME": str(Path.cwd())}
        told["MITTELLAGE_LIMITS"] = json.dumps(limits or Limits())
        arguments = ["app", str(page), f"--template={TEMPLATE}", "--no-browser"]
        return _serve(home, arguments, told, url=f"http://{HOST}:{port}/?token={token}", browser=browser)


def run_lab(*, folder: Path | None = None, port: int = 8888, browser: bool = True, lang: Lang = "en") -> int:
    """Open JupyterLab on the notebooks until Ctrl-C.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Folder of notebooks, by default that of the project.
    port, browser
        As for `run_app`.
    lang : {"de", "en"}
        Language of the notebook that opens first.

    Returns
    -------
    int
        Exit code of the server.

    Raises
    ------
    LaunchError
        If JupyterLab or the notebooks are missing, the port is taken, or the server does not start.
    """
    need("jupyterlab", "ipywidgets", "anywidget", "itables")
    notebooks, port = (folder or notebooks_folder()).resolve(), _free(port)
    with scratch.scratch() as home:
        token = secrets.token_urlsafe(24)
        config = {
            "ip": HOST,
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "root_dir": str(notebooks.parent),
            "allow_root": True,  # in a container everybody is root; from outside nobody gets in
            "allow_remote_access": False,
            "tornado_settings": {"headers": _headers(lab_policy(f"{HOST}:{port}"))},
        }
        settings = {
            "ServerApp": config,
            "IdentityProvider": {"token": token, "cookie_options": _COOKIE},
            "LabApp": {"news_url": None, "extension_manager": "readonly"},
        }
        with scratch.private():
            _write_config(home / "jupyter_server_config.json", settings)
            _write_config(home / "labconfig" / "default_setting_overrides.json", _LAB_SETTINGS)
        first = f"01_article{GERMAN if lang == 'de' else ''}.ipynb"
        start = f"lab/tree/{notebooks.name}/{first}" if (notebooks / first).is_file() else "lab"
        url = f"http://{HOST}:{port}/{start}?token={token}"
        return _serve(home, ["lab", "--no-browser"], {}, url=url, browser=browser)


def make_template(folder: Path, *, lang: Lang = "de") -> Path:
    """Copy the page template of the installed Voilà without the style sheets that it would fetch from another host.

    Parameters
    ----------
    folder : pathlib.Path
        Where templates lie; the copy is a folder ``mittellage`` in it.
    lang : {"de", "en"}
        Language that the page starts in.

    Returns
    -------
    pathlib.Path
        The copy.

    Raises
    ------
    LaunchError
        If Voilà's own template is not where it should be.
    """
    source = next((path for path in _template_sources() if path.is_dir()), None)
    if source is None:
        raise LaunchError("Voilà lacks its template; install it again: pip install --force-reinstall voila")
    target = folder / TEMPLATE
    for path in sorted(source.rglob("*")):
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = (line for line in lines if "://" not in line or "<link" not in line)
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text("".join(kept), encoding="utf-8")
    page = target / "index.html.j2"
    block = "{%- block html_head_js -%}"
    text = page.read_text(encoding="utf-8").replace(block, block + _HEAD.format(lang=lang), 1)
    page.write_text(text, encoding="utf-8")
    (target / "conf.json").write_text(json.dumps({"base_template": "lab"}), encoding="utf-8")
    return target


def _template_sources() -> Iterator[Path]:
    from jupyter_core.paths import jupyter_path

    for folder in jupyter_path("voila", "templates", "lab"):
        yield Path(folder)


def _prepare_app(home: Path, *, token: str, port: int, lang: Lang) -> Path:
    """Write template, settings and the one-cell notebook that Voilà serves."""
    make_template(home / "voila" / "templates", lang=lang)
    _write_config(
        home / "voila.json",
        {
            "Voila": {
                "ip": HOST,
                "port": port,
                "port_retries": 0,
                "token": token,
                "open_browser": False,
                "connection_dir_root": str(home),
                "tornado_settings": {"headers": _headers(FORM_POLICY)},
            },
            "VoilaConfiguration": {
                "show_tracebacks": False,
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
            },
            "IdentityProvider": {"cookie_options": _COOKIE},
            # A page that was closed leaves its kernel behind; nobody may wait for memory that nobody uses.
            "MappingKernelManager": {"cull_idle_timeout": 300, "cull_interval": 60},
        },
    )
    page = home / "page" / "mittellage.ipynb"
    page.parent.mkdir()
    page.write_bytes((files(__package__) / "app.ipynb").read_bytes())
    return page


def _write_config(path: Path, settings: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(settings), encoding="utf-8")


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _serve(home: Path, arguments: list[str], told: Mapping[str, str], *, url: str, browser: bool) -> int:
    """Run a server, tell its address when it answers, and end it with Ctrl-C."""
    # However this command is ended, the server must not outlive it.
    endings = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {ending: signal.signal(ending, _interrupt) for ending in endings}
    # In a session of its own, and without a keyboard, the server hears of Ctrl-C from here alone and asks nothing.
    module = __name__.rpartition(".")[0] + ".server"
    which, *rest = arguments
    # Without the working folder on its path: it may hold an `analysis` of its own.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-m", module, which, str(os.getpid()), *rest],
        env={**scratch.environment(home), **told},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        _wait(process, url)
        sys.stdout.write(f"{url}\nOnly this computer can open it. Ctrl-C ends it.\n")
        sys.stdout.flush()
        if browser:
            webbrowser.open(scratch.doorstep(home, url))
        process.communicate()  # keeps reading what the server says, so that its pipe never fills
        return process.returncode
    except KeyboardInterrupt:
        return 0
    finally:
        _end(process)
        for ending, handler in before.items():
            signal.signal(ending, handler)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _wait(process: subprocess.Popen[str], url: str) -> None:
    port = int(url.split(":")[2].split("/")[0])
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            said = (process.stderr.read() if process.stderr else "").strip().splitlines()
            raise LaunchError(f"The server ended at once: {said[-1] if said else 'it said nothing'}")
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    raise LaunchError(f"The server has not answered on port {port} within {_PATIENCE:.0f} s; try another --port.")


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
        try:
            process.wait(timeout=_FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free(port: int) -> int:
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise LaunchError(f"Port {port} is taken; choose another with --port, or 0 for any free one.") from None
        return int(probe.getsockname()[1])
