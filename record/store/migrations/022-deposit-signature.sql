-- The signature of the request that an original came with (RFC 9421): what was signed, the signature, and the key that
-- verifies it, so that it proves itself without the registers of the day.
ALTER TABLE record.deposit ADD COLUMN signature jsonb;
