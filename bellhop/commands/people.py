"""Setting up without the panel: hotels, staff, API tokens."""

from __future__ import annotations

import secrets

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from workflow import clock, database
from workflow.errors import Invalid
from workflow.services import accounts, hotels, platform_admins, second_factor
from workflow.values import Role

_HOTEL = click.option("--hotel", "code", help="The hotel's code, like AUR; none for the role platform.")
_ROLES = [role.value for role in Role if role is not Role.GUEST]
_ROLE = click.option("--role", type=click.Choice(_ROLES), required=True)


@click.group()
def hotel() -> None:
    """Hotels of this installation."""


@hotel.command("create")
@click.option(
    "--code", required=True, help="Two to eight letters or digits; every ticket number begins with it."
)
@click.option("--name", required=True)
@click.option("--time-zone", required=True, help="Like Europe/Rome.")
@click.option("--language", default="en", show_default=True)
@click.option("--parent", help="The code of the hotel whose owners and managers look after it too.")
@JSON_OPTION
def create_hotel(
    code: str, name: str, time_zone: str, language: str, parent: str | None, as_json: bool
) -> None:
    """Add a hotel."""
    desk_of_shell()
    made = hotels.create_hotel(
        code=code,
        name=name,
        time_zone=time_zone,
        language=language,
        parent_id=hotels.hotel_id_of(parent) if parent else None,
        is_demo=False,
        now=clock.now(),
    )
    show({"hotelId": str(made.id), "code": made.code}, as_json=as_json, text=f"Hotel {made.code} is there.")


@click.group()
def staff() -> None:
    """People who work in a hotel."""


@staff.command("create")
@_HOTEL
@click.option("--email", required=True)
@click.option("--name", required=True)
@_ROLE
@click.option("--password", help="Without it one is drawn and printed.")
@JSON_OPTION
def create_staff(
    code: str | None, email: str, name: str, role: str, password: str | None, as_json: bool
) -> None:
    """Add a person to a hotel, or with the role platform to none: he creates hotels and looks after all.

    An account that exists already keeps its name and password.
    """
    desk_of_shell()
    chosen = password or secrets.token_urlsafe(12)
    hotel_id = _hotel_for(role, code)
    if hotel_id is None:
        staff_id = platform_admins.add(email=email, name=name, password=chosen, now=clock.now())
    else:
        staff_id = hotels.add_member(
            hotel_id=hotel_id,
            email=email,
            name=name,
            password=chosen,
            role=Role(role),
            now=clock.now(),
        )
    show(
        {"staffId": str(staff_id), "email": email.lower(), "password": chosen, "role": role},
        as_json=as_json,
        text=f"{email.lower()}  {chosen}  ({role})",
    )


@staff.command("reset-totp")
@click.argument("email")
@JSON_OPTION
def reset_totp(email: str, as_json: bool) -> None:
    """Take the second factor from an account: its password alone logs in again."""
    desk_of_shell()
    second_factor.end_of(email)
    show(
        {"email": email.strip().lower()},
        as_json=as_json,
        text=f"{email.strip().lower()} logs in without a code.",
    )


@click.group()
def token() -> None:
    """Tokens for programs that use the API."""


@token.command("create")
@_HOTEL
@_ROLE
@click.option("--name", default="command line", show_default=True)
@JSON_OPTION
def create_token(code: str | None, role: str, name: str, as_json: bool) -> None:
    """Make a token; it is printed this once. With the role platform it covers every hotel."""
    desk_of_shell()
    hotel_id = _hotel_for(role, code)
    if hotel_id is None:
        made = platform_admins.issue_token(name=name, now=clock.now())
    else:
        with database.hotel(hotel_id):
            made = accounts.issue_api_token(hotel_id=hotel_id, name=name, role=Role(role), now=clock.now())
    show({"token": made}, as_json=as_json, text=made)


@click.group("platform")
def platform() -> None:
    """Who looks after the whole installation."""


@platform.command("list")
@JSON_OPTION
def list_platform(as_json: bool) -> None:
    """People and tokens that are bound to no hotel."""
    desk_of_shell()
    found = platform_admins.every()
    show(
        {
            "data": [
                {"kind": one.kind, "id": str(one.id), "name": one.name, "email": one.email} for one in found
            ]
        },
        as_json=as_json,
        text="\n".join(f"{one.kind} {one.id}  {one.name}  {one.email}".rstrip() for one in found)
        or "Nobody.",
    )


@platform.command("remove")
@click.argument("kind", type=click.Choice(["person", "token"]))
@click.argument("id", type=click.IntRange(1, 2**63 - 1))
@JSON_OPTION
def remove_platform(kind: str, id: int, as_json: bool) -> None:
    """Take the whole installation from a person, or end a token at once."""
    desk_of_shell()
    platform_admins.remove(kind, id, now=clock.now())
    show(
        {"kind": kind, "id": str(id)},
        as_json=as_json,
        text=f"The {kind} {id} looks after no other hotels now.",
    )


def _hotel_for(role: str, code: str | None) -> int | None:
    """None for the platform. Raises Invalid when role and hotel do not fit."""
    if role == Role.PLATFORM:
        if code:
            raise Invalid("The role platform belongs to no hotel: leave --hotel out.", "hotel")
        return None
    if not code:
        raise Invalid("Name the hotel: --hotel CODE.", "hotel")
    return hotels.hotel_id_of(code)
