import { useText } from '@continuum/ui-language';
import { VerifyAct } from '@continuum/ui-session';
import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { ShownRow } from '../shown.browser.ts';
import { texts } from './texts.ts';

/** The signature that an authorization rests on, to be verified; or why there is none. */
export function GrantSignature({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const [shown, setShown] = useState(false);
  const { act } = row;
  if (!act)
    return (
      <Text size="sm" c="dimmed">
        {row.unsigned && say(row.unsigned)}
      </Text>
    );
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        px={0}
        aria-label={say('verify.of', { name: row.practitionerName })}
        onClick={() => setShown(true)}
      >
        {say('verify')}
      </Button>
      <VerifyAct act={shown ? act : undefined} onClose={() => setShown(false)} />
    </>
  );
}
