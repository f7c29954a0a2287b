"""Runs the migrations on the connection, and in the transaction, that `store.migrate` hands over.

A new revision is a module `versions/rev_NNNN_words.py` like the ones before it; `schema.REVISION` names the newest.
SQLite drops a table's triggers when a migration rebuilds it: one that rebuilds the log or the rubrics makes them again.
"""

from alembic import context

from bwc_review.store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
