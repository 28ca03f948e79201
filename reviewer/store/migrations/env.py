"""Alembic's environment: runs on the connection, and in the transaction, that `reviewer.store.schema` hands over."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # SQLite can, once the driver leaves transactions alone
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
