"""When to stop, and that Ctrl-C is heard while a solver works."""

from __future__ import annotations

import os
import signal
import threading
import time
from math import inf

import pytest

from matchmaker.scheduling.solving.limit import Limit, Stopped, interruptible, interrupting, uninterrupted
from tests.terminal import hearing_ctrl_c


def test_without_a_limit_the_time_is_never_over() -> None:
    limit = Limit()
    limit.check()

    assert limit.left == inf


def test_a_limit_of_nothing_is_over_at_once() -> None:
    limit = Limit(0)

    assert limit.left == 0
    with pytest.raises(Stopped):
        limit.check()


def test_a_long_limit_is_not_over_yet() -> None:
    limit = Limit(3600)
    limit.check()

    assert 3500 < limit.left <= 3600


def test_who_listens_is_told_each_stage() -> None:
    told: list[tuple[str, float]] = []
    Limit(progress=lambda stage, share: told.append((stage, share))).enter("placing", 0.5)

    assert told == [("placing", 0.5)]


def test_a_stage_does_not_begin_once_the_time_is_over() -> None:
    told: list[str] = []

    with pytest.raises(Stopped):
        Limit(0, lambda stage, share: told.append(stage)).enter("placing", 0.5)
    assert told == []


def test_work_gives_its_answer_and_its_error() -> None:
    def fail() -> None:
        raise ValueError("no")

    assert interruptible(lambda: 7, lambda: None) == 7
    with pytest.raises(ValueError, match="no"):
        interruptible(fail, lambda: None)


def test_ctrl_c_asks_the_work_to_stop_waits_for_it_and_is_raised_again() -> None:
    asked, ended = threading.Event(), threading.Event()

    def work() -> None:
        time.sleep(0.05)  # until the caller waits
        os.kill(os.getpid(), signal.SIGINT)
        if asked.wait(timeout=30):
            ended.set()

    with hearing_ctrl_c(), pytest.raises(KeyboardInterrupt):
        interruptible(work, asked.set)
    assert ended.is_set()


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.01)  # Python hears a signal between two instructions


def test_a_limit_that_is_stopped_is_over() -> None:
    limit = Limit(3600)
    limit.stop()

    assert limit.left == 0
    with pytest.raises(Stopped):
        limit.check()


def test_within_a_search_ctrl_c_is_heard_at_the_next_check_and_not_before() -> None:
    limit = Limit()
    with hearing_ctrl_c(), interrupting(limit):
        press_ctrl_c()
        with pytest.raises(Stopped):
            limit.check()


def test_within_a_search_ctrl_c_stops_the_work_and_raises_nothing() -> None:
    asked, limit = threading.Event(), Limit()

    def work() -> bool:
        time.sleep(0.05)  # until the caller waits
        os.kill(os.getpid(), signal.SIGINT)
        return asked.wait(timeout=30)

    with hearing_ctrl_c(), interrupting(limit):
        assert interruptible(work, asked.set)
    assert limit.left == 0


def test_while_something_is_written_ctrl_c_does_nothing_and_afterwards_it_is_heard_again() -> None:
    with hearing_ctrl_c():
        with uninterrupted():
            press_ctrl_c()
        with pytest.raises(KeyboardInterrupt):
            press_ctrl_c()


def test_a_process_that_is_to_ignore_ctrl_c_goes_on_ignoring_it() -> None:
    before, limit = signal.signal(signal.SIGINT, signal.SIG_IGN), Limit()
    try:
        with interrupting(limit):
            press_ctrl_c()
    finally:
        signal.signal(signal.SIGINT, before)
    limit.check()


def test_in_another_thread_a_search_leaves_the_signals_alone() -> None:
    handlers = []

    def search() -> None:
        with interrupting(Limit()):
            handlers.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=search)
    thread.start()
    thread.join()
    assert handlers == [before]
