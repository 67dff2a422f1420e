"""`bellhop qr-keys`: which keys sign guests' codes, a new one, and a leaked one taken out at once."""

from __future__ import annotations

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from workflow import clock
from workflow.services import qr_keys as ring
from workflow.services.qr_keys import QrKey


@click.group("qr-keys")
def qr_keys() -> None:
    """The keys that guests' QR codes are signed with."""


@qr_keys.command("list")
@JSON_OPTION
def list_keys(as_json: bool) -> None:
    """The newest first; it signs, unless it was withdrawn."""
    desk_of_shell()
    found = ring.every(now=clock.now())
    signs = max(key.kid for key in found if key.withdrawn_at is None)
    lines = [_line(key, signs=key.kid == signs) for key in found]
    show([_shape(key, signs=key.kid == signs) for key in found], as_json=as_json, text="\n".join(lines))


@qr_keys.command()
@JSON_OPTION
def rotate(as_json: bool) -> None:
    """Sign with a new key from now on; codes of the others stay good until they end."""
    desk_of_shell()
    kid = ring.rotate(now=clock.now())
    show({"kid": str(kid)}, as_json=as_json, text=f"Key {kid} signs new codes from now on.")


@qr_keys.command()
@click.argument("kid", type=click.IntRange(1, 9999))
@JSON_OPTION
def withdraw(kid: int, as_json: bool) -> None:
    """Take a leaked key out at once: no code of it lets anybody in any more."""
    desk_of_shell()
    died = ring.withdraw(kid, now=clock.now())
    show(
        {"kid": str(kid), "codes": died},
        as_json=as_json,
        text=f"Key {kid} is withdrawn. Codes that ended with it: {died}; the guests need new ones.",
    )


def _line(key: QrKey, *, signs: bool) -> str:
    if key.withdrawn_at is not None:
        return f"{key.kid}  withdrawn {key.withdrawn_at:%Y-%m-%d %H:%M} UTC"
    until = f", the last until {key.until:%Y-%m-%d %H:%M} UTC" if key.until else ""
    return f"{key.kid}  {'signs' if signs else 'reads'}, codes that are still good: {key.codes}{until}"


def _shape(key: QrKey, *, signs: bool) -> dict[str, object]:
    return {
        "kid": str(key.kid),
        "signs": signs,
        "madeAt": key.made_at.isoformat(),
        "withdrawnAt": key.withdrawn_at.isoformat() if key.withdrawn_at else None,
        "codes": key.codes,
        "until": key.until.isoformat() if key.until else None,
    }
