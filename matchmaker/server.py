"""Serving the application: a socket taken first, a worker beside the server, an orderly end for both."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import click
from flask import Flask
from flask_babel import gettext as _
from waitress.server import create_server

THREADS = 8
BACKLOG = 128
PATIENCE_SECONDS = 5.0
DEFAULT_PORT, FIRST_FREE_PORT, LAST_PORT = 8000, 1024, 65535


class CannotServe(click.ClickException):
    """Something outside the program stands in the way: one sentence, and exit code 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)


def listen(host: str, port: int, otherwise: str) -> socket.socket:
    """Take the address, so that whoever else holds it is known before anything long begins.

    ``otherwise`` is the beginning of a command that would serve at another port: "make demo PORT=".
    """
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as fault:
        raise CannotServe(
            _(
                "L’adresse %(host)s:%(port)s n’est pas libre : %(why)s. "
                "Choisissez un autre port, par exemple : %(command)s",
                host=host,
                port=str(port),
                why=_why(fault),
                command=f"{otherwise}{_another(port)}",
            )
        ) from fault


def _why(fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return _("un autre programme s’en sert")
    if fault.errno == errno.EACCES:
        return _("ce port est réservé à l’administrateur de la machine")
    return os.strerror(fault.errno) if fault.errno else str(fault)


def _another(port: int) -> int:
    """A port nearby that anybody may take."""
    return port + 1 if FIRST_FREE_PORT <= port < LAST_PORT else DEFAULT_PORT


def serve(app: Flask, listening: socket.socket, worker: Sequence[str]) -> None:
    """Answer until told to stop (Ctrl-C, SIGTERM); the worker, called with these arguments, ends with us."""
    # It warns as soon as one request waits for a thread, which is what a queue is for.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    with _ended_by(signal.SIGTERM), _beside(worker):
        server = create_server(app, sockets=[listening], threads=THREADS, ident=None)
        try:
            server.run()
        finally:
            server.close()


@contextmanager
def _beside(arguments: Sequence[str]) -> Iterator[None]:
    """Keep a worker while the block lasts.

    It has a session of its own, so that Ctrl-C reaches us alone and we end it; and it watches its standard
    input, so that it also ends when we are killed without a word.
    """
    command = [sys.executable, "-m", "matchmaker.commands.worker", "--while-input-lasts", *arguments]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


@contextmanager
def _ended_by(number: signal.Signals) -> Iterator[None]:
    """Let the signal end the block as Ctrl-C does, with everything put in order."""
    before = signal.signal(number, _leave)
    try:
        yield
    finally:
        signal.signal(number, before)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
