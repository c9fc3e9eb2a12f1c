-- Names that were tried from an address, as hashes, and whether they were opened from there.
CREATE TABLE service.tried_name (
  network text NOT NULL,
  name    bytea NOT NULL,
  until   timestamptz NOT NULL,
  opened  boolean NOT NULL,
  PRIMARY KEY (network, name)
);
CREATE INDEX tried_name_until ON service.tried_name (until);
