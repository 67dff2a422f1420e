"""Setting up without the panel: hotels, staff, API tokens."""

from __future__ import annotations

import secrets

import click

from bellhop.commands.opening import JSON_OPTION, desk_of_shell, show
from workflow import clock, database
from workflow.services import accounts, hotels
from workflow.values import Role

_HOTEL = click.option("--hotel", "code", required=True, help="The hotel's code, like AUR.")
_ROLES = [role.value for role in Role if role not in (Role.PLATFORM, Role.GUEST)]
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
@JSON_OPTION
def create_hotel(code: str, name: str, time_zone: str, language: str, as_json: bool) -> None:
    """Add a hotel."""
    desk_of_shell()
    made = hotels.create_hotel(
        code=code, name=name, time_zone=time_zone, language=language, is_demo=False, now=clock.now()
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
def create_staff(code: str, email: str, name: str, role: str, password: str | None, as_json: bool) -> None:
    """Add a person to a hotel. An account that exists already keeps its name and password."""
    desk_of_shell()
    chosen = password or secrets.token_urlsafe(12)
    staff_id = hotels.add_member(
        hotel_id=hotels.hotel_id_of(code),
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


@click.group()
def token() -> None:
    """Tokens for programs that use the API."""


@token.command("create")
@_HOTEL
@_ROLE
@click.option("--name", default="command line", show_default=True)
@JSON_OPTION
def create_token(code: str, role: str, name: str, as_json: bool) -> None:
    """Make a token; it is printed this once."""
    desk_of_shell()
    hotel_id = hotels.hotel_id_of(code)
    with database.hotel(hotel_id):
        made = accounts.issue_api_token(hotel_id=hotel_id, name=name, role=Role(role), now=clock.now())
    show({"token": made}, as_json=as_json, text=made)
