-- Windows that providers opened over restrictions against them (R-22.1), by signed acts (AuditEvent), kept in the transaction
-- that writes the act. A reference table on Citus. Never of a refusal.
CREATE TABLE record.override (
  -- Id of the AuditEvent.
  id text COLLATE "C" PRIMARY KEY,
  usager text COLLATE "C" NOT NULL,
  practitioner text COLLATE "C" NOT NULL,
  name text NOT NULL,
  profile text NOT NULL,
  organization text,
  -- Digest of the session that signed it, and that it opens something for.
  session text COLLATE "C" NOT NULL,
  danger text NOT NULL,
  no_consent text NOT NULL,
  reason text NOT NULL,
  opened timestamptz NOT NULL,
  until timestamptz NOT NULL,
  CHECK (opened < until)
);
CREATE INDEX override_usager ON record.override (usager, opened DESC);
CREATE INDEX override_practitioner ON record.override (practitioner, until);
CREATE INDEX override_opened ON record.override (opened DESC, id);
REVOKE UPDATE, DELETE, TRUNCATE ON record.override FROM continuum_record;
