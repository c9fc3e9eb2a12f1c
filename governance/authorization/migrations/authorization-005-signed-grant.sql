-- An authorization rests on the act with which its AGA granted it, signed with their own key: the act's reference and version, from
-- the moment there is an authorization. One that has none says why.
ALTER TABLE service.access_authorization
  ADD COLUMN act text,
  ADD COLUMN act_version integer,
  ADD COLUMN unsigned text;

-- What was granted before grants were signed, or on the machine itself, has no signer.
UPDATE service.access_authorization a
   SET unsigned = CASE WHEN r.reason = 'established on the machine' THEN 'established' ELSE 'earlier' END
  FROM service.access_request r WHERE r.id = a.request;

ALTER TABLE service.access_authorization
  ADD CHECK (act ~ '^PractitionerRole/[A-Za-z0-9.-]{1,64}$'),
  ADD CHECK (unsigned IN ('established', 'earlier')),
  ADD CHECK ((act IS NULL) = (act_version IS NULL)),
  ADD CHECK ((act IS NULL) = (unsigned IS NOT NULL));

-- An act grants once.
CREATE UNIQUE INDEX access_authorization_act ON service.access_authorization (act);
