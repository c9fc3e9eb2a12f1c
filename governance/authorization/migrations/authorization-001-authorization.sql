-- Who may come in, as what, where and until when, and how it was decided. Rows end; none is deleted.

-- The managers of access authorizations (GAA) of each organization.
CREATE TABLE service.gaa_designation (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization  text NOT NULL,
  organization_name text NOT NULL,
  practitioner  text NOT NULL,
  practitioner_name text NOT NULL,
  email         text NOT NULL,
  -- Kind of organization, and the rule of that kind which the designation was held against.
  kind          text NOT NULL,
  rule          text NOT NULL,
  designated_by text,
  designated_on date NOT NULL,
  state         text NOT NULL CHECK (state IN ('in-force', 'ended')),
  registered    timestamptz NOT NULL,
  registered_by text NOT NULL,
  ended         timestamptz,
  CHECK ((state = 'ended') = (ended IS NOT NULL))
);
CREATE UNIQUE INDEX gaa_designation_in_force ON service.gaa_designation (organization, practitioner) WHERE state = 'in-force';
CREATE INDEX gaa_designation_practitioner ON service.gaa_designation (practitioner) WHERE state = 'in-force';

-- The agents who manage access (AGA), verify identity by video (TVI) and in person (AVI).
CREATE TABLE service.access_agent (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  practitioner      text NOT NULL,
  practitioner_name text NOT NULL,
  email             text NOT NULL,
  office            text NOT NULL CHECK (office IN ('aga', 'tvi', 'avi')),
  organization      text NOT NULL,
  organization_name text NOT NULL,
  region            text,
  state             text NOT NULL CHECK (state IN ('in-force', 'ended')),
  appointed         timestamptz NOT NULL,
  appointed_by      text NOT NULL,
  ended             timestamptz,
  CHECK ((state = 'ended') = (ended IS NOT NULL))
);
CREATE UNIQUE INDEX access_agent_in_force ON service.access_agent (practitioner, office) WHERE state = 'in-force';

CREATE TABLE service.access_request (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  kind              text NOT NULL CHECK (kind IN ('grant', 'change', 'withdraw')),
  organization      text NOT NULL,
  organization_name text NOT NULL,
  practitioner      text NOT NULL,
  practitioner_name text NOT NULL,
  profile           text NOT NULL,
  places            text[] NOT NULL,
  starts            date NOT NULL,
  ends              date,
  -- Where the intervenant is written to.
  email             text NOT NULL,
  -- The authorization that a change or a withdrawal is about.
  about             uuid,
  state             text NOT NULL CHECK (state IN ('submitted', 'validated', 'returned', 'accepted', 'cancelled', 'done')),
  submitted         timestamptz NOT NULL,
  submitted_by      text NOT NULL,
  validated_by      text,
  accepted_by       text,
  -- Since when it waits in this state.
  since             timestamptz NOT NULL,
  reason            text,
  CHECK (ends IS NULL OR ends >= starts),
  CHECK ((kind = 'grant') = (about IS NULL)),
  CHECK (state <> 'accepted' OR (validated_by IS NOT NULL AND accepted_by IS NOT NULL))
);
CREATE INDEX access_request_waiting ON service.access_request (state, since, id);
CREATE INDEX access_request_organization ON service.access_request (organization, since DESC, id);
-- One at a time for a person at a place.
CREATE UNIQUE INDEX access_request_pending ON service.access_request (organization, practitioner)
  WHERE state IN ('submitted', 'validated', 'returned');

-- The key on its way to its holder, and their identity.
CREATE TABLE service.key_handover (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization      text NOT NULL,
  organization_name text NOT NULL,
  practitioner      text NOT NULL,
  practitioner_name text NOT NULL,
  email             text NOT NULL,
  request           uuid NOT NULL REFERENCES service.access_request (id),
  state             text NOT NULL CHECK (state IN ('ordered', 'mailed', 'verified-by-video', 'enrolling-by-video',
    'with-avi', 'verified-in-person', 'enrolling-in-person', 'handed', 'stopped')),
  ordered           timestamptz NOT NULL,
  ordered_by        text NOT NULL,
  since             timestamptz NOT NULL,
  -- The AVI whom the service of tele-verification handed over to.
  avi               text,
  reason            text
);
CREATE INDEX key_handover_waiting ON service.key_handover (state, since, id);
-- One under way for a person.
CREATE UNIQUE INDEX key_handover_pending ON service.key_handover (practitioner) WHERE state NOT IN ('handed', 'stopped');

