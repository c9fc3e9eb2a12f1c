-- The record's tables again, with the same columns and indexes, for the raw figures: what PostgreSQL does with the
-- same rows when nothing validates, decides, searches or journals.
CREATE SCHEMA bench AUTHORIZATION CURRENT_USER;
CREATE TABLE bench.resource (LIKE record.resource INCLUDING ALL);
CREATE TABLE bench.deposit (LIKE record.deposit INCLUDING ALL);
CREATE TABLE bench.journal (LIKE record.journal INCLUDING ALL);
GRANT USAGE ON SCHEMA bench TO continuum_record;
GRANT SELECT, INSERT, DELETE ON ALL TABLES IN SCHEMA bench TO continuum_record;
