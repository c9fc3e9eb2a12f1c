-- What was asked for, by whom, and how far it is. What it holds is in the record (record.export_line).
CREATE TABLE service.bulk_export (
  id uuid PRIMARY KEY,
  -- `Device/<client_id>`.
  client text NOT NULL,
  -- What the token allowed; null: scopes do not limit.
  scopes text[],
  origin jsonb NOT NULL,
  asked timestamptz NOT NULL,
  expires timestamptz NOT NULL,
  -- The address that was asked, for the manifest.
  request text NOT NULL,
  plan jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('listing', 'ready', 'failed')),
  -- Types that are listed whole.
  listed text[] NOT NULL DEFAULT '{}',
  files jsonb NOT NULL DEFAULT '[]',
  -- What lenient handling left out.
  remarks jsonb NOT NULL DEFAULT '[]',
  problem text
);
CREATE INDEX bulk_export_client ON service.bulk_export (client, state);
CREATE INDEX bulk_export_expires ON service.bulk_export (expires);
