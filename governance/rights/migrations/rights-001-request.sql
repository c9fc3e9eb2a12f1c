-- What persons ask by right: their whole record, a rectification, a complaint. Nothing is deleted; what happened is only
-- added to.
CREATE TABLE service.rights_request (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- With the year, what people call it by.
  number            bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind              text NOT NULL CHECK (kind IN ('complete-record', 'rectification', 'complaint')),
  state             text NOT NULL CHECK (state IN
    ('received', 'under-way', 'to-correct', 'refusal-proposed', 'corrected', 'answered', 'refused', 'withdrawn')),
  -- Whose record, and who asked: the person, or who acts for them.
  usager            text NOT NULL,
  asked_by          text NOT NULL,
  asked_by_name     text NOT NULL,
  submitted         timestamptz NOT NULL,
  since             timestamptz NOT NULL,
  due               timestamptz NOT NULL,
  -- The organisme whose archives handle it; none: any archives.
  organization      text,
  organization_name text,
  -- Of a rectification: the resource, the version that the person saw, and how they know it.
  resource          text,
  resource_version  integer,
  resource_written  timestamptz,
  resource_name     text,
  resource_day      text,
  wanted            text NOT NULL,
  reason            text,
  evidence          text,
  proposed_by       text,
  -- The version by which the source corrected.
  corrected_version integer,
  corrected         timestamptz,
  CHECK ((kind = 'rectification') = (resource IS NOT NULL)),
  CHECK ((state = 'corrected') = (corrected_version IS NOT NULL)),
  CHECK (corrected_version IS NULL OR corrected_version > resource_version)
);
CREATE INDEX rights_request_list ON service.rights_request (state, due, id);
CREATE INDEX rights_request_usager ON service.rights_request (usager, submitted DESC);
-- One at a time about the same thing.
CREATE UNIQUE INDEX rights_request_open ON service.rights_request (usager, resource)
  WHERE resource IS NOT NULL AND state IN ('received', 'under-way', 'to-correct', 'refusal-proposed');

-- Who did what with a request, when, and in which words.
CREATE TABLE service.rights_event (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id uuid NOT NULL REFERENCES service.rights_request (id),
  event      text NOT NULL,
  before     text,
  after      text NOT NULL,
  at         timestamptz NOT NULL,
  office     text NOT NULL CHECK (office IN ('person', 'archives', 'privacy')),
  by         text NOT NULL,
  by_name    text NOT NULL,
  text       text
);
CREATE INDEX rights_event_request ON service.rights_event (request_id, id);

REVOKE DELETE, TRUNCATE ON service.rights_request FROM continuum_service;
REVOKE UPDATE, DELETE, TRUNCATE ON service.rights_event FROM continuum_service;
