-- Providers who were told of a correction and said so: they are told no more.
CREATE TABLE service.rights_acknowledgement (
  request_id   uuid NOT NULL REFERENCES service.rights_request (id),
  practitioner text NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (request_id, practitioner)
);

REVOKE UPDATE, DELETE, TRUNCATE ON service.rights_acknowledgement FROM continuum_service;
