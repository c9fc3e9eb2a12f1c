-- What became of requests is looked for each minute, to tell those who asked to be told.
CREATE INDEX rights_event_at ON service.rights_event (at);
CREATE INDEX rights_request_due ON service.rights_request (due)
  WHERE state IN ('received', 'under-way', 'to-correct', 'refusal-proposed');
