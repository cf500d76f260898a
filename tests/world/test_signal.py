"""Signals: plain calls at once, in the order of connection."""

from lunarsim.world.signal import Signal


def test_receivers_are_called_at_once_in_the_order_of_connection_with_what_is_announced():
    signal, calls = Signal(), []
    signal.connect(lambda number, name: calls.append(("first", number, name)))
    signal.connect(lambda number, name: calls.append(("second", number, name)))
    signal.emit(3, "x")
    calls.append("after")
    assert calls == [("first", 3, "x"), ("second", 3, "x"), "after"]


def test_a_signal_without_receivers_has_no_effect():
    Signal().emit("anything")


def test_who_is_disconnected_is_not_called_again():
    signal, calls = Signal(), []
    signal.connect(calls.append)
    signal.emit(1)
    signal.disconnect()
    signal.emit(2)
    assert calls == [1]
