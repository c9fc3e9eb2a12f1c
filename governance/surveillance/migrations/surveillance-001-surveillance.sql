-- The watch over accesses: rules, what they raised, what became of it. Nothing is deleted; what happened is only added to.

-- A rule was turned on or off, or replayed, with these parameters: the newest line of a rule is in force.
CREATE TABLE service.surveillance_rule_change (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule       text NOT NULL,
  version    integer NOT NULL,
  state      text NOT NULL CHECK (state IN ('off', 'replayed', 'on')),
  parameters jsonb NOT NULL,
  at         timestamptz NOT NULL,
  by         text NOT NULL,
  by_name    text NOT NULL,
  reason     text NOT NULL
);
CREATE INDEX surveillance_rule_change_rule ON service.surveillance_rule_change (rule, id DESC);

-- How far a version of a rule has looked at the journal's tree: moved in the transaction that raises what it found.
CREATE TABLE service.surveillance_cursor (
  rule    text NOT NULL,
  version integer NOT NULL,
  next    bigint NOT NULL,
  PRIMARY KEY (rule, version)
);

-- A day of somebody's work in numbers, for comparisons: no usager is in it.
CREATE TABLE service.surveillance_day (
  actor   text NOT NULL,
  day     date NOT NULL,
  profile text NOT NULL,
  usagers integer NOT NULL,
  night   integer NOT NULL,
  PRIMARY KEY (actor, day)
);
CREATE INDEX surveillance_day_profile ON service.surveillance_day (profile, day);

-- Usagers whose records are watched more closely (known, threatened): from when to when, by whom, why.
CREATE TABLE service.surveillance_watched (
  id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  usager   text NOT NULL,
  reason   text NOT NULL,
  since    timestamptz NOT NULL,
  by       text NOT NULL,
  by_name  text NOT NULL,
  ended    timestamptz,
  ended_by text
);
CREATE UNIQUE INDEX surveillance_watched_now ON service.surveillance_watched (usager) WHERE ended IS NULL;

CREATE TABLE service.surveillance_case (
  id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- With the year, what people call it by.
  number           bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind             text NOT NULL CHECK (kind IN ('alert', 'access-not-recognized', 'inappropriate-use', 'incident')),
  state            text NOT NULL CHECK (state IN ('received', 'triage', 'investigation', 'decision', 'measures', 'closed')),
  opened           timestamptz NOT NULL,
  since            timestamptz NOT NULL,
  due              timestamptz NOT NULL,
  -- Whose acts it is about.
  subject          text,
  subject_name     text,
  triaged_by       text,
  investigated_by  text,
  decided_by       text,
  -- Measures that the decision asks for, and those that were taken.
  asked            text[] NOT NULL DEFAULT '{}',
  taken            text[] NOT NULL DEFAULT '{}',
  CHECK (decided_by IS NULL OR decided_by IS DISTINCT FROM triaged_by),
  CHECK (state <> 'closed' OR asked <@ taken)
);
CREATE INDEX surveillance_case_list ON service.surveillance_case (state, due, id);

CREATE TABLE service.surveillance_alert (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  rule              text NOT NULL,
  version           integer NOT NULL,
  key               text NOT NULL,
  actor             text NOT NULL,
  actor_name        text NOT NULL,
  profile           text NOT NULL,
  organization      text,
  organization_name text,
  usager            text,
  day               date NOT NULL,
  at                timestamptz NOT NULL,
  entries           uuid[] NOT NULL,
  figures           jsonb NOT NULL,
  raised            timestamptz NOT NULL,
  state             text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'set-aside', 'in-case')),
  case_id           uuid REFERENCES service.surveillance_case (id),
  -- Of one that was set aside: by whom, when, why.
  set_aside         timestamptz,
  set_aside_by      text,
  reason            text,
  UNIQUE (rule, version, key),
  CHECK ((state = 'in-case') = (case_id IS NOT NULL)),
  CHECK ((state = 'set-aside') = (set_aside_by IS NOT NULL))
);
CREATE INDEX surveillance_alert_list ON service.surveillance_alert (state, raised DESC, id);
CREATE INDEX surveillance_alert_case ON service.surveillance_alert (case_id) WHERE case_id IS NOT NULL;

-- Who did what with a case, when: only added to. A note is an event that changes no state.
CREATE TABLE service.surveillance_event (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES service.surveillance_case (id),
  event   text NOT NULL,
  before  text,
  after   text NOT NULL,
  at      timestamptz NOT NULL,
  by      text NOT NULL,
  by_name text NOT NULL,
  text    text,
  detail  jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX surveillance_event_case ON service.surveillance_event (case_id, id);

-- What a person, an intervenant or an organization said, as they said it.
CREATE TABLE service.surveillance_report (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_id           uuid NOT NULL UNIQUE REFERENCES service.surveillance_case (id),
  at                timestamptz NOT NULL,
  reporter          text NOT NULL,
  reporter_name     text NOT NULL,
  organization      text,
  organization_name text,
  -- Whose record it is about, when a person reported it.
  usager            text,
  entries           uuid[] NOT NULL DEFAULT '{}',
  words             text NOT NULL
);
CREATE INDEX surveillance_report_usager ON service.surveillance_report (usager, at DESC) WHERE usager IS NOT NULL;
CREATE INDEX surveillance_report_reporter ON service.surveillance_report (reporter, at DESC);

-- What a person is told at the end, in plain words: all of the case that they ever see.
CREATE TABLE service.surveillance_answer (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES service.surveillance_case (id),
  usager  text NOT NULL,
  text    text NOT NULL,
  at      timestamptz NOT NULL,
  by      text NOT NULL
);
CREATE INDEX surveillance_answer_case ON service.surveillance_answer (case_id, id DESC);
CREATE INDEX surveillance_answer_usager ON service.surveillance_answer (usager, at DESC);

-- A rule tried on the past: what it would have raised, and how far it is.
CREATE TABLE service.surveillance_replay (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  rule       text NOT NULL,
  version    integer NOT NULL,
  parameters jsonb NOT NULL,
  first_day  date NOT NULL,
  last_day   date NOT NULL,
  state      text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
  asked      timestamptz NOT NULL,
  by         text NOT NULL,
  by_name    text NOT NULL,
  -- Days looked at, of all.
  done_days  integer NOT NULL DEFAULT 0,
  all_days   integer NOT NULL,
  finished   timestamptz,
  -- Alerts by day, and some of them.
  per_day    jsonb NOT NULL DEFAULT '[]',
  sample     jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX surveillance_replay_rule ON service.surveillance_replay (rule, asked DESC);

REVOKE DELETE, TRUNCATE ON service.surveillance_case, service.surveillance_alert, service.surveillance_watched,
  service.surveillance_replay, service.surveillance_cursor FROM continuum_service;
REVOKE UPDATE, DELETE, TRUNCATE ON service.surveillance_rule_change, service.surveillance_event,
  service.surveillance_report, service.surveillance_answer FROM continuum_service;
