"""Servers that lie, stall or answer out of turn cost their own connection, and no mail."""

import contextlib
import dataclasses

from tests.ingest.imap.polling import BRISK, House, Polling, mail
from tests.ingest.imap.scripted import ScriptedServer
from tests.processes import wait_until

IMPATIENT = dataclasses.replace(BRISK, idle_seconds=0.3, poll_seconds=0.05, answer_seconds=0.7)


def test_a_mail_that_appears_late_with_a_lower_uid(house: House) -> None:
    """R-MAIL-3: the difference to all UIDs is taken, not only what is higher than the last one."""
    with ScriptedServer() as server, Polling(IMPATIENT):
        box = house.add_mailbox(server.port)
        house.wait_until_read(box.id)
        server.mails = {5: mail("five"), 9: mail("nine")}
        house.wait_for("five", "nine")
        server.mails[7] = mail("seven")
        house.wait_for("five", "nine", "seven")


def test_a_mail_larger_than_the_limit_is_listed_and_stays(house: House) -> None:
    """R-MAIL-14: its header is kept, with the reason; its bytes are never asked for."""
    raw = mail("Film", "x" * 5000)
    head = raw[: raw.index(b"\r\n\r\n") + 4]
    with ScriptedServer() as server, Polling(dataclasses.replace(IMPATIENT, mail_bytes=4000)):
        box = house.add_mailbox(server.port)
        house.wait_until_read(box.id)
        server.answers["UID FETCH 1 (UID BODY.PEEK[HEADER]"] = lambda _: (
            b"* 1 FETCH (UID 1 BODY[HEADER]<0> {%d}\r\n%b)\r\n" % (len(head), head)
        )
        server.mails = {1: raw, 2: mail("Towels")}
        wait_until(lambda: len(house.kept()) == 2, what="both are listed")
    film, towels = sorted(house.kept(), key=lambda row: row["state"])
    assert (film["state"], towels["state"]) == ("quarantined", "received")
    assert "more than the 0.0 MB that are taken" in film["reason"]
    assert film["raw"] == head
    assert not any("BODY.PEEK[])" in command and " 1 " in command for command in server.commands)


def test_a_size_that_was_a_lie_ends_the_connection_not_the_memory(house: House) -> None:
    """R-MAIL-3: the literal is larger than any mail may be; the other mail comes."""
    with ScriptedServer() as server, Polling(dataclasses.replace(IMPATIENT, mail_bytes=4000)):
        box = house.add_mailbox(server.port)
        house.wait_until_read(box.id)
        server.answers["UID FETCH 1 (UID BODY"] = lambda _: b"* 1 FETCH (UID 1 BODY[] {4000000000}\r\nhello"
        server.mails = {1: mail("liar"), 2: mail("Towels")}
        wait_until(lambda: "Towels" in house.subjects(), what="the other one is kept")


def test_thousands_of_lines_in_one_packet(house: House) -> None:
    """A mailbox emptied at once: aioimaplib reads each line one level deeper."""
    with ScriptedServer() as server, Polling(IMPATIENT):
        box = house.add_mailbox(server.port)
        house.wait_until_read(box.id)
        connections = server.commands.count("CAPABILITY")
        server.answers["NOOP"] = lambda _: b"* 1 EXPUNGE\r\n" * 5000
        server.mails = {1: mail("Towels")}
        house.wait_for("Towels")
        assert server.commands.count("CAPABILITY") == connections


def test_a_server_that_takes_no_idle_though_it_promised(house: House) -> None:
    """R-MAIL-3: asked again and again instead."""
    with ScriptedServer(capability="IMAP4rev1 IDLE") as server, Polling(IMPATIENT):
        server.refused["IDLE"] = "not today"
        box = house.add_mailbox(server.port)
        house.wait_until_read(box.id)
        server.mails = {1: mail("Towels")}
        house.wait_for("Towels")
        assert "NOOP" in server.commands


def test_what_is_no_imap_server_is_told_of(house: House) -> None:
    """R-MAIL-3: no exception's text, one sentence; each mailbox for itself."""
    greetings = [
        b"* BYE too many connections\r\n",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x16\x03\x01\r\n",
        b"",
    ]
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(ScriptedServer(greeting=greeting)) for greeting in greetings]
        boxes = [house.add_mailbox(server.port, f"user-{server.port}") for server in servers]
        stack.enter_context(Polling(dataclasses.replace(IMPATIENT, connect_seconds=0.5)))
        for server, box in zip(servers, boxes, strict=True):
            wait_until(lambda box=box: house.mailbox(box.id).last_error, what="it is told")  # type: ignore[misc]
            assert f"onnecting to 127.0.0.1:{server.port}" in house.mailbox(box.id).last_error


def test_a_server_without_uidvalidity_is_refused(house: House) -> None:
    with ScriptedServer() as server, Polling(IMPATIENT):
        server.answers["SELECT"] = lambda _: b"* 3 EXISTS\r\n"
        box = house.add_mailbox(server.port)
        wait_until(lambda: house.mailbox(box.id).last_error, what="it is told")
    assert "UIDVALIDITY" in house.mailbox(box.id).last_error
    assert house.kept() == []


def test_the_servers_trouble_with_log_ins_is_no_wrong_password(house: House) -> None:
    """RFC 5530: UNAVAILABLE is tried again soon."""
    with ScriptedServer() as server, Polling(IMPATIENT):
        server.refused["LOGIN"] = "[UNAVAILABLE] our directory is away"
        box = house.add_mailbox(server.port)
        wait_until(lambda: house.mailbox(box.id).last_error, what="it is told")
        assert "takes no log-ins now" in house.mailbox(box.id).last_error
        server.refused.clear()
        house.wait_until_read(box.id)
