"""What the sender's domain asks of those who check its mail (RFC 7489): where the policy stands and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from worker.authenticity.domains import organisational_domain
from worker.authenticity.lookups import Lookups
from worker.authenticity.tags import read_tags

REQUESTS = ("none", "quarantine", "reject")


@dataclass(frozen=True, slots=True)
class Policy:
    """A published policy: what to do with mail that fails, and how exactly the domains must match."""

    request: str
    strict_dkim: bool = False
    strict_spf: bool = False


def find_policy(domain: str, lookups: Lookups) -> Policy | None:
    """The policy for mail from a domain, None when none is published. Raises LookupFailed."""
    tags = _published(domain, lookups)
    if tags is not None:
        return _policy(tags, "p")
    organisation = organisational_domain(domain)
    if organisation == domain:
        return None
    tags = _published(organisation, lookups)
    if tags is None:
        return None
    return _policy(tags, "sp" if "sp" in tags else "p")


def _published(domain: str, lookups: Lookups) -> dict[str, str] | None:
    """The one record of this very name; several count as none (section 6.6.3)."""
    texts = (text.decode("utf-8", "replace") for text in lookups.texts(f"_dmarc.{domain}"))
    found = [tags for text in texts if (tags := _record(text)) is not None]
    return found[0] if len(found) == 1 else None


def _record(text: str) -> dict[str, str] | None:
    if text.partition(";")[0].replace(" ", "") != "v=DMARC1":
        return None
    return read_tags(text)


def _policy(tags: dict[str, str], name: str) -> Policy | None:
    """A request nobody knows counts as "none" when the domain wants reports, else there is no policy (6.6.3)."""
    request = tags.get(name, "").lower()
    if request not in REQUESTS:
        if not tags.get("rua"):
            return None
        request = "none"
    return Policy(
        request,
        strict_dkim=tags.get("adkim", "r").lower() == "s",
        strict_spf=tags.get("aspf", "r").lower() == "s",
    )
