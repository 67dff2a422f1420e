"""The settings of an installation, read once from the environment, typed, loud when they make no sense.

The only file that looks at os.environ. What belongs to one hotel lives in the database instead.
"""

from __future__ import annotations

import os
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from workflow.errors import SettingsError
from workflow.files.s3_address import read_address, with_credentials

Network = IPv4Network | IPv6Network
MOST_HOPS = 10
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Listen:
    """Where a door listens: a host and a port, or the path of a Unix socket."""

    host: str = ""
    port: int = 0
    path: str = ""

    def __str__(self) -> str:
        if self.path:
            return f"unix:{self.path}"
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Units: seconds and bytes. Every field has a default but the two URLs, which `bellhop up` fills in."""

    database_url: str
    redis_url: str
    home: Path
    secret: str
    public_url: str
    mail_domain: str
    smtp_listen: Listen
    lmtp_listen: Listen | None
    web_listen: Listen
    hooks_listen: Listen
    hooks_public_url: str
    metrics_listen: Listen | None
    smtp_relay_url: str
    relay_per_minute: int
    trusted_relays: tuple[Network, ...]
    dns_servers: tuple[Listen, ...]
    trusted_proxies: int  # hops; 0 with networks
    trusted_proxy_networks: tuple[Network, ...]
    twilio_api_base: str
    storage_url: str
    scan_clamd: Listen | None
    scan_command: tuple[str, ...]
    sweep_seconds: float
    lease_seconds: float
    retry_scale: float
    tls_cert: Path | None
    tls_key: Path | None
    hsts_seconds: int  # of Strict-Transport-Security, where the public URL is https; 0: it is not sent
    clock_file: Path | None
    egress_allow_private: bool
    smtp_size_limit: int
    log_format: str
    card_font: Path | None  # a TrueType file with the letters of the hotel's languages, for printed cards

    @property
    def checks_files(self) -> bool:
        """Whether somebody looks at files before they are handed out."""
        return self.scan_clamd is not None or bool(self.scan_command)

    @property
    def is_https(self) -> bool:
        """Whether people reach the panel by https: cookies and headers are then such as only https carries."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def is_public(self) -> bool:
        """Whether people outside this machine are sent here: the demo hotel is refused then."""
        host = urlsplit(self.public_url).hostname or ""
        return host not in {"localhost", "127.0.0.1", "::1"} and not host.endswith(".localhost")


def environment() -> dict[str, str]:
    """A copy of the process's environment, for the operators' command to hand on."""
    return dict(os.environ)


def home_folder(environ: Mapping[str, str]) -> Path:
    """BELLHOP_HOME: where an installation keeps what is not in the database."""
    return Path(environ.get("BELLHOP_HOME") or ".bellhop").resolve()


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings. Raises SettingsError naming the variable and what it should look like."""
    env = os.environ if environ is None else environ
    home = home_folder(env)
    web_listen = _listen(env, "WEB_LISTEN", "127.0.0.1:8000")
    hooks_listen = _listen(env, "HOOKS_LISTEN", "127.0.0.1:8001")
    public_url = _url(env, "BELLHOP_PUBLIC_URL", f"http://{web_listen}", schemes=("http", "https"))
    host = urlsplit(public_url).hostname or "localhost"
    tls_cert, tls_key = _path(env, "TLS_CERT"), _path(env, "TLS_KEY")
    if (tls_cert is None) != (tls_key is None):
        raise SettingsError("TLS_CERT and TLS_KEY go together: one of them is missing.")
    return Settings(
        database_url=_required(env, "DATABASE_URL", ("postgresql://", "postgres://")),
        redis_url=_required(env, "REDIS_URL", ("redis://", "rediss://", "unix://")),
        home=home,
        secret=_secret(env, home),
        public_url=public_url,
        mail_domain=env.get("BELLHOP_MAIL_DOMAIN") or ("desk.localhost" if _is_loopback(host) else host),
        smtp_listen=_listen(env, "SMTP_LISTEN", "127.0.0.1:8025"),
        lmtp_listen=_listen(env, "LMTP_LISTEN", "") if env.get("LMTP_LISTEN") else None,
        web_listen=web_listen,
        hooks_listen=hooks_listen,
        hooks_public_url=_url(env, "HOOKS_PUBLIC_URL", f"http://{hooks_listen}", schemes=("http", "https")),
        metrics_listen=_listen(env, "METRICS_LISTEN", "") if env.get("METRICS_LISTEN") else None,
        smtp_relay_url=_url(env, "SMTP_RELAY_URL", "", schemes=("smtp", "smtps")),
        relay_per_minute=int(_number(env, "RELAY_PER_MINUTE", 0)),
        trusted_relays=_networks(env, "TRUSTED_RELAYS"),
        dns_servers=_dns_servers(env, "DNS_SERVERS"),
        trusted_proxies=_hops(env, "TRUSTED_PROXIES"),
        trusted_proxy_networks=_proxy_networks(env, "TRUSTED_PROXIES"),
        twilio_api_base=_url(env, "TWILIO_API_BASE", "https://api.twilio.com", schemes=("http", "https")),
        storage_url=_storage_url(env, home),
        scan_clamd=_listen(env, "SCAN_CLAMD", "") if env.get("SCAN_CLAMD") else None,
        scan_command=_command(env, "SCAN_COMMAND"),
        sweep_seconds=_number(env, "SWEEP_SECONDS", 1.0, least=0.05),
        lease_seconds=_number(env, "LEASE_SECONDS", 30.0, least=1.0),
        retry_scale=_number(env, "RETRY_SCALE", 1.0, least=0.0001),
        tls_cert=tls_cert,
        tls_key=tls_key,
        hsts_seconds=int(_number(env, "HSTS_SECONDS", YEAR)),
        clock_file=_path(env, "BELLHOP_CLOCK_FILE"),
        egress_allow_private=_flag(env, "EGRESS_ALLOW_PRIVATE"),
        smtp_size_limit=int(_number(env, "SMTP_SIZE_LIMIT", 35 * 1024 * 1024)),
        log_format=_choice(env, "LOG_FORMAT", ("json", "text")),
        card_font=_path(env, "CARD_FONT"),
    )


def ensure_secret(home: Path) -> Path:
    """The file that holds the installation's secret, made (mode 0600) when it is not there yet."""
    path = home / "secret"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
    return path


