-- Holders of an access from one number to another, and organizations up to one from another; rows as the workflow leaves them, without going through it.
WITH one AS (
  SELECT n, 'bench-' || n AS practitioner, 'bench-org-' || (n % $3) AS organization,
         initcap(substr(md5('family' || n % 3000), 1, 7)) || ', ' || initcap(substr(md5('given' || n), 1, 6)) AS name,
         'Clinique ' || initcap(substr(md5('place' || n % $3), 1, 6)) || ' ' || (n % $3) AS place,
         date_trunc('milliseconds', now() - make_interval(hours => n % 9000)) AS moment,
         (now() + make_interval(days => n % 1095, hours => 12)) AS expires
    FROM generate_series($1::int, $2::int) n),
request AS (
  INSERT INTO service.access_request (id, kind, organization, organization_name, practitioner, practitioner_name, profile, places,
    starts, ends, email, state, submitted, submitted_by, validated_by, accepted_by, since)
  SELECT md5('request' || n)::uuid, 'grant', organization, place, practitioner, name, 'physician', ARRAY[organization],
         moment::date, NULL, practitioner || '@example.org', CASE WHEN n % 50 = 0 THEN 'submitted' ELSE 'accepted' END,
         moment, 'bench-gaa', 'bench-aga', 'bench-aga', moment FROM one),
handover AS (
  INSERT INTO service.key_handover (id, organization, organization_name, practitioner, practitioner_name, email, request, state,
    ordered, ordered_by, since)
  SELECT md5('handover' || n)::uuid, organization, place, practitioner, name, practitioner || '@example.org',
         md5('request' || n)::uuid, CASE WHEN n % 60 = 0 THEN 'mailed' ELSE 'handed' END, moment, 'bench-aga', moment FROM one),
acceptance AS (
  INSERT INTO service.conditions_acceptance (id, organization, practitioner, version, accepted)
  SELECT md5('acceptance' || n)::uuid, organization, practitioner, '2022-07', moment FROM one),
authorization_row AS (
  INSERT INTO service.access_authorization (id, organization, organization_name, practitioner, practitioner_name, profile, places,
    starts, ends, request, handover, acceptance, state, created, since, unsigned)
  SELECT md5('authorization' || n)::uuid, organization, place, practitioner, name, 'physician', ARRAY[organization], moment::date,
         CASE WHEN n % 2 = 0 THEN expires::date END, md5('request' || n)::uuid, md5('handover' || n)::uuid,
         md5('acceptance' || n)::uuid, 'in-force', moment, moment, 'earlier' FROM one),
review AS (
  INSERT INTO service.access_review ("authorization", organization, organization_name, practitioner, practitioner_name, profile,
    state, opened, since, answered_by, answered_by_name)
  SELECT md5('authorization' || n)::uuid, organization, place, practitioner, name, 'physician',
         CASE WHEN n % 10 = 0 THEN 'open' ELSE 'confirmed' END, moment, moment,
         CASE WHEN n % 10 = 0 THEN NULL ELSE 'bench-gaa' END, CASE WHEN n % 10 = 0 THEN NULL ELSE 'GAA' END FROM one),
designation AS (
  INSERT INTO service.gaa_designation (organization, organization_name, practitioner, practitioner_name, email, kind, rule,
    designated_on, state, registered, registered_by)
  SELECT 'bench-org-' || n, 'Clinique ' || initcap(substr(md5('place' || n), 1, 6)) || ' ' || n, 'bench-' || n,
         initcap(substr(md5('family' || n % 3000), 1, 7)) || ', ' || initcap(substr(md5('given' || n), 1, 6)),
         'bench-' || n || '@example.org', 'medical-office', 'bench', now()::date, 'in-force', now(), 'bench'
    FROM generate_series($4::int, $3::int - 1) n),
certificate AS (
  INSERT INTO service.certificate (serial, profile, subject, name, der, sha256, issued, expires)
  SELECT md5('serial' || n), 'person', 'Practitioner/' || practitioner, name, '\x00', sha256(convert_to(practitioner, 'UTF8')),
         moment, expires FROM one)
INSERT INTO service.credential (id, user_name, holder, kind, public_key, certificate, created)
SELECT 'bench-key-' || n, practitioner, 'Practitioner/' || practitioner, 'fido2', '{}', md5('serial' || n), moment FROM one
