import { NetworkFailure, ServerFailure } from '@continuum/ui-fhir-client';
import { ErrorState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { KeyRefused } from './authenticator.ts';
import { texts } from './texts.ts';

const isWrongSecret = (failure: ServerFailure) => [400, 401, 403].includes(failure.status);

/** Why signing in failed: never which of the name or the secret was wrong. */
export function SignInFailure({ error, kind }: { error: unknown; kind: 'clinician' | 'citizen' }) {
  const say = useText(texts);
  if (!error) return null;
  const text = () => {
    if (error instanceof NetworkFailure) return say('failed.network');
    if (error instanceof KeyRefused) return say('failed.key');
    if (!(error instanceof ServerFailure)) return undefined;
    if (error.status === 429) return say('failed.wait');
    return isWrongSecret(error) ? say(`failed.${kind}`) : undefined;
  };
  const known = text();
  if (!known) return <ErrorState error={error} />;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
      {known}
    </Alert>
  );
}
