"""Column kinds that several tables share."""

from __future__ import annotations

import secrets
import zlib
from typing import Annotated

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column

Key = Annotated[int, mapped_column(primary_key=True)]


def new_public_id() -> str:
    """An address nobody can guess: 128 random bits."""
    return secrets.token_urlsafe(16)


PublicId = Annotated[str, mapped_column(sa.String(32), unique=True, default=new_public_id)]


class Compressed(sa.types.TypeDecorator[bytes]):
    """Bytes that repeat themselves, as files of the core do: kept in a tenth of the room."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.compress(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.decompress(value)


def in_language(french: str, english: str | None, locale: str) -> str:
    """The text in the reader's language; French where there is no English."""
    return english if locale.startswith("en") and english else french
