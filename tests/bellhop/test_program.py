"""When a program is started again."""

from bellhop.program import restart_delay


def test_the_delay_doubles_from_a_quarter_second_to_half_a_minute() -> None:
    assert [restart_delay(deaths) for deaths in range(1, 10)] == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30]
    assert restart_delay(10_000) == 30
