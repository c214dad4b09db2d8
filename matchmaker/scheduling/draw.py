"""The public draw: who goes first where not everybody can be received.

Before registration opens the organiser draws a secret of at least 128 random bits and publishes only its
SHA-256, the commitment. After the deadline a public number that nobody could know or choose (a national
lottery's result, say) is joined to the secret, and each party gets the SHA-256 of
``"{secret}:{public}:{party}"``. The parties in the order of these digests are the draw. The organiser could
not choose the secret after seeing who registered, for it was committed; nor could anybody compute the order
before the deadline, for the secret was hidden and the public number unknown. Once the secret is revealed,
anybody can recompute both the commitment and every rank with a pocket program.

A party is a company, named by its SIREN, or a declared group, named "G" and its smallest SIREN.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable

SECRET_BYTES = 16
_HEXADECIMAL = re.compile(r"[0-9a-f]{32,128}")


def new_secret() -> str:
    """A fresh secret: 128 random bits from the system, as 32 hexadecimal digits."""
    return secrets.token_hex(SECRET_BYTES)


def commitment(secret: str) -> str:
    """The SHA-256 of the secret's digits, as 64 hexadecimal digits: published before registration opens.

    Raises ValueError if the secret is not at least 128 bits of lower-case hexadecimal.
    """
    if not _HEXADECIMAL.fullmatch(secret):
        raise ValueError("the secret is 32 to 128 lower-case hexadecimal digits")
    return _sha256(secret)


def digest(secret: str, public: str, party: str) -> str:
    """What ranks a party: the SHA-256 of ``"{secret}:{public}:{party}"``, as 64 hexadecimal digits."""
    return _sha256(f"{secret}:{public}:{party}")


def drawn(secret: str, public: str, parties: Iterable[str]) -> tuple[str, ...]:
    """The parties, first drawn first. The order in which they were given plays no part."""
    return tuple(sorted(set(parties), key=lambda party: digest(secret, public, party)))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
