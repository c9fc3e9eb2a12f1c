import { useText } from '@continuum/ui-language';
import { VerifyAct } from '@continuum/ui-session';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ShownVersion } from '../shown.browser.ts';
import { texts } from './texts.ts';

/** The signature that a version in force rests on, to be verified; or why there is none. Nothing of one that never was in force. */
export function AdoptionSignature({ version }: { version: ShownVersion }) {
  const say = useText(texts);
  const [shown, setShown] = useState(false);
  const { act, unsigned, saysWhatWasSigned } = version;
  if (!act) return unsigned && <Text c="dimmed">{say(unsigned)}</Text>;
  return (
    <>
      {saysWhatWasSigned === false && (
        <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={say('differs')}>
          {say('differs.text')}
        </Alert>
      )}
      <Group gap="sm">
        <Text>{say('signed', { act })}</Text>
        <Button size="compact-md" variant="default" onClick={() => setShown(true)}>
          {say('verify')}
        </Button>
      </Group>
      <VerifyAct act={shown ? act : undefined} onClose={() => setShown(false)} />
    </>
  );
}
