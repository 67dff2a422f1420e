"""`bellhop up` over the toys of a Procfile:  upped.py HOME PROCFILE"""

import sys
from pathlib import Path

from bellhop.console import Console
from bellhop.home import Home
from bellhop.procfile import read_procfile
from bellhop.up import DemoDesk, LogIn, up
from workflow.errors import BellhopError
from workflow.settings import Settings, environment


def seed(settings: Settings, home: Home) -> DemoDesk:
    email = "ana@hotel.example"
    return DemoDesk("desk@hotel.example", (LogIn(email, home.demo_password(email), "manager"),))


if __name__ == "__main__":
    try:
        up(
            Home(Path(sys.argv[1])),
            environ=environment(),
            services=read_procfile(Path(sys.argv[2])),
            seed=seed,
            console=Console(sys.stdout.buffer, colour=False),
        )
    except BellhopError as error:
        sys.exit(f"refused: {error}")
