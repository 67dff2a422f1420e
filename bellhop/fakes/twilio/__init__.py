"""Twilio as the desk sees it: its REST API, its media hosts, its webhooks. Speaks Twilio's published wire format."""

from bellhop.fakes.twilio.account import Account, Medium, Record, Template
from bellhop.fakes.twilio.faults import Fault
from bellhop.fakes.twilio.server import FakeTwilio

__all__ = ["Account", "FakeTwilio", "Fault", "Medium", "Record", "Template"]
