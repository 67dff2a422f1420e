"""Answers to a hand-over mail, line by line (R-WF-5)."""

import pytest

from workflow.handover_lines import read_orders

LISTED = {1: "AUR-202611-00001-A", 2: "AUR-202611-00002-B", 3: "AUR-202611-00003-C", 12: "AUR-202611-00012-D"}


@pytest.mark.parametrize(
    ("line", "orders"),
    [
        ("1 take", [(1, "take")]),
        ("1: take", [(1, "take")]),
        ("1. take", [(1, "take")]),
        ("1) take", [(1, "take")]),
        ("1 - take", [(1, "take")]),
        ("#1 take.", [(1, "take")]),
        ("no. 1 take", [(1, "take")]),
        ("Nr. 2 assign ben", [(2, "assign ben")]),
        ("  12   assign  Ben Berg ", [(12, "assign  Ben Berg")]),
        ("12 #close", [(12, "close")]),
        ("1, 3 close", [(1, "close"), (3, "close")]),
        ("1-3 take", [(1, "take"), (2, "take"), (3, "take")]),
        ("1 and 2 take", [(1, "take"), (2, "take")]),
        ("3\u00a0close", [(3, "close")]),
    ],
)
def test_a_line_is_a_number_and_an_order(line: str, orders: list[tuple[int, str]]) -> None:
    read = read_orders(line, LISTED)
    assert [(order.number, order.command) for order in read.orders] == orders
    assert all(order.pid == LISTED[order.number] for order in read.orders)
    assert (read.unknown, read.unread) == ((), ())


def test_what_stands_on_no_line_is_reported_and_never_guessed() -> None:
    read = read_orders("1 take\n\n4 close\n 7, 2 take\nThanks!\n1take\n5", LISTED)
    assert [(order.number, order.command) for order in read.orders] == [(1, "take"), (2, "take")]
    assert read.unknown == (4, 7)
    assert read.unread == ("Thanks!", "1take", "5")


def test_a_number_means_the_line_of_the_mail_that_is_answered() -> None:
    assert read_orders("1 close", {1: "X"}).orders[0].pid == "X"
    assert read_orders("1 close", {}).unknown == (1,)


def test_an_endless_list_of_numbers_does_no_harm() -> None:
    read = read_orders("\n".join("1-999 take" for _ in range(200)), dict.fromkeys(range(1, 1000), "X"))
    assert len(read.orders) == 60
