"""Who may open what: a blueprint for each kind of person, closed to everybody else as a whole.

Nothing is open by forgetting: an endpoint whose blueprint nobody reserved stops the application from
starting. Who prepares the fair may take somebody else's part for a while: what is open is then that person's,
and their own membership opens nothing but the way back.
"""

from __future__ import annotations

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm.attributes import set_committed_value

from matchmaker.db import db
from matchmaker.models import Membership, Role
from matchmaker.services import on_behalf
from matchmaker.services.on_behalf import Person, Standing
from matchmaker.web.clock import real_time

_RESERVED = "matchmaker_reserved"
_MEMBERSHIP = "membership_id"
# The hash of the journal's line with which somebody began to act for somebody.
BEGUN = "on_behalf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Where one begins and ends to act for somebody: opened with one's own membership, whoever one acts for.
OWN_PAGES = frozenset({"on_behalf"})


def reserve(app: Flask, blueprint: Blueprint, *roles: Role) -> None:
    """Register a blueprint, closed to everybody but these roles; with no role it is open to all."""
    app.extensions.setdefault(_RESERVED, {})[blueprint.name] = frozenset(roles)
    app.register_blueprint(blueprint)


def classify(app: Flask) -> None:
    """Refuse to start with an endpoint that nobody classified, then watch every request."""
    reserved = app.extensions.setdefault(_RESERVED, {})
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if not is_file(rule.endpoint)}
    forgotten = {endpoint for endpoint in endpoints if _owner(endpoint) not in reserved}
    if forgotten:
        raise RuntimeError(f"nobody said who may open: {', '.join(sorted(forgotten))}")
    app.before_request(_guard)


def roles_of(app: Flask, endpoint: str) -> frozenset[Role]:
    """The roles an endpoint is closed to all but; empty if it is open to everybody."""
    roles: frozenset[Role] = app.extensions[_RESERVED].get(_owner(endpoint), frozenset())
    return roles


def is_file(endpoint: str) -> bool:
    """Style sheets, scripts and icons: the same for everybody."""
    return endpoint == "static" or endpoint.endswith(".static")


def membership() -> Membership | None:
    """As what the person of this request takes part, or whom they act for; None for a visitor."""
    if "membership" not in g:
        own, acting = own_membership(), standing()
        person = None if acting is None or acting.over is not None else acting.person
        g.membership = own if own is None or person is None else _in_place_of(person, own)
    found: Membership | None = g.membership
    return found


def own_membership() -> Membership | None:
    """As what the person of this request takes part themselves, whoever they act for."""
    if "own_membership" not in g:
        g.own_membership = _find_membership()
    found: Membership | None = g.own_membership
    return found


def standing() -> Standing | None:
    """For whom the person of this request acts, or did until it ended by itself."""
    if "standing" not in g:
        g.standing = _find_standing()
    found: Standing | None = g.standing
    return found


def forget_standing() -> None:
    """Be oneself for the rest of this request: the line that ends or begins it is written."""
    g.standing = None
    g.pop("membership", None)


def may_open(here: Membership, endpoint: str) -> bool:
    """Whether a membership lets its holder open an endpoint."""
    roles = roles_of(current_app, endpoint)
    return not roles or here.role in roles


def act_as(chosen: Membership) -> None:
    """Remember which of their memberships a person uses."""
    session[_MEMBERSHIP] = chosen.id
    g.membership = g.own_membership = chosen


def forget_membership() -> None:
    session.pop(_MEMBERSHIP, None)
    g.pop("membership", None)
    g.pop("own_membership", None)


def _find_membership() -> Membership | None:
    if not current_user.is_authenticated or _MEMBERSHIP not in session:
        return None
    found = db.session.get(Membership, session[_MEMBERSHIP])
    return found if found is not None and found.account_id == current_user.id else None


def _find_standing() -> Standing | None:
    """A deed holds the line that it stands on, so that none comes after the end."""
    own = own_membership() if BEGUN in session else None
    if own is None:
        return None
    holds = request.method not in SAFE
    return on_behalf.standing(db.session(), str(session[BEGUN]), own, real_time(), holds)


def _in_place_of(person: Person, own: Membership) -> Membership:
    """What the person would have in hand; of no session, so that nothing of it is ever stored."""
    account = person.account or own.account
    stand_in = Membership(
        role=person.role,
        fair_id=own.fair_id,
        account_id=account.id,
        company_id=person.company and person.company.id,
        directorate_id=person.directorate and person.directorate.id,
    )
    for name in ("fair", "company", "directorate"):
        set_committed_value(stand_in, name, getattr(person, name))
    set_committed_value(stand_in, "account", account)
    return stand_in


def _owner(endpoint: str) -> str:
    return endpoint.partition(".")[0]


def _guard() -> ResponseReturnValue | None:
    """Let in those a blueprint is for; send strangers to sign in, turn others away."""
    if request.endpoint is None or is_file(request.endpoint):
        return None
    roles = roles_of(current_app, request.endpoint)
    if not roles:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    here = own_membership() if _owner(request.endpoint) in OWN_PAGES else membership()
    if here is None or here.role not in roles:
        abort(403)
    return None
