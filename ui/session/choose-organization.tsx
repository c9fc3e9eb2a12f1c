import { ErrorState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { actFor, type Place } from './session.ts';
import { useSessionControl } from './session-provider.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { texts } from './texts.ts';
import { useProfileName } from './use-profile-name.ts';

/** Who has access in several organizations says for which they act, before anything else. */
export function ChooseOrganization({ places }: { places: readonly Place[] }) {
  const say = useText(texts);
  const profileName = useProfileName();
  const { enter } = useSessionControl();
  const [chosen, setChosen] = useState<string>();
  const [error, setError] = useState<unknown>();
  const choose = (authorization: string) => {
    setChosen(authorization);
    actFor(authorization).then(enter, (failure: unknown) => {
      setError(failure);
      setChosen(undefined);
    });
  };
  return (
    <SignInPage product={say('place.title')} promise={say('place.text')} points={[]}>
      <Stack gap="sm">
        {places.map(({ authorization, organization, profile }) => (
          <Button
            key={authorization}
            variant="default"
            loading={chosen === authorization}
            disabled={chosen !== undefined}
            onClick={() => choose(authorization)}
          >
            {organization.name} · {profileName(profile)}
          </Button>
        ))}
        {!!error && <ErrorState error={error} />}
      </Stack>
    </SignInPage>
  );
}
