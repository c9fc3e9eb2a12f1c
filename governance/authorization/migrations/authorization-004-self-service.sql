-- What an intervenant does for themself, also without a key that works.

-- Answers to the questions of security that somebody chose: hashes alone, salted, one of each.
CREATE TABLE service.security_answers (
  practitioner      text PRIMARY KEY,
  practitioner_name text NOT NULL,
  version           text NOT NULL,
  questions         text[] NOT NULL CHECK (cardinality(questions) = 3),
  hashes            text[] NOT NULL CHECK (cardinality(hashes) = 3),
  set_at            timestamptz NOT NULL
);

-- From it, the questions that are shown for a name that nobody bears: always the same for that name.
CREATE TABLE service.security_decoy (secret text NOT NULL);
INSERT INTO service.security_decoy SELECT gen_random_uuid()::text || gen_random_uuid()::text;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON service.security_decoy FROM continuum_service;

-- Who asks to be unblocked: the right answers opened this line, and nothing else. Of each piece of identity that was then
-- shown, its kind and its last characters.
CREATE TABLE service.key_unblocking (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "authorization"   uuid NOT NULL REFERENCES service.access_authorization (id),
  organization      text NOT NULL,
  organization_name text NOT NULL,
  practitioner      text NOT NULL,
  practitioner_name text NOT NULL,
  email             text NOT NULL,
  state             text NOT NULL CHECK (state IN ('asked', 'lifted', 'reordered', 'refused')),
  asked             timestamptz NOT NULL,
  since             timestamptz NOT NULL,
  -- The handover of the new key, when one was ordered.
  handover          uuid REFERENCES service.key_handover (id),
  answered_by       text CHECK (answered_by <> practitioner),
  reason            text,
  piece_one         text,
  piece_one_end     text CHECK (piece_one_end ~ '^[A-Z0-9]{2,4}$'),
  piece_two         text CHECK (piece_two <> piece_one),
  piece_two_end     text CHECK (piece_two_end ~ '^[A-Z0-9]{2,4}$'),
  CHECK ((state = 'asked') = (answered_by IS NULL)),
  CHECK ((state = 'reordered') = (handover IS NOT NULL)),
  -- A key is given back to nobody who did not show who they are.
  CHECK (state <> 'lifted' OR (piece_one_end IS NOT NULL AND piece_two_end IS NOT NULL AND piece_two IS NOT NULL))
);
CREATE UNIQUE INDEX key_unblocking_asked ON service.key_unblocking (practitioner) WHERE state = 'asked';
CREATE INDEX key_unblocking_since ON service.key_unblocking (since, id);
CREATE INDEX key_unblocking_handover ON service.key_unblocking (handover) WHERE handover IS NOT NULL;
REVOKE DELETE, TRUNCATE ON service.key_unblocking FROM continuum_service;
