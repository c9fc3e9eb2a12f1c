-- Public keys of persons, the challenges they sign, the sessions they open.
CREATE TABLE service.credential (
  id         text PRIMARY KEY,
  user_name  text NOT NULL,
  holder     text NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('software', 'fido2')),
  public_key jsonb NOT NULL,
  state      text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'revoked')),
  created    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX credential_user_name ON service.credential (user_name);

-- A name that nobody bears is answered with a credential id too, always the same one.
CREATE TABLE service.credential_decoy (secret uuid NOT NULL DEFAULT gen_random_uuid());
INSERT INTO service.credential_decoy DEFAULT VALUES;

CREATE TABLE service.key_challenge (
  challenge  text PRIMARY KEY,
  user_name  text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX key_challenge_expires_at ON service.key_challenge (expires_at);

CREATE TABLE service.session (
  token_sha256 bytea PRIMARY KEY,
  id           uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  kind         text NOT NULL CHECK (kind IN ('clinician', 'citizen')),
  holder       text NOT NULL,
  actor        jsonb NOT NULL,
  credential   text REFERENCES service.credential (id),
  created      timestamptz NOT NULL,
  last_seen    timestamptz NOT NULL,
  ended        timestamptz,
  ended_by     text
);
CREATE INDEX session_holder ON service.session (holder) WHERE ended IS NULL;

-- Tries of a secret, per subject (a name and an address): counted before the secret is looked at.
CREATE TABLE service.throttle (
  subject  text PRIMARY KEY,
  tries    integer NOT NULL,
  resets_at timestamptz NOT NULL
);
CREATE INDEX throttle_resets_at ON service.throttle (resets_at);
