-- Where a person is told, once they proved that the address is theirs. Persons are named by the id of their Patient.
CREATE TABLE service.notice_address (
  holder      text PRIMARY KEY,
  -- Their account: who they act for today is asked of it.
  account     text NOT NULL,
  email       text NOT NULL,
  language    text NOT NULL CHECK (language IN ('fr', 'en')),
  confirmed   timestamptz,
  -- SHA-256 of the code that was sent to it, until when it serves, how often it was tried.
  code_sha256 text,
  code_until  timestamptz,
  code_tries  integer NOT NULL DEFAULT 0,
  -- Since when, and why, the address refuses what is sent to it.
  refused     timestamptz,
  refusal     text,
  changed     timestamptz NOT NULL
);

-- Of which record, and how often: of their own, or of somebody they act for. Nobody is told anything without a row.
CREATE TABLE service.notice_choice (
  holder       text NOT NULL REFERENCES service.notice_address,
  usager       text NOT NULL,
  frequency    text NOT NULL CHECK (frequency IN ('off', 'each', 'weekly')),
  -- Up to when the journal was looked through.
  looked_until timestamptz NOT NULL,
  -- Not looked at again before.
  next_look    timestamptz NOT NULL,
  changed      timestamptz NOT NULL,
  PRIMARY KEY (holder, usager)
);
CREATE INDEX notice_choice_next ON service.notice_choice (next_look) WHERE frequency <> 'off';

-- What is sent. `key` says what of: whatever is queued again under it is the same.
CREATE TABLE service.notice (
  id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  key      text NOT NULL UNIQUE,
  holder   text NOT NULL,
  template text NOT NULL,
  email    text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  facts    jsonb NOT NULL,
  created  timestamptz NOT NULL,
  next_try timestamptz NOT NULL,
  tries    integer NOT NULL DEFAULT 0,
  problem  text,
  sent     timestamptz,
  -- Given up: the address refuses it, or for days nobody took it.
  failed   timestamptz
);
CREATE INDEX notice_next ON service.notice (next_try) WHERE sent IS NULL AND failed IS NULL;
CREATE INDEX notice_holder ON service.notice (holder, created DESC);

-- Up to when overrides were looked through.
CREATE TABLE service.notice_cursor (
  name text PRIMARY KEY,
  at   timestamptz NOT NULL
);

REVOKE DELETE, TRUNCATE ON service.notice_address, service.notice_choice, service.notice FROM continuum_service;
