-- What the subscription was asked for; null, of those before: the usual purpose of its client's profile.
ALTER TABLE service.subscription ADD COLUMN purpose text;
