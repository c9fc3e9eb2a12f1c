-- What a person joins to a request to show that they are right. As it was sent: never changed, never taken away.
CREATE TABLE service.rights_evidence (
  request_id uuid NOT NULL REFERENCES service.rights_request (id),
  number     smallint NOT NULL CHECK (number BETWEEN 1 AND 3),
  -- As the person called it: to be shown, never to be served under.
  name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  -- What the bytes are, whatever the name says.
  type       text NOT NULL CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
  size       integer NOT NULL CHECK (size BETWEEN 1 AND 5242880),
  -- SHA-256.
  digest     bytea NOT NULL CHECK (octet_length(digest) = 32),
  content    bytea NOT NULL,
  at         timestamptz NOT NULL,
  by         text NOT NULL,
  PRIMARY KEY (request_id, number),
  UNIQUE (request_id, digest),
  CHECK (octet_length(content) = size)
);
-- They are compressed already.
ALTER TABLE service.rights_evidence ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX rights_evidence_by ON service.rights_evidence (by, at);

REVOKE UPDATE, DELETE, TRUNCATE ON service.rights_evidence FROM continuum_service;
