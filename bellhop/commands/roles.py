"""`bellhop roles`: who may do what and call which route, as a page."""

from __future__ import annotations

import click


@click.command("roles")
def roles() -> None:
    """Print who may do what as a page: `bellhop roles > docs/roles.md`."""
    from bellhop.roles_page import page  # loads the whole web application, which no other command needs

    click.echo("\n".join(page()))
