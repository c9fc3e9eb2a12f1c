-- Statistics of what was put in at once, as autovacuum would gather them by itself a minute later.
CREATE FUNCTION service.bench_analyze() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = service, pg_catalog AS $$
BEGIN
  ANALYZE service.access_authorization, service.access_request, service.key_handover, service.gaa_designation,
    service.access_review, service.certificate, service.credential, service.authorization_event;
END
$$;
REVOKE ALL ON FUNCTION service.bench_analyze() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service.bench_analyze() TO continuum_service;
