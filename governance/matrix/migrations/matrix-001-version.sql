-- Versions of the access matrix. Version 1 is the software's; what is here was made from it, one after the other.
CREATE TABLE service.matrix_version (
  id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Given when it is put in force; in the order in which they are.
  number         integer UNIQUE CHECK (number > 1),
  -- Number of the version that it was made from: what it changes is told against that one.
  base           integer NOT NULL CHECK (base > 0),
  content        jsonb NOT NULL,
  reason         text NOT NULL CHECK (reason <> ''),
  -- The day in Québec from which it is wanted; absent: as soon as it is put in force.
  starts         date,
  effective      timestamptz,
  state          text NOT NULL CHECK (state IN ('draft', 'proposed', 'adopted', 'withdrawn')),
  author         text NOT NULL,
  author_name    text NOT NULL,
  created        timestamptz NOT NULL,
  -- Counts changes: whoever acts on it says which they have read.
  revision       integer NOT NULL DEFAULT 1,
  adopted_by     text,
  CHECK ((number IS NULL) = (effective IS NULL)),
  CHECK ((number IS NULL) = (adopted_by IS NULL)),
  CHECK (state <> 'adopted' OR number IS NOT NULL),
  -- Four eyes, whatever the server does.
  CHECK (adopted_by <> author)
);
CREATE INDEX matrix_version_adopted ON service.matrix_version (number DESC) WHERE state = 'adopted';
CREATE INDEX matrix_version_created ON service.matrix_version (created DESC, id);

-- Who did what, when: only added to.
CREATE TABLE service.matrix_event (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version uuid NOT NULL REFERENCES service.matrix_version (id),
  event   text NOT NULL,
  before  text,
  after   text NOT NULL,
  at      timestamptz NOT NULL,
  by      text NOT NULL,
  by_name text NOT NULL,
  reason  text
);
CREATE INDEX matrix_event_version ON service.matrix_event (version, id);

-- What a version says is written while it is a draft, and never after; what is in force stays what it was.
CREATE FUNCTION service.keep_matrix_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.content, NEW.base, NEW.reason, NEW.starts) IS DISTINCT FROM (OLD.content, OLD.base, OLD.reason, OLD.starts)
     OR (NEW.id, NEW.author, NEW.created) IS DISTINCT FROM (OLD.id, OLD.author, OLD.created)
     OR OLD.number IS NOT NULL AND (NEW.number, NEW.effective, NEW.adopted_by) IS DISTINCT FROM (OLD.number, OLD.effective, OLD.adopted_by)
     OR OLD.number IS NULL AND NEW.number IS NOT NULL AND NOT (OLD.state = 'proposed' AND NEW.state = 'adopted') THEN
    RAISE EXCEPTION 'a version of the matrix that was proposed is not changed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> NEW.state AND NOT (OLD.state, NEW.state) IN (('draft', 'proposed'), ('proposed', 'draft'),
     ('proposed', 'adopted'), ('draft', 'withdrawn'), ('proposed', 'withdrawn'), ('adopted', 'withdrawn'))
     OR OLD.state = 'adopted' AND NEW.state = 'withdrawn' AND OLD.effective <= now() THEN
    RAISE EXCEPTION 'a version of the matrix goes from draft to proposed to adopted' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_matrix_version BEFORE UPDATE ON service.matrix_version
  FOR EACH ROW EXECUTE FUNCTION service.keep_matrix_version();

REVOKE DELETE, TRUNCATE ON service.matrix_version FROM continuum_service;
REVOKE UPDATE, DELETE, TRUNCATE ON service.matrix_event FROM continuum_service;
