-- Whether an office still counts is asked with each step: by the newest authorization of its holder there.
CREATE INDEX access_authorization_at ON service.access_authorization (practitioner, organization);

-- In which region each organization is, as the register of organizations said when it was last read (Organization.address.district):
-- statements of this room ask it for the territory of an AVI. Null: the register does not say.
CREATE TABLE service.organization_region (
  organization text PRIMARY KEY,
  region       text,
  read_at      timestamptz NOT NULL
);
REVOKE DELETE, TRUNCATE ON service.organization_region FROM continuum_service;

CREATE INDEX key_handover_avi ON service.key_handover (avi, practitioner) WHERE avi IS NOT NULL;
