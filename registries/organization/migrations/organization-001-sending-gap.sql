-- What an organisme does not send: a whole domain, or a category of it. A gap ends; it is never deleted.
CREATE TABLE service.sending_gap (
  id uuid PRIMARY KEY,
  -- Absent: said of every organisme of a kind ("few public institutions send medications").
  organization text,
  -- As readers see it.
  organization_name text NOT NULL,
  domain text NOT NULL CHECK (domain IN ('medication', 'laboratory', 'imaging', 'summary')),
  -- Absent: nothing of the domain is sent.
  category text CHECK (length(category) BETWEEN 1 AND 200),
  since date,
  reason text NOT NULL CHECK (length(reason) BETWEEN 3 AND 1000),
  recorded timestamptz NOT NULL DEFAULT now(),
  recorded_by text NOT NULL,
  ended timestamptz,
  ended_by text,
  CHECK ((ended IS NULL) = (ended_by IS NULL))
);
CREATE INDEX sending_gap_in_force ON service.sending_gap (domain, organization_name, id) WHERE ended IS NULL;
-- One and the same is said once.
CREATE UNIQUE INDEX sending_gap_once ON service.sending_gap
  (organization_name, domain, coalesce(category, '')) WHERE ended IS NULL;
REVOKE DELETE, TRUNCATE, UPDATE ON service.sending_gap FROM continuum_service;
GRANT UPDATE (ended, ended_by) ON service.sending_gap TO continuum_service;
