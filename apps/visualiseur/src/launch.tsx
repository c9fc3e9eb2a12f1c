import type { Usager } from '@continuum/registries-patient/viewer';
import { getJson } from '@continuum/ui-fhir-client';
import { ErrorState, Loading } from '@continuum/ui-kit';
import { allowNavigation } from '@continuum/ui-session';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useUsager } from './context.tsx';
import { begin, patientInContext } from './launch.browser.ts';

/** Leaves for the authorization server with the start that a DMÉ prepared. */
export function Launching({ launch }: { launch: string }) {
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    allowNavigation()
      .then(() => begin(launch))
      .catch(setError);
  }, [launch]);
  return error === undefined ? <Loading /> : <ErrorState error={error} />;
}

/** Back from there: opens the record of whom the DMÉ put in context. */
export function Returning() {
  const [error, setError] = useState<unknown>();
  const { open } = useUsager();
  const navigate = useNavigate();
  useEffect(() => {
    let left = false;
    patientInContext()
      .then(id => getJson<Usager>(`/api/patient/${id}`))
      .then(usager => {
        if (left) return;
        open(usager);
        void navigate({ to: '/dossier', replace: true });
      })
      .catch(setError);
    return () => {
      left = true;
    };
  }, [open, navigate]);
  return error === undefined ? <Loading /> : <ErrorState error={error} />;
}
