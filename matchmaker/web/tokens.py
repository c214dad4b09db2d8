"""Links that a message carries: signed, good for some hours, and each for one purpose."""

from __future__ import annotations

from enum import Enum
from typing import Any

from flask import current_app
from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from matchmaker.web.clock import now


class Fault(Enum):
    """Why a link leads nowhere."""

    BROKEN = "broken"
    EXPIRED = "expired"
    USED = "used"


class UnusableLink(Exception):
    """A link that leads nowhere; the page says why and how to go on."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class _Signer(TimestampSigner):
    """Signs by the clock of the service, which in the demonstration stands still."""

    def get_timestamp(self) -> int:
        return int(now().timestamp())


def sign(purpose: str, **content: Any) -> str:
    """A text for an address, which nobody else can make or change."""
    return str(_serializer(purpose).dumps(content))


def read(purpose: str, token: str, hours: int) -> dict[str, Any]:
    """What was signed for this purpose, at most ``hours`` ago."""
    try:
        content: dict[str, Any] = _serializer(purpose).loads(token, max_age=hours * 3600)
    except SignatureExpired:
        raise UnusableLink(Fault.EXPIRED) from None
    except BadData:
        raise UnusableLink(Fault.BROKEN) from None
    return content


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        str(current_app.config["SECRET_KEY"]), salt=f"matchmaker.{purpose}", signer=_Signer
    )
