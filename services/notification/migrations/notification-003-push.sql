-- Browsers that a person is told in: where their push service takes messages, and the keys that these are encrypted for.
CREATE TABLE service.notice_device (
  id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  holder   text NOT NULL,
  account  text NOT NULL,
  name     text NOT NULL,
  language text NOT NULL CHECK (language IN ('fr', 'en')),
  -- Emptied once it ended: whoever knows an endpoint may send there.
  endpoint text NOT NULL,
  p256dh   text NOT NULL,
  auth     text NOT NULL,
  added    timestamptz NOT NULL,
  ended    timestamptz,
  reason   text
);
CREATE INDEX notice_device_holder ON service.notice_device (holder) WHERE ended IS NULL;
CREATE UNIQUE INDEX notice_device_endpoint ON service.notice_device (md5(endpoint)) WHERE ended IS NULL;
REVOKE DELETE, TRUNCATE ON service.notice_device FROM continuum_service;

ALTER TABLE service.notice
  ADD COLUMN device uuid REFERENCES service.notice_device,
  DROP CONSTRAINT notice_one_way,
  ADD CONSTRAINT notice_one_way CHECK (num_nonnulls(email, mobile, device) = 1);

CREATE OR REPLACE VIEW service.notice_reach AS
  SELECT holder, account, 'email' AS channel, email AS address, language FROM service.notice_address
   WHERE confirmed IS NOT NULL AND refused IS NULL
  UNION ALL
  SELECT holder, account, 'sms', mobile, language FROM service.notice_mobile
   WHERE confirmed IS NOT NULL AND refused IS NULL
  UNION ALL
  SELECT holder, account, 'push', id::text, language FROM service.notice_device WHERE ended IS NULL;
