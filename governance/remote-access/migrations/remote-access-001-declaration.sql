-- Where an organization's people practise usually: the networks of its places. A row ends; none is deleted.
CREATE TABLE service.practice_network (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization      text NOT NULL,
  organization_name text NOT NULL,
  network           cidr NOT NULL CHECK (masklen(network) >= CASE family(network) WHEN 4 THEN 8 ELSE 32 END),
  label             text NOT NULL CHECK (length(label) BETWEEN 1 AND 120),
  registered        timestamptz NOT NULL,
  registered_by     text NOT NULL,
  registered_by_name text NOT NULL,
  ended             timestamptz,
  ended_by          text,
  CHECK ((ended IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX practice_network_in_force ON service.practice_network (organization, network) WHERE ended IS NULL;
CREATE INDEX practice_network_listed ON service.practice_network (registered, id);

-- A declaration that somebody is about to sign, for minutes: whose session and key it is for.
CREATE TABLE service.remote_prepared (
  challenge      text PRIMARY KEY,
  session_sha256 bytea NOT NULL,
  holder         text NOT NULL,
  declaration    jsonb NOT NULL,
  statement      text NOT NULL,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX remote_prepared_expires_at ON service.remote_prepared (expires_at);

-- A home that an intervenant declared an extension of a usual place, and the device there. It is theirs, revocable, and ends
-- with the authorization that it extends.
CREATE TABLE service.remote_declaration (
  id                uuid PRIMARY KEY,
  practitioner      text NOT NULL,
  practitioner_name text NOT NULL,
  "authorization"   text NOT NULL,
  organization      text NOT NULL,
  organization_name text NOT NULL,
  place             text NOT NULL,
  place_name        text NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('home', 'patient-home')),
  -- Of one's own home, what tells it apart; of a patient's, nothing.
  municipality      text CHECK (length(municipality) BETWEEN 1 AND 120),
  device_name       text NOT NULL CHECK (length(device_name) BETWEEN 1 AND 80),
  -- Thumbprint (RFC 7638) of the device's key.
  device            text NOT NULL,
  conditions        text NOT NULL,
  declared          timestamptz NOT NULL,
  -- What was signed, word for word, and by what: verifiable without this server.
  statement         text NOT NULL,
  assertion         jsonb NOT NULL,
  credential        text NOT NULL,
  certificate       text NOT NULL,
  revoked           timestamptz,
  revoked_by        text,
  revoked_by_name   text,
  CHECK ((kind = 'home') = (municipality IS NOT NULL)),
  CHECK ((revoked IS NULL) = (revoked_by IS NULL))
);
CREATE UNIQUE INDEX remote_declaration_in_force ON service.remote_declaration ("authorization", device, kind) WHERE revoked IS NULL;
CREATE INDEX remote_declaration_practitioner ON service.remote_declaration (practitioner, declared DESC);
CREATE INDEX remote_declaration_organization ON service.remote_declaration (organization, declared DESC, id);

-- What was declared is kept as it was signed; it can only be revoked. A network can only end.
REVOKE UPDATE, DELETE, TRUNCATE ON service.remote_declaration, service.practice_network FROM continuum_service;
GRANT UPDATE (revoked, revoked_by, revoked_by_name) ON service.remote_declaration TO continuum_service;
GRANT UPDATE (ended, ended_by) ON service.practice_network TO continuum_service;