def _required(env: Mapping[str, str], name: str, prefixes: tuple[str, ...]) -> str:
    value = env.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} is not set. `bellhop up` starts the embedded servers and sets it.")
    if not value.startswith(prefixes):
        raise SettingsError(f"{name} must begin with {' or '.join(prefixes)}.")
    return value


def _secret(env: Mapping[str, str], home: Path) -> str:
    value = env.get("BELLHOP_SECRET", "").strip()
    if not value:
        path = Path(env.get("BELLHOP_SECRET_FILE") or home / "secret")
        try:
            value = path.read_text().strip()
        except OSError:
            raise SettingsError(
                f"No secret: set BELLHOP_SECRET, or BELLHOP_SECRET_FILE to a readable file (looked at {path})."
            ) from None
    if len(value) < 32:
        raise SettingsError("BELLHOP_SECRET must have at least 32 characters.")
    return value


def _listen(env: Mapping[str, str], name: str, default: str) -> Listen:
    value = env.get(name) or default
    if value.startswith("unix:"):
        return Listen(path=value.removeprefix("unix:"))
    host, separator, port = value.rpartition(":")
    if not separator or not port.isdigit() or int(port) > 65535:
        raise SettingsError(f"{name} must look like 127.0.0.1:8025, not {value!r}.")
    return Listen(host=host.strip("[]") or "127.0.0.1", port=int(port))


def _url(env: Mapping[str, str], name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    value = (env.get(name) or default).rstrip("/")
    if value and urlsplit(value).scheme not in schemes:
        raise SettingsError(f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    if value and not _has_sane_port(value):
        raise SettingsError(f"{name} has a port that is no number from 1 to 65535.")
    return value


def _storage_url(env: Mapping[str, str], home: Path) -> str:
    """With the usual AWS_ variables in it, where it names no credentials and no region itself."""
    url = _url(env, "STORAGE_URL", f"file://{home / 'files'}", schemes=("file", "s3"))
    if not url.startswith("s3:"):
        return url
    url = with_credentials(
        url,
        access_key=env.get("AWS_ACCESS_KEY_ID", ""),
        secret_key=env.get("AWS_SECRET_ACCESS_KEY", ""),
        session_token=env.get("AWS_SESSION_TOKEN", ""),
        region=env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION", ""),
    )
    read_address(url)
    return url


def _has_sane_port(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _number(env: Mapping[str, str], name: str, default: float, *, least: float = 0.0) -> float:
    value = env.get(name)
    if not value:
        return default
    try:
        number = float(value)
    except ValueError:
        raise SettingsError(f"{name} must be a number, not {value!r}.") from None
    if not least <= number < float("inf"):
        raise SettingsError(f"{name} must be a number of at least {least:g}.")
    return number


def _networks(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in env.get(name, "").split(",") if part.strip())
    except ValueError:
        raise SettingsError(f"{name} must be a list of networks like 10.0.0.0/8,192.0.2.7.") from None


def _hops(env: Mapping[str, str], name: str) -> int:
    """How many proxies stand before us; 0 when there are none, or networks are given instead."""
    value = env.get(name, "").strip()
    if not _is_number(value):
        return 0
    if int(value) > MOST_HOPS:
        raise SettingsError(f"{name} is a number of proxies up to {MOST_HOPS}, or a list of networks.")
    return int(value)


def _proxy_networks(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    return () if _is_number(env.get(name, "").strip()) else _networks(env, name)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _dns_servers(env: Mapping[str, str], name: str) -> tuple[Listen, ...]:
    """Addresses with a port each; none: the system's own servers."""
    servers = tuple(
        _listen({name: part.strip()}, name, "") for part in env.get(name, "").split(",") if part.strip()
    )
    try:
        for server in servers:
            ip_address(server.host)
    except ValueError:
        raise SettingsError(f"{name} must be a list of addresses with ports like 192.0.2.53:53.") from None
    return servers


def _command(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(env.get(name, "")))
    except ValueError:
        raise SettingsError(
            f"{name} must be a command as a shell would read it: a quote is missing."
        ) from None


def _path(env: Mapping[str, str], name: str) -> Path | None:
    return Path(env[name]) if env.get(name) else None


def _flag(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name) or allowed[0]
    if value not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}.")
    return value


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
