-- A notice that could not be sent is tried again, less and less often, until it is.
ALTER TABLE service.authorization_notice ADD COLUMN next_try timestamptz NOT NULL DEFAULT now();
CREATE INDEX authorization_notice_next ON service.authorization_notice (next_try) WHERE sent IS NULL;
