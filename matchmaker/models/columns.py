"""Column kinds that several tables share."""

from __future__ import annotations

import secrets
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.orm import mapped_column

Key = Annotated[int, mapped_column(primary_key=True)]


def new_public_id() -> str:
    """An address nobody can guess: 128 random bits."""
    return secrets.token_urlsafe(16)


PublicId = Annotated[str, mapped_column(sa.String(32), unique=True, default=new_public_id)]


def in_language(french: str, english: str | None, locale: str) -> str:
    """The text in the reader's language; French where there is no English."""
    return english if locale.startswith("en") and english else french
