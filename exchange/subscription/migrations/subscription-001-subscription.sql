-- Subscriptions, each its client's alone. How far it is in the changes of the record, and what it was told, is in the record
-- (record.event_stream, record.stream_event).
CREATE TABLE service.subscription (
  id text PRIMARY KEY,
  -- `Device/<client_id>`.
  client text NOT NULL,
  -- What the token allowed; null: scopes do not limit.
  scopes text[],
  version integer NOT NULL,
  updated timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('requested', 'active', 'error', 'off')),
  -- Why it is in error.
  problem text,
  channel text NOT NULL CHECK (channel IN ('rest-hook', 'websocket')),
  -- As it was sent, without what the server says of it.
  resource text NOT NULL,
  -- Attempts that failed since the last one that did not.
  failures integer NOT NULL DEFAULT 0,
  due timestamptz NOT NULL,
  -- When something was last sent: the heartbeat counts from it.
  sent timestamptz,
  -- One process at a time sends.
  holder uuid,
  held_until timestamptz
);
CREATE INDEX subscription_client ON service.subscription (client);
CREATE INDEX subscription_due ON service.subscription (due) WHERE status IN ('requested', 'active');
-- What binds a WebSocket: the hash of a token, for a moment.
CREATE TABLE service.subscription_token (
  hash bytea PRIMARY KEY,
  subscriptions text[] NOT NULL,
  expires timestamptz NOT NULL
);
