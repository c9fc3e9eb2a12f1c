-- Two schemas, two roles. The owner, who runs the migrations, is neither of them.
CREATE SCHEMA record;
CREATE SCHEMA service;
-- Jobs make and upgrade their own tables.
CREATE SCHEMA jobs;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA record TO continuum_record;
ALTER DEFAULT PRIVILEGES IN SCHEMA record GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO continuum_record;
ALTER DEFAULT PRIVILEGES IN SCHEMA record GRANT USAGE, SELECT ON SEQUENCES TO continuum_record;

GRANT USAGE ON SCHEMA service TO continuum_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA service GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO continuum_service;
ALTER DEFAULT PRIVILEGES IN SCHEMA service GRANT USAGE, SELECT ON SEQUENCES TO continuum_service;

GRANT USAGE, CREATE ON SCHEMA jobs TO continuum_service;
