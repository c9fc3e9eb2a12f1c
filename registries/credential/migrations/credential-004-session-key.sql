-- A session is its browser's: each request carries a proof by a key that never leaves it (RFC 9449).
ALTER TABLE service.session
  -- Thumbprint of that key (RFC 7638).
  ADD COLUMN jkt text,
  -- Clinicians: what their own key signed to open it, over that thumbprint.
  ADD COLUMN evidence jsonb,
  -- A navigation carries no proof: the screen, which does, was given a pass for the pages that a browser is sent to.
  ADD COLUMN pass_sha256 bytea UNIQUE,
  ADD COLUMN pass_until  timestamptz;
-- Those that were opened without one open nothing.
UPDATE service.session SET ended = now(), ended_by = 'Device/continuum' WHERE ended IS NULL;

DELETE FROM service.key_challenge;
ALTER TABLE service.key_challenge
  ADD COLUMN salt text NOT NULL,
  ADD COLUMN jkt  text NOT NULL;

-- Proofs that were used, until they are too old to count.
CREATE TABLE service.session_proof (
  jkt        text NOT NULL,
  jti        text NOT NULL,
  keep_until timestamptz NOT NULL,
  PRIMARY KEY (jkt, jti)
);
CREATE INDEX session_proof_keep_until ON service.session_proof (keep_until);
