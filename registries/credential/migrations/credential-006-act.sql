-- The authority certifies the journal's key too: it is what tells by when an act was signed.
ALTER TABLE service.certificate DROP CONSTRAINT certificate_profile_check;
ALTER TABLE service.certificate ADD CONSTRAINT certificate_profile_check
  CHECK (profile IN ('root', 'issuing', 'person', 'organization', 'system', 'journal'));

-- An act that somebody is about to sign: what was prepared is known by its hash, whose it is by session and key. Nothing of
-- anybody's record is here: the act itself comes back with its signature.
CREATE TABLE service.prepared_act (
  challenge      text PRIMARY KEY,
  session_sha256 bytea NOT NULL,
  credential     text NOT NULL REFERENCES service.credential (id),
  holder         text NOT NULL,
  -- Which of the acts that exist.
  act            text NOT NULL,
  recorded       text NOT NULL,
  on_behalf_of   text,
  -- The version that it replaces.
  replaces       integer,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX prepared_act_expires_at ON service.prepared_act (expires_at);
