"""The migration run: one transaction on the connection that `data_access.stores.engine` hands over."""

from alembic import context

from data_access.stores.tables import STORE

context.configure(connection=context.config.attributes["connection"], target_metadata=STORE, transactional_ddl=True, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
