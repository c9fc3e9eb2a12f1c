-- The review of overrides, step by step, only added to. An override without a step waits to be reviewed; the second of two
-- persons confirms what the first proposes, or sends it back.
CREATE TABLE service.override_review (
  override text NOT NULL,
  -- 1, 2, 3…: two persons who act at once do not both.
  step integer NOT NULL,
  act text NOT NULL CHECK (act IN ('propose', 'confirm', 'return')),
  by text NOT NULL,
  name text NOT NULL,
  at timestamptz NOT NULL,
  decision text CHECK (decision IN ('justified', 'not-justified')),
  reason text NOT NULL,
  PRIMARY KEY (override, step),
  CHECK ((act = 'propose') = (decision IS NOT NULL))
);
REVOKE UPDATE, DELETE, TRUNCATE ON service.override_review FROM continuum_service;
