-- A mobile number, kept as an address is: used once its holder gave back the code that was sent to it.
CREATE TABLE service.notice_mobile (
  holder      text PRIMARY KEY,
  account     text NOT NULL,
  -- E.164.
  mobile      text NOT NULL CHECK (mobile ~ '^\+[1-9][0-9]{7,14}$'),
  language    text NOT NULL CHECK (language IN ('fr', 'en')),
  confirmed   timestamptz,
  code_sha256 text,
  code_until  timestamptz,
  code_tries  integer NOT NULL DEFAULT 0,
  refused     timestamptz,
  refusal     text,
  changed     timestamptz NOT NULL
);
REVOKE DELETE, TRUNCATE ON service.notice_mobile FROM continuum_service;

-- By which ways a person is told that the record was opened; and, when by any, what becomes of what was asked about it by right.
ALTER TABLE service.notice_choice
  ADD COLUMN channels text[] NOT NULL DEFAULT '{email}' CHECK (channels <@ ARRAY['email', 'sms', 'push']),
  ADD COLUMN requests text[] NOT NULL DEFAULT '{}' CHECK (requests <@ ARRAY['email', 'sms', 'push']);
-- A person may give a number and no e-mail.
ALTER TABLE service.notice_choice DROP CONSTRAINT notice_choice_holder_fkey;
CREATE INDEX notice_choice_usager ON service.notice_choice (usager);

-- A notice goes one way.
ALTER TABLE service.notice
  ALTER COLUMN email DROP NOT NULL,
  ADD COLUMN mobile text,
  ADD CONSTRAINT notice_one_way CHECK (num_nonnulls(email, mobile) = 1);

-- Where each person is told now: what they confirmed, and what takes what is sent to it.
CREATE VIEW service.notice_reach AS
  SELECT holder, account, 'email' AS channel, email AS address, language FROM service.notice_address
   WHERE confirmed IS NOT NULL AND refused IS NULL
  UNION ALL
  SELECT holder, account, 'sms', mobile, language FROM service.notice_mobile
   WHERE confirmed IS NOT NULL AND refused IS NULL;
