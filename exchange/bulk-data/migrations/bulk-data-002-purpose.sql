-- What the export was asked for; null, of those before: the usual purpose of its client's profile.
ALTER TABLE service.bulk_export ADD COLUMN purpose text;
