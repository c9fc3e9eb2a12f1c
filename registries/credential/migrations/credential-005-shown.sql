-- What the screens show: where a session was opened, the life of a key, the invitations that wait.
ALTER TABLE service.session
  ADD COLUMN address    text,
  ADD COLUMN user_agent text;

ALTER TABLE service.enrolment ADD COLUMN id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid();
CREATE INDEX enrolment_created ON service.enrolment (created, id) WHERE used IS NULL;

CREATE INDEX credential_created ON service.credential (created, id);
CREATE INDEX certificate_issued ON service.certificate (issued, serial);
CREATE INDEX credential_certificate ON service.credential (certificate);

-- What happened to each key, and who said so. Never changed.
CREATE TABLE service.credential_event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  credential  text NOT NULL REFERENCES service.credential (id),
  event       text NOT NULL CHECK (event IN
    ('enrol', 'activate', 'lost', 'suspend', 'restore', 'blocked', 'revoke', 'replace', 'renew')),
  certificate text REFERENCES service.certificate (serial),
  reason      text,
  at          timestamptz NOT NULL,
  by          text NOT NULL
);
CREATE INDEX credential_event_credential ON service.credential_event (credential, id);
REVOKE UPDATE, DELETE, TRUNCATE ON service.credential_event FROM continuum_service;

-- Of the keys that are there, what their certificates tell.
INSERT INTO service.credential_event (credential, event, certificate, reason, at, by)
SELECT c.id,
       CASE e.event WHEN 'issued' THEN 'enrol' WHEN 'suspended' THEN 'suspend'
                    WHEN 'restored' THEN 'restore' ELSE 'revoke' END,
       e.serial, e.reason, e.at, e.by
  FROM service.certificate_event e JOIN service.credential c ON c.certificate = e.serial
 WHERE NOT (e.event = 'suspended' AND e.at = c.created)
 ORDER BY e.id;
