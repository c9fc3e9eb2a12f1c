-- The record. Every table has a distribution column (`owner`, `usager` or `id`) that is part of its key, so that the
-- schema can be spread by usager (Citus): resource and version by owner, deposit by id, refusal as a
-- reference table (it is small, and a resource may concern several usagers).

-- A 64-bit search token, the same as the one computed in the server.
CREATE FUNCTION record.token(value text) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ('x' || left(encode(sha256(convert_to(value, 'UTF8')), 'hex'), 16))::bit(64)::bigint;

-- Current versions, deletions included, everything about a usager near itself.
CREATE TABLE record.resource (
  -- Id of the usager's Patient; `Type/id` of the resource itself when it is nobody's record.
  owner text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  updated timestamptz NOT NULL,
  domain text COLLATE "C" NOT NULL,
  -- What a refusal is evaluated on; null: unknown, hidden by any refusal.
  collected timestamptz,
  -- The date that a reader sorts by.
  date timestamptz,
  -- Further usagers whom it concerns.
  others text[] COLLATE "C",
  deleted boolean NOT NULL,
  -- Inverted index: what is searched by equality or prefix.
  tokens bigint[] NOT NULL,
  -- Precise values by search parameter: ranges, strings, references, composites.
  found jsonb NOT NULL,
  deposit uuid,
  body text NOT NULL,
  PRIMARY KEY (type, id, owner)
);
CREATE INDEX resource_chart ON record.resource (owner, type, date DESC NULLS LAST, id);
CREATE INDEX resource_others ON record.resource USING gin (others) WHERE others IS NOT NULL;
CREATE INDEX resource_updated ON record.resource (type, updated, id);
-- A short list of what is not merged yet: every search reads it whole.
CREATE INDEX resource_tokens ON record.resource USING gin (tokens) WITH (gin_pending_list_limit = 256);

-- Versions that were replaced, as they were, with what decided who may see them.
CREATE TABLE record.version (
  owner text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  updated timestamptz NOT NULL,
  domain text COLLATE "C" NOT NULL,
  collected timestamptz,
  others text[] COLLATE "C",
  deleted boolean NOT NULL,
  deposit uuid,
  body text NOT NULL,
  PRIMARY KEY (type, id, version, owner)
);
CREATE INDEX version_updated ON record.version (type, updated, id);
CREATE INDEX version_owner ON record.version (owner);

-- Projection of the refusals (Consent), kept in the transaction that writes the Consent.
CREATE TABLE record.refusal (
  usager text COLLATE "C" NOT NULL,
  consent text COLLATE "C" NOT NULL,
  active boolean NOT NULL,
  start timestamptz NOT NULL,
  "end" timestamptz,
  before timestamptz,
  PRIMARY KEY (usager, consent)
);

-- What was received, byte for byte, and what became of it.
CREATE TABLE record.deposit (
  id uuid PRIMARY KEY,
  source text NOT NULL,
  format text NOT NULL,
  content_type text NOT NULL,
  key text,
  sha256 text NOT NULL,
  size integer NOT NULL,
  bytes bytea,
  -- Where the bytes lie when they are not here.
  location text,
  received timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('received', 'stored', 'waiting', 'unusable', 'refused', 'closed')),
  settled timestamptz,
  reason text,
  claim jsonb,
  issues jsonb,
  result jsonb,
  actor jsonb NOT NULL,
  origin jsonb NOT NULL,
  -- The REST interaction that the bytes are the body of.
  request jsonb,
  CHECK (bytes IS NOT NULL OR location IS NOT NULL)
);
CREATE INDEX deposit_state ON record.deposit (state, received, id);
CREATE INDEX deposit_source ON record.deposit (source, received);

-- Nothing that was written disappears, even by mistake.
REVOKE UPDATE, DELETE, TRUNCATE ON record.version FROM continuum_record;
REVOKE DELETE, TRUNCATE ON record.refusal FROM continuum_record;
REVOKE DELETE, TRUNCATE ON record.deposit FROM continuum_record;
