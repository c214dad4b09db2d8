"""The outbox: what the service wrote, to whom and when."""

from __future__ import annotations

import re

from flask import abort, render_template

from matchmaker.db import db
from matchmaker.models import Message
from matchmaker.services.outbox import message_of, outbox
from matchmaker.web import asked
from matchmaker.web.reach import fair_here


def messages() -> str:
    page = outbox(db.session(), fair_here(), asked.words("q"), asked.page_number())
    return render_template("organiser/messages.html", page=page)


def message(number: str) -> str:
    return render_template("organiser/message.html", message=_message_or_404(number))


def _message_or_404(number: str) -> Message:
    """That message of the person's fair."""
    named = int(number) if re.fullmatch("[0-9]{1,9}", number) else 0
    return message_of(db.session(), fair_here(), named) or abort(404)
