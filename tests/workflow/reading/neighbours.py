"""The languages around the sixteen, with how each quotes and signs: attributions, header blocks, sign-offs, device lines."""

from tests.workflow.reading.neighbours_latin import IN_LATIN
from tests.workflow.reading.neighbours_own_script import IN_OWN_SCRIPT

NEIGHBOURS = {**IN_LATIN, **IN_OWN_SCRIPT}
