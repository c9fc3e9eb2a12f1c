-- The transaction that last wrote a row: whoever follows the changes reads them in an order in which nothing that is
-- committed late is missed (what is older than the oldest running transaction has all been written).
ALTER TABLE record.resource ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX resource_changed ON record.resource (changed);
