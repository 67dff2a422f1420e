"""What is known of how one language around the sixteen quotes and signs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Neighbour:
    answer: str
    quoted: str
    attributions: tuple[str, ...]
    headers: tuple[str, ...]
    sign_offs: tuple[str, ...]
    devices: tuple[str, ...]
