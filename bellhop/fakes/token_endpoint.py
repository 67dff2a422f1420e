"""An OAuth2 provider of the outside: gives access tokens for refresh tokens, and tells a mail server whose they are.

`/token` is the token endpoint (RFC 6749), `/introspect` answers Dovecot (RFC 7662). It can be told to refuse, to be
away, and to replace the refresh token at each use, as providers do.
"""

import json
import secrets
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

REFUSAL = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}


@dataclass(frozen=True)
class Grant:
    """One request to the token endpoint, as it came."""

    form: dict[str, str]


class TokenEndpoint:
    """`with TokenEndpoint("desk@hotel.example") as provider:` knows one user and the refresh token `first`."""

    def __init__(self, username: str, *, client_secret: str = "client secret") -> None:
        self.username = username
        self.client_id = "bellhop-client"
        self.client_secret = client_secret
        self.refresh_token = "first"
        self.replaces_refresh_tokens = False
        self.lifetime_seconds = 3600
        self.status = 200  # anything else is answered instead of a token
        self.grants: list[Grant] = []
        self._valid: set[str] = set()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="token endpoint", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def revoke_access_tokens(self) -> None:
        """Mail servers take none of those given so far any more."""
        with self._lock:
            self._valid.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        with self._lock:
            self.grants.append(Grant(form))
            if self.status != 200:
                return self.status, dict(REFUSAL)
            if not self._grants(form):
                return 400, dict(REFUSAL)
            access_token = secrets.token_urlsafe(24)
            self._valid.add(access_token)
            answer: dict[str, object] = {
                "access_token": access_token,
                "token_type": "Bearer",
                "expires_in": self.lifetime_seconds,
            }
            if self.replaces_refresh_tokens and "refresh_token" in form:
                self.refresh_token = answer["refresh_token"] = secrets.token_urlsafe(24)
            return 200, answer

    def introspect(self, token: str) -> dict[str, object]:
        with self._lock:
            if token not in self._valid:
                return {"active": False}
            return {"active": True, "username": self.username, "email": self.username}

    def _grants(self, form: dict[str, str]) -> bool:
        if form.get("client_id") != self.client_id:
            return False
        if form.get("grant_type") == "refresh_token":
            return form.get("refresh_token") == self.refresh_token
        return form.get("client_secret") == self.client_secret and bool(form.get("scope"))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                if self.path == "/token":
                    self._answer(*provider.token(form))
                else:
                    self._answer(200, provider.introspect(form.get("token", "")))

            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                self._answer(200, provider.introspect(query.get("token", [""])[0]))

            def _answer(self, status: int, value: dict[str, object]) -> None:
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Tests look at `grants`."""

        return Handler
