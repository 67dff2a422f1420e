"""DNS of a desk address' domain: where its mail goes (MX), who may send for it (SPF), what others shall do (DMARC).

DKIM keys stand under names that only the relay knows; whether its signature counts is the live test's to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.doctor.finding import Finding, fail, ok, warn
from worker.authenticity.dmarc import find_policy
from worker.authenticity.lookups import Lookups
from worker.authenticity.resolver import Dns, LookupFailed
from worker.authenticity.spf_record import BadRecord, is_spf, read_record

CHECK = "dns"
SECONDS = 8.0
_HERE = "localhost"
_PAGE = "docs/channels/email.md, 3 DNS, has examples."


def look(domain: str, dns: Dns) -> Iterator[Finding]:
    if domain == _HERE or domain.endswith(f".{_HERE}"):
        yield ok(CHECK, "It is a name of this machine only; no DNS is needed.", subject=domain)
        return
    lookups = Lookups(dns, seconds=SECONDS)
    try:
        yield _exchanges(domain, lookups)
        yield _senders(domain, lookups)
        yield _policy(domain, lookups)
    except LookupFailed as error:
        remedy = "Look whether this machine's name servers answer (`dig`), or name others in DNS_SERVERS."
        yield fail(CHECK, f"DNS gave no answer: {error}.", remedy, subject=domain)


def _exchanges(domain: str, lookups: Lookups) -> Finding:
    names = [name for name in lookups.exchanges(domain) if name]
    if not names:
        remedy = f"Publish an MX record of {domain} that names the server which takes its mail. {_PAGE}"
        return fail("MX", "No MX record says where its mail goes.", remedy, subject=domain)
    for name in names:
        if lookups.addresses(name, 4) or lookups.addresses(name, 6):
            return ok("MX", f"Its mail goes to {', '.join(names)}.", subject=domain)
    remedy = f"Publish an A or AAAA record of {names[0]}, or correct the MX record."
    return fail("MX", f"Its mail goes to {names[0]}, which has no address.", remedy, subject=domain)


def _senders(domain: str, lookups: Lookups) -> Finding:
    found = [text for text in lookups.texts(domain) if is_spf(text)]
    if not found:
        remedy = f"Publish a TXT record of {domain} that names your relay: v=spf1 include:… ~all. {_PAGE}"
        return warn("SPF", "No SPF record says who may send for it.", remedy, subject=domain)
    if len(found) > 1:
        remedy = "Make one record of them: with several none counts."
        return fail("SPF", f"It has {len(found)} SPF records.", remedy, subject=domain)
    text = found[0].decode("ascii", "replace")
    try:
        read_record(found[0])
    except BadRecord:
        return fail("SPF", f"Its SPF record has a mistake: {text}", f"Correct it. {_PAGE}", subject=domain)
    return ok("SPF", f"It says who may send: {text}", subject=domain)


def _policy(domain: str, lookups: Lookups) -> Finding:
    policy = find_policy(domain, lookups)
    if policy is None:
        remedy = f"Publish a TXT record of _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:… . {_PAGE}"
        return warn("DMARC", "No DMARC record: others may throw its mail away.", remedy, subject=domain)
    return ok("DMARC", f"Its policy is {policy.request}.", subject=domain)
