"""One request is one deed: stored whole and written in the journal, or no trace at all.

Services never commit. A deed is kept if its page went well (below 400) and only then acknowledged; a commit
that fails becomes an error page. A service writes its own journal line; a deed without one gets a plain line.
Whatever writes a line while somebody is acted for, the line says for whom: no service has to think of it.
"""

from __future__ import annotations

import sqlalchemy as sa
import structlog
from flask import Flask, Response, g, has_request_context, make_response, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from matchmaker.db import begin_reading, db
from matchmaker.models import JournalEntry, journal
from matchmaker.web.access import SAFE, is_file, own_membership
from matchmaker.web.clock import now
from matchmaker.web.refusals import error_page, overtaken

log = structlog.get_logger()


def init(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    """A page that only reads queues behind nobody."""
    if request.method in SAFE and _is_page():
        begin_reading(db.session())


def _end(response: Response) -> Response:
    if not _is_page():
        return response
    if request.method in SAFE or response.status_code >= 400:
        db.session.rollback()
        return response
    try:
        _journal()
        db.session.commit()
    except IntegrityError as error:
        return make_response(overtaken(error))
    except SQLAlchemyError:
        db.session.rollback()
        log.exception("commit failed", endpoint=request.endpoint)
        return make_response(error_page(500), 500)
    return response


def _is_page() -> bool:
    return request.endpoint is not None and not is_file(request.endpoint)


def _journal() -> None:
    """At least one line for every deed."""
    db.session.flush()
    if db.session.info.pop("journalled", False):
        return
    here = own_membership()
    journal.append(
        db.session(),
        fair=here.fair if here else None,
        account=current_user if current_user.is_authenticated else None,
        role=here.role.value if here else "",
        at=now(),
        deed=request.endpoint or "",
        about=request.path,
    )


@sa.event.listens_for(JournalEntry, "before_insert")
def _say_for_whom(_mapper: object, _connection: object, entry: JournalEntry) -> None:
    """The hash is taken again: it covers for whom the deed was done, as it covers who did it."""
    role = g.get("done_as", "") if has_request_context() else ""
    if role:
        entry.role = role
        entry.hash = entry.recomputed_hash


@sa.event.listens_for(JournalEntry, "after_insert")
def _note(_mapper: object, _connection: object, entry: JournalEntry) -> None:
    session = sa.orm.object_session(entry)
    if session is not None:
        session.info["journalled"] = True
