-- Certificates that the authority issued, what happened to each, the revocation lists it published.
CREATE TABLE service.certificate (
  serial   text PRIMARY KEY CHECK (serial ~ '^[0-9a-f]{32}$'),
  profile  text NOT NULL CHECK (profile IN ('root', 'issuing', 'person', 'organization', 'system')),
  subject  text NOT NULL,
  name     text NOT NULL,
  sha256   bytea NOT NULL UNIQUE,
  der      bytea NOT NULL,
  issued   timestamptz NOT NULL,
  expires  timestamptz NOT NULL,
  revoked  timestamptz,
  reason   text,
  CHECK ((revoked IS NULL) = (reason IS NULL))
);
CREATE INDEX certificate_subject ON service.certificate (subject);
CREATE INDEX certificate_revoked ON service.certificate (expires) WHERE revoked IS NOT NULL;

-- A suspension that was lifted leaves no trace in the row above: it does here.
CREATE TABLE service.certificate_event (
  id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  serial text NOT NULL REFERENCES service.certificate (serial),
  event  text NOT NULL CHECK (event IN ('issued', 'suspended', 'restored', 'revoked')),
  reason text,
  at     timestamptz NOT NULL,
  by     text NOT NULL
);
CREATE INDEX certificate_event_serial ON service.certificate_event (serial);

CREATE TABLE service.revocation_list (
  number      bigint PRIMARY KEY,
  der         bytea NOT NULL,
  this_update timestamptz NOT NULL,
  -- Of what it lists: another digest, another list.
  digest      text NOT NULL
);

-- What was issued is never forgotten, nor what happened to it.
REVOKE DELETE, TRUNCATE ON service.certificate FROM continuum_service;
REVOKE UPDATE, DELETE, TRUNCATE ON service.certificate_event FROM continuum_service;
