-- Which version of its product a system runs, as who operates the platform was told (RFC 7591, software_version).
ALTER TABLE service.partner ADD COLUMN software_version text CHECK (software_version ~ '^\S{1,64}$');
