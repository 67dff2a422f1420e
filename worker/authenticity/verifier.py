"""From three checks to one finding (RFC 7489, section 6.6): does an authenticated domain speak for the sender's?

Without a policy aligned SPF or DKIM counts as well. What DNS did not tell leaves the question open, it never fails a mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import structlog

from worker.authenticity import dkim, spf
from worker.authenticity.dkim import Outcome, Signature
from worker.authenticity.dmarc import Policy, find_policy
from worker.authenticity.domains import aligned, domain_of
from worker.authenticity.lookups import Lookups
from worker.authenticity.resolver import Dns, LookupFailed
from worker.authenticity.spf_record import Result
from workflow.authenticity import NO_SENDER, UNCHECKED, Finding, Origin, Verdict, Verifier, is_within
from workflow.reasons import because
from workflow.settings import Network, Settings

STRICT = Policy("none", strict_dkim=True, strict_spf=True)  # while the domain's own wish is not known
REQUESTS = {
    "reject": because("refuse such mail"),
    "quarantine": because("treat such mail as suspicious"),
    "none": because("report such mail"),
}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Spf:
    """What SPF says of the domain the server named; result None: there is no server that could be asked about."""

    domain: str
    result: Result | None
    server: str = ""


def make_verifier(settings: Settings, *, seconds: float) -> Verifier:
    """`seconds`: how long one mail may take."""
    dns = Dns(settings.dns_servers)

    def verify(origin: Origin) -> Finding:
        try:
            return check(origin, Lookups(dns, seconds=seconds), relays=settings.trusted_relays)
        except Exception:  # noqa: BLE001 - the edge: whatever a mail or a record does to us, it is only not confirmed
            _log.exception("sender_check_fault")
            return UNCHECKED

    return verify


def check(origin: Origin, lookups: Lookups, *, relays: Sequence[Network]) -> Finding:
    """What the mail's own SPF, DKIM and DMARC say."""
    sender = domain_of(origin.from_address)
    if not sender:
        return NO_SENDER
    policy: Policy | None
    try:
        policy, policy_known = find_policy(sender, lookups), True
    except LookupFailed:
        policy, policy_known = STRICT, False
    strict_dkim = policy is not None and policy.strict_dkim
    signatures = dkim.check_signatures(
        origin.raw,
        counts=lambda domain: aligned(domain, sender, strict=strict_dkim),
        lookups=lookups,
        at=origin.received_at,
    )
    for signature in signatures:
        if signature.outcome is Outcome.PASS:
            return Finding(
                Verdict.PASS,
                because(
                    "The DKIM signature of %(domain)s is valid and matches the sender.",
                    domain=signature.domain,
                ),
            )
    path = _check_spf(origin, sender, lookups, relays)
    spf_counts = aligned(path.domain, sender, strict=policy is not None and policy.strict_spf)
    if spf_counts and path.result is Result.PASS:
        return Finding(
            Verdict.PASS,
            because(
                "SPF of %(domain)s allows the server %(server)s, and matches the sender.",
                domain=path.domain,
                server=path.server,
            ),
        )
    reasons = [_about_dkim(signatures, origin.raw, sender), _about_spf(path, sender, counts=spf_counts)]
    if not policy_known:
        reasons.append(
            because("The DMARC policy of %(sender)s could not be looked up in time.", sender=sender)
        )
    uncertain = not policy_known or _is_open(signatures, path, counts=spf_counts)
    return _unconfirmed(sender, policy, path, reasons, uncertain=uncertain)


def _check_spf(origin: Origin, sender: str, lookups: Lookups, relays: Sequence[Network]) -> _Spf:
    """Only a server out in the world can be asked about: a relay of ours passes on the mail of others.

    A domain that has nothing to do with the sender's cannot count, so DNS is not asked for it.
    """
    try:
        address = ip_address(origin.peer)
    except ValueError:
        return _Spf("", None)
    address = (address.ipv4_mapped if address.version == 6 else None) or address
    if not address.is_global or is_within(origin.peer, relays):
        return _Spf("", None)
    who = spf.identity(address, envelope_from=origin.envelope_from, helo=origin.helo)
    if not aligned(who.domain, sender, strict=False):
        return _Spf(who.domain, Result.NONE, str(address))
    return _Spf(who.domain, spf.check_host(who, lookups), str(address))


def _is_open(signatures: Sequence[Signature], path: _Spf, *, counts: bool) -> bool:
    """Whether something that was not to be had might have confirmed the sender."""
    if any(signature.outcome is Outcome.TEMPORARY for signature in signatures):
        return True
    return path.result is None or (counts and path.result is Result.TEMPERROR)


def _unconfirmed(
    sender: str, policy: Policy | None, path: _Spf, reasons: Sequence[str], *, uncertain: bool
) -> Finding:
    why = " ".join(reasons)
    if uncertain:
        return Finding(Verdict.NONE, why)
    if policy is not None:
        return Finding(
            Verdict.FAIL,
            f"{why} {because('%(sender)s asks to %(request)s.', sender=sender, request=REQUESTS[policy.request])}",
        )
    forged = path.result is Result.FAIL and aligned(path.domain, sender, strict=False)
    return Finding(Verdict.FAIL if forged else Verdict.NONE, why)


def _about_dkim(signatures: Sequence[Signature], raw: bytes, sender: str) -> str:
    temporary = [one for one in signatures if one.outcome is Outcome.TEMPORARY]
    if temporary:
        return because(
            "The DKIM key of %(domain)s could not be looked up in time.", domain=temporary[0].domain
        )
    if signatures:
        domain, why = signatures[0].domain, signatures[0].why
        if not domain:
            return because("The DKIM signature does not count: %(why)s.", why=why)
        return because("The DKIM signature of %(domain)s does not count: %(why)s.", domain=domain, why=why)
    others = dkim.signing_domains(raw)
    if others:
        return because("It is signed by %(signer)s, not by %(sender)s.", signer=others[0], sender=sender)
    return because("It has no DKIM signature.")


def _about_spf(path: _Spf, sender: str, *, counts: bool) -> str:
    if path.result is None:
        return because("SPF cannot tell: the mail came through a server of our own.")
    if path.result is Result.TEMPERROR:
        return because("SPF of %(domain)s could not be looked up in time.", domain=path.domain)
    if not counts:
        return because(
            "It was sent by %(domain)s, not by %(sender)s.",
            domain=path.domain or because("a server without a name"),
            sender=sender,
        )
    if path.result in (Result.NONE, Result.PERMERROR):
        return because("%(domain)s does not say by SPF which servers send its mail.", domain=path.domain)
    return because(
        "SPF of %(domain)s does not allow the server %(server)s (%(result)s).",
        domain=path.domain,
        server=path.server,
        result=path.result,
    )
