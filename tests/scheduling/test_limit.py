"""When to stop, and that Ctrl-C is heard while a solver works."""

from __future__ import annotations

import os
import signal
import threading
import time
from math import inf

import pytest

from matchmaker.scheduling.limit import Limit, Stopped, interruptible
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
