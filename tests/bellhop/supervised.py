"""A supervisor in a process of its own, as `bellhop up` is one, over the toys of a Procfile:  supervised.py PROCFILE"""

import sys
from pathlib import Path

from bellhop.console import Console
from bellhop.procfile import read_procfile
from bellhop.services import stages_of
from bellhop.supervisor import Supervisor
from workflow.settings import environment

if __name__ == "__main__":
    console = Console(sys.stdout.buffer, colour=False)
    stages = stages_of(read_procfile(Path(sys.argv[1])), environ=environment(), metrics={})
    Supervisor(stages, console=console).run()
