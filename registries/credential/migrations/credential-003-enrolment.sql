-- A key has a certificate, and a life: enrolled, active, suspended, then revoked or replaced. It has expired when its
-- certificate has.
ALTER TABLE service.credential
  ADD COLUMN certificate text REFERENCES service.certificate (serial),
  ADD COLUMN sign_count  bigint NOT NULL DEFAULT 0,
  ADD COLUMN attestation jsonb,
  ADD COLUMN invited_by  text,
  ADD COLUMN replaces    text REFERENCES service.credential (id);
ALTER TABLE service.credential DROP CONSTRAINT credential_state_check;
ALTER TABLE service.credential ADD CONSTRAINT credential_state_check
  CHECK (state IN ('enrolled', 'active', 'suspended', 'revoked', 'replaced'));
CREATE INDEX credential_holder ON service.credential (holder);

-- A person whom the staff invited to enrol a key: the code serves once, and is not kept.
CREATE TABLE service.enrolment (
  code_sha256       bytea PRIMARY KEY,
  user_name         text NOT NULL,
  holder            text NOT NULL,
  name              text NOT NULL,
  organization      text,
  replaces          text REFERENCES service.credential (id),
  invited_by        text NOT NULL,
  created           timestamptz NOT NULL,
  expires_at        timestamptz NOT NULL,
  challenge         text,
  challenge_expires timestamptz,
  used              timestamptz
);
CREATE INDEX enrolment_expires_at ON service.enrolment (expires_at);
