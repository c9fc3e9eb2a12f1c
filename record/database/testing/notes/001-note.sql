CREATE TABLE service.note (text text NOT NULL);