-- A meeting in which an identity was verified. Of each piece, its kind and its last characters; never a number nor a copy.
CREATE TABLE service.identity_meeting (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  handover     uuid NOT NULL REFERENCES service.key_handover (id),
  organization text NOT NULL,
  practitioner text NOT NULL,
  channel      text NOT NULL CHECK (channel IN ('video', 'in-person')),
  met          timestamptz NOT NULL,
  by           text NOT NULL CHECK (by <> practitioner),
  piece_one    text NOT NULL,
  piece_one_end text NOT NULL CHECK (piece_one_end ~ '^[A-Z0-9]{2,4}$'),
  piece_two    text NOT NULL CHECK (piece_two <> piece_one),
  piece_two_end text NOT NULL CHECK (piece_two_end ~ '^[A-Z0-9]{2,4}$')
);
CREATE INDEX identity_meeting_handover ON service.identity_meeting (handover);

CREATE TABLE service.conditions_acceptance (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization text NOT NULL,
  practitioner text NOT NULL,
  version      text NOT NULL,
  accepted     timestamptz NOT NULL
);
CREATE INDEX conditions_acceptance_practitioner ON service.conditions_acceptance (practitioner, accepted DESC);

CREATE TABLE service.access_authorization (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization      text NOT NULL,
  organization_name text NOT NULL,
  practitioner      text NOT NULL,
  practitioner_name text NOT NULL,
  profile           text NOT NULL CHECK (profile <> 'none'),
  places            text[] NOT NULL,
  starts            date NOT NULL,
  ends              date,
  request           uuid NOT NULL REFERENCES service.access_request (id),
  replaces          uuid REFERENCES service.access_authorization (id),
  handover          uuid REFERENCES service.key_handover (id),
  acceptance        uuid REFERENCES service.conditions_acceptance (id),
  state             text NOT NULL CHECK (state IN ('awaiting-key', 'awaiting-acceptance', 'in-force', 'suspended', 'ended')),
  created           timestamptz NOT NULL,
  since             timestamptz NOT NULL,
  ended             timestamptz,
  reason            text,
  CHECK ((state = 'ended') = (ended IS NOT NULL)),
  -- Whatever the server does, none is in force without a request, a verified identity and an acceptance.
  CHECK (state NOT IN ('in-force', 'suspended') OR (handover IS NOT NULL AND acceptance IS NOT NULL))
);
CREATE UNIQUE INDEX access_authorization_live ON service.access_authorization (organization, practitioner) WHERE state <> 'ended';
CREATE INDEX access_authorization_practitioner ON service.access_authorization (practitioner) WHERE state <> 'ended';
CREATE INDEX access_authorization_listed ON service.access_authorization (organization, practitioner_name, id);
CREATE INDEX access_authorization_ends ON service.access_authorization (ends) WHERE state = 'in-force';

-- Who did what, when: only added to.
CREATE TABLE service.authorization_event (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject      text NOT NULL CHECK (subject IN ('designation', 'agent', 'request', 'handover', 'authorization')),
  subject_id   uuid NOT NULL,
  organization text NOT NULL,
  practitioner text NOT NULL,
  event        text NOT NULL,
  before       text,
  after        text NOT NULL,
  at           timestamptz NOT NULL,
  by           text NOT NULL,
  by_name      text NOT NULL,
  office       text NOT NULL,
  reason       text
);
CREATE INDEX authorization_event_subject ON service.authorization_event (subject_id, id);

-- What the next one is told by e-mail.
CREATE TABLE service.authorization_notice (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization text NOT NULL,
  subject_id   uuid NOT NULL,
  template     text NOT NULL,
  recipient    text NOT NULL,
  email        text NOT NULL,
  facts        jsonb NOT NULL,
  created      timestamptz NOT NULL,
  sent         timestamptz,
  tries        integer NOT NULL DEFAULT 0,
  problem      text
);
CREATE INDEX authorization_notice_waiting ON service.authorization_notice (created) WHERE sent IS NULL;

REVOKE DELETE, TRUNCATE ON service.gaa_designation, service.access_agent, service.access_request, service.key_handover,
  service.access_authorization, service.authorization_notice FROM continuum_service;
REVOKE UPDATE, DELETE, TRUNCATE ON service.identity_meeting, service.conditions_acceptance, service.authorization_event
  FROM continuum_service;
