-- What ends soon is told once at each threshold; who manages access says of each authorization, in time, that it still holds.

-- Of an authorization (its id) or a certificate (its serial number): the person and their GAA were told so many days ahead.
CREATE TABLE service.ending_notice (
  subject text NOT NULL,
  ends    date NOT NULL,
  days    integer NOT NULL CHECK (days IN (90, 30, 7)),
  told    timestamptz NOT NULL,
  PRIMARY KEY (subject, ends, days)
);

-- Does this person still need this access? One question at a time for an authorization; the answer is dated and signed by name.
CREATE TABLE service.access_review (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "authorization"  uuid NOT NULL REFERENCES service.access_authorization (id),
  organization     text NOT NULL,
  organization_name text NOT NULL,
  practitioner     text NOT NULL,
  practitioner_name text NOT NULL,
  profile          text NOT NULL,
  state            text NOT NULL CHECK (state IN ('open', 'confirmed', 'withdrawn', 'lapsed')),
  opened           timestamptz NOT NULL,
  -- Since when it waits, or when it was answered.
  since            timestamptz NOT NULL,
  answered_by      text,
  answered_by_name text,
  reason           text,
  CHECK ((state IN ('confirmed', 'withdrawn')) = (answered_by IS NOT NULL)),
  CHECK (answered_by IS DISTINCT FROM practitioner)
);
CREATE UNIQUE INDEX access_review_open ON service.access_review ("authorization") WHERE state = 'open';
CREATE INDEX access_review_authorization ON service.access_review ("authorization", since);
CREATE INDEX access_review_since ON service.access_review (since, id);
CREATE INDEX access_review_organization ON service.access_review (organization, since, id);

REVOKE UPDATE, DELETE, TRUNCATE ON service.ending_notice FROM continuum_service;
REVOKE DELETE, TRUNCATE ON service.access_review FROM continuum_service;

-- Which things there are events of is said by the code, room by room.
ALTER TABLE service.authorization_event DROP CONSTRAINT authorization_event_subject_check;

-- What has an end and has not ended: what ends soon, and what is over.
CREATE INDEX access_authorization_ending ON service.access_authorization (ends, id) WHERE state <> 'ended' AND ends IS NOT NULL;

-- Lists of everybody's, in their order.
CREATE INDEX access_authorization_name ON service.access_authorization (practitioner_name, id);
CREATE INDEX access_request_since ON service.access_request (since, id);
CREATE INDEX key_handover_since ON service.key_handover (since, id);
CREATE INDEX gaa_designation_name ON service.gaa_designation (practitioner_name, id);

-- Part of a name: as lists look for it (list.ts), by groups of three letters. Without the extension, rows are read.
DO $$
DECLARE
  place text;
  one text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') THEN RETURN; END IF;
  CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA service;
  SELECT extnamespace::regnamespace::text INTO place FROM pg_extension WHERE extname = 'pg_trgm';
  FOREACH one IN ARRAY ARRAY['access_request', 'key_handover', 'access_authorization', 'gaa_designation', 'access_review'] LOOP
    EXECUTE format('CREATE INDEX %I ON service.%I USING gin (
        translate(lower(practitioner_name), %L, %L) %s.gin_trgm_ops, translate(lower(organization_name), %L, %L) %s.gin_trgm_ops)',
      one || '_search', one, 'àâäçéèêëîïôöùûüÿ', 'aaaceeeeiioouuuy', place, 'àâäçéèêëîïôöùûüÿ', 'aaaceeeeiioouuuy', place);
  END LOOP;
END
$$;
