"""Screenings kept in a database, so that nothing accepted is lost and every answer can be asked for again.

Owns SQL (SQLAlchemy); everything else sees `Stored` records. A screening is written before its answer is given.
"""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Engine, String, Text, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from screener.errors import StoreError
from screener.records import Screening, Subject


class _Base(DeclarativeBase):
    pass


class _Row(_Base):
    __tablename__ = "screenings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[str] = mapped_column(String(32), index=True)
    state: Mapped[str] = mapped_column(String(8), index=True)
    demonstration: Mapped[bool] = mapped_column(Boolean)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    number: Mapped[str | None] = mapped_column(String(32), index=True)
    customer: Mapped[str | None] = mapped_column(String(200))
    declared_use: Mapped[str | None] = mapped_column(String(200))
    reference: Mapped[str | None] = mapped_column(String(200))
    decision: Mapped[str] = mapped_column(String(4), index=True)
    screening: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class Stored:
    """A kept screening; `screening` is the JSON object of the contract, section 3, `sha256` that of what was sent."""

    id: str
    created_at: str
    state: str
    demonstration: bool
    sha256: str
    subject: Subject
    reference: str | None
    screening: dict[str, Any]


class Store:
    """A database of screenings; safe to share between threads."""

    def __init__(self, url: str) -> None:
        """Open the database at an SQLAlchemy URL, making its tables where they are missing.

        Raises:
            StoreError: it cannot be opened; names the setting.
        """
        try:
            self._engine: Engine = create_engine(url)
            _Base.metadata.create_all(self._engine)
        except (SQLAlchemyError, ImportError, ValueError) as error:
            raise StoreError(f"the database named by SCREENER_DATABASE cannot be opened: {error}") from error
        self._sessions = sessionmaker(self._engine)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        try:
            with self._sessions.begin() as session:
                yield session
        except SQLAlchemyError as error:
            raise StoreError(f"the database failed: {type(error).__name__}") from error

    def add(
        self, screening: Screening, subject: Subject, sha256: str, *, reference: str | None, demonstration: bool
    ) -> Stored:
        """Keep a screening and return it as kept.

        Raises:
            StoreError: the database failed; the screening is not kept.
        """
        row = _Row(
            id=uuid.uuid4().hex,
            created_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            state="done",
            demonstration=demonstration,
            sha256=sha256,
            number=subject.number,
            customer=subject.customer,
            declared_use=subject.declared_use,
            reference=reference,
            decision=screening.decision.value,
            screening=json.dumps(screening.to_dict(), ensure_ascii=False),
        )
        with self._session() as session:
            session.add(row)
            session.flush()
            return _stored(row)

    def get(self, identity: str) -> Stored | None:
        """Return the screening with this id, None if there is none.

        Raises:
            StoreError: the database failed.
        """
        with self._session() as session:
            row = session.get(_Row, identity)
            return _stored(row) if row else None

    def check(self) -> None:
        """Ask the database for a sign of life.

        Raises:
            StoreError: it gives none.
        """
        with self._session() as session:
            session.execute(text("SELECT 1"))


def _stored(row: _Row) -> Stored:
    return Stored(
        id=row.id,
        created_at=row.created_at,
        state=row.state,
        demonstration=row.demonstration,
        sha256=row.sha256,
        subject=Subject(number=row.number, customer=row.customer, declared_use=row.declared_use),
        reference=row.reference,
        screening=json.loads(row.screening),
    )
