"""The server behind `launch`: Voilà or JupyterLab, with what they leave open closed.

A page of any other address that the reader has open may not reach this server: requests that name another host (DNS
rebinding), or come from another origin, are refused before anything looks at them. The token leaves the address as soon
as it has become a cookie, so that it stands in no history and in no kernel's environment. A page runs only the scripts
that came with it.
"""

from __future__ import annotations

import base64
import os
import secrets
import signal
import sys
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import tornado.web
from jupyter_server.serverapp import ServerApp
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from .policy import app_policy

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest

# A page has a kernel and a process with models; more than this many are rather forgotten than wanted.
PAGES: Final = 12
# The app takes files of 5 MB as they are, with some bytes about them; nothing else that it is sent is large.
MESSAGE: Final = 6_000_000
BODY: Final = 1_000_000
_SAME: Final = frozenset({"", "same-origin", "none"})
_TOO_MANY: Final = (
    "<!doctype html><meta charset='utf-8'><title>mittellage</title><p>Es sind zu viele Seiten offen; schließen Sie "
    "einige und laden Sie dann neu.</p><p lang='en'>Too many pages are open; close some, then load again.</p>"
)


def is_at_home(request: HTTPServerRequest, port: int) -> bool:
    """Tell whether a request names this server as its host, and comes from one of its own pages or from the reader."""
    host = request.headers.get("Host", "")
    if host.lower() not in (f"127.0.0.1:{port}", f"localhost:{port}"):
        return False
    origin = request.headers.get("Origin")
    if origin is not None and (urlsplit(origin).scheme, urlsplit(origin).netloc.lower()) != ("http", host.lower()):
        return False
    # Browsers say where a request comes from even where they send no origin, as with pictures and scripts.
    followed = request.headers.get("Sec-Fetch-Mode", "") == "navigate"  # a link, which sees nothing of the answer
    return followed or request.headers.get("Sec-Fetch-Site", "") in _SAME


def guard(application: tornado.web.Application, port: int) -> None:
    """Refuse what is not at home, whichever handler it asks for."""
    find = application.find_handler

    def find_guarded(request: HTTPServerRequest, **options: Any) -> Any:
        if is_at_home(request, port):
            return find(request, **options)
        return application.get_handler_delegate(request, _Refused)

    application.find_handler = find_guarded  # type: ignore[method-assign]


class _Refused(tornado.web.RequestHandler):
    def prepare(self) -> None:
        self.set_status(403)
        self.finish("Refused: this address belongs to another page.\n")

    def check_xsrf_cookie(self) -> None:
        """Leave the answer to `prepare`."""


class _Page(TornadoVoilaHandler):  # type: ignore[misc]
    """The page: it takes the token out of the address, and lets only the scripts of the template run."""

    @property
    def content_security_policy(self) -> str:
        """Give the policy with a nonce of this answer."""
        if not hasattr(self, "_nonce"):
            self._nonce = base64.b64encode(secrets.token_bytes(18)).decode()
        return app_policy(self._nonce, self.request.host)

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Answer with the page; each has a kernel of its own."""
        if self.request.query:
            self.redirect(self.request.path)
        elif len(self.kernel_manager.list_kernel_ids()) >= PAGES:
            self.set_status(503)
            self.finish(_TOO_MANY)
        else:
            # Nothing that a reader typed is in the page yet: it comes later, as data, through the kernel.
            async for html in self.get_generator(path=path):
                self.write(html.replace("<script", f'<script nonce="{self._nonce}"'))
                self.flush()


class App(Voila):  # type: ignore[misc]
    """Voilà for one page."""

    def init_handlers(self) -> list[Any]:
        """Put our page in place of Voilà's, and guard them all."""
        guard(self.app, self.port)
        found = super().init_handlers()
        return [(rule[0], _Page, *rule[2:]) if rule[1] is TornadoVoilaHandler else rule for rule in found]

    def init_settings(self) -> dict[str, Any]:
        """Bound what is taken in."""
        return {**super().init_settings(), "allow_remote_access": False, "websocket_max_message_size": MESSAGE}

    def listen(self) -> None:
        """Bound bodies, too: the app gets its files through the kernel."""
        listen = self.app.listen
        self.app.listen = lambda port, address: listen(port, address, max_body_size=BODY)
        super().listen()


class Lab(ServerApp):
    """The server of JupyterLab."""

    def init_webapp(self) -> None:
        """Guard all handlers."""
        super().init_webapp()
        guard(self.web_app, self.port)


def end_with_parent(parent: int) -> None:
    """Let Linux end the server with the command that started it, even where that is killed."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            sys.exit(1)


def main() -> None:
    """Serve what the first argument names, app or lab, until told to stop."""
    which, parent, *arguments = sys.argv[1:]
    end_with_parent(int(parent))
    if which == "app":
        App.launch_instance(arguments)
    else:
        from jupyterlab.labapp import LabApp

        LabApp.serverapp_class = Lab
        LabApp.launch_instance(arguments)


if __name__ == "__main__":
    main()
