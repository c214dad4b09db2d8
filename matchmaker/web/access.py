"""Who may open what: a blueprint for each kind of person, closed to everybody else as a whole.

Nothing is open by forgetting: an endpoint whose blueprint nobody reserved stops the application from
starting.
"""

from __future__ import annotations

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from matchmaker.db import db
from matchmaker.models import Membership, Role

_RESERVED = "matchmaker_reserved"
_MEMBERSHIP = "membership_id"


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
    """As what the person of this request takes part, or None for a visitor."""
    if "membership" not in g:
        g.membership = _find_membership()
    found: Membership | None = g.membership
    return found


def may_open(here: Membership, endpoint: str) -> bool:
    """Whether a membership lets its holder open an endpoint."""
    roles = roles_of(current_app, endpoint)
    return not roles or here.role in roles


def act_as(chosen: Membership) -> None:
    """Remember which of their memberships a person uses."""
    session[_MEMBERSHIP] = chosen.id
    g.membership = chosen


def forget_membership() -> None:
    session.pop(_MEMBERSHIP, None)
    g.pop("membership", None)


def _find_membership() -> Membership | None:
    if not current_user.is_authenticated or _MEMBERSHIP not in session:
        return None
    found = db.session.get(Membership, session[_MEMBERSHIP])
    return found if found is not None and found.account_id == current_user.id else None


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
    here = membership()
    if here is None or here.role not in roles:
        abort(403)
    return None
