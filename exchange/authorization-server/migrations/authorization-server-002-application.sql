-- What persons authorized: each authorization with whose record it opens, and as whom it acts.
CREATE TABLE service.application_grant (
  id         text PRIMARY KEY,
  client     text NOT NULL,
  holder     text NOT NULL,
  actor      jsonb NOT NULL,
  -- The session that it lives with; none once it may go on without.
  session    uuid,
  patient    text,
  encounter  text,
  banner     boolean NOT NULL DEFAULT true,
  scopes     text[] NOT NULL,
  created    timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX application_grant_holder ON service.application_grant (holder);
CREATE INDEX application_grant_expires_at ON service.application_grant (expires_at);

-- What a person said yes to: asked again only for more.
CREATE TABLE service.application_consent (
  holder  text NOT NULL,
  client  text NOT NULL,
  scopes  text[] NOT NULL,
  decided timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (holder, client)
);

-- Starts that a DMÉ prepared (SMART App Launch 2.2, EHR launch). Of the handle, the hash alone.
CREATE TABLE service.application_launch (
  handle_sha256 bytea PRIMARY KEY,
  client     text NOT NULL,
  system     text NOT NULL,
  patient    text NOT NULL,
  encounter  text,
  holder     text,
  banner     boolean NOT NULL,
  -- The one interaction that took it.
  taken_by   text,
  expires_at timestamptz NOT NULL
);
CREATE INDEX application_launch_expires_at ON service.application_launch (expires_at);

-- Proofs that came with access tokens (RFC 9449, §11.1), until they are too old to count.
CREATE TABLE service.token_proof (
  thumbprint text NOT NULL,
  jti        text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (thumbprint, jti)
);
CREATE INDEX token_proof_expires_at ON service.token_proof (expires_at);
