"""The whole application: read ``create_app`` and you have seen it."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from matchmaker.db import init_database
from matchmaker.jobs import Jobs
from matchmaker.web import (
    access,
    account,
    clock,
    company,
    demo_bar,
    headers,
    host,
    incoming,
    language,
    on_behalf,
    organiser,
    public,
    refusals,
    sign_up,
    skeleton,
    transaction,
    typography,
)

DEFAULTS = {
    "DEMO": False,
    "BEHIND_PROXIES": 0,
    "TRUSTED_HOSTS": ["127.0.0.1", "localhost"],
    "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 256 * 1024,
    "MAX_FORM_PARTS": 500,
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
    "SESSION_COOKIE_NAME": "matchmaker",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": False,
    "BOOTSTRAP_SERVE_LOCAL": True,
    "WTF_CSRF_TIME_LIMIT": None,
}


def create_app(**settings: Any) -> Flask:
    """Build the application; ``settings`` win over ``MATCHMAKER_*`` of the environment, these over ours."""
    folder = (
        settings.pop("INSTANCE", None) or os.environ.get("MATCHMAKER_INSTANCE") or Path.cwd() / "instance"
    )
    app = Flask("matchmaker", instance_path=str(Path(folder).resolve()))
    app.config.from_mapping(DEFAULTS)
    app.config.from_prefixed_env("MATCHMAKER")
    app.config.from_mapping(settings)
    Path(app.instance_path).mkdir(parents=True, exist_ok=True)
    if not app.config["SECRET_KEY"]:
        app.config["SECRET_KEY"] = _kept_secret(Path(app.instance_path) / "secret-key")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if app.config["BEHIND_PROXIES"]:
        hops = app.config["BEHIND_PROXIES"]
        # Flask's own way to wrap an application; mypy sees a method assigned to.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    init_database(app)
    on_behalf.init(app)
    CSRFProtect(app)
    Bootstrap5(app)
    incoming.init(app)
    clock.set_clock(app, clock.real_time)
    language.init(app)
    typography.init(app)
    headers.init(app)
    account.init(app)
    refusals.init(app)
    transaction.init(app)
    skeleton.init(app)

    access.reserve(app, public.bp)
    access.reserve(app, account.bp)
    access.reserve(app, sign_up.bp)
    access.reserve(app, company.bp, *company.ROLES)
    access.reserve(app, host.bp, *host.ROLES)
    access.reserve(app, organiser.bp, *organiser.ROLES)
    access.reserve(app, on_behalf.bp, *on_behalf.ROLES)
    if app.config["DEMO"]:
        demo_bar.init(app)
    access.classify(app)
    app.extensions["matchmaker_jobs"] = Jobs(app, clock.now)
    return app


def _kept_secret(file: Path) -> str:
    """The key that signs sessions: drawn at first start, readable by nobody else."""
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as writing:
            writing.write(secrets.token_hex(32))
    return file.read_text().strip()
