-- Certificates in the order of their ends: what is renewed in time.
CREATE INDEX certificate_expires ON service.certificate (expires) WHERE revoked IS NULL;
