-- Citizens' accounts, and who acts for whom. Patients are named by their id in the record.
CREATE TABLE service.account (
  user_name text PRIMARY KEY,
  password  text NOT NULL,
  patient   text NOT NULL UNIQUE,
  state     text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'closed')),
  created   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE service.proxy (
  holder text NOT NULL,
  usager text NOT NULL,
  basis  text NOT NULL CHECK (basis IN ('parental-authority', 'granted')),
  level  text NOT NULL CHECK (level IN ('read-only', 'appointments-and-messages', 'full')),
  since  date NOT NULL,
  until  date,
  PRIMARY KEY (holder, usager, basis, since)
);
