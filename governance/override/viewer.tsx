import { useAct, useJson } from '@continuum/ui-fhir-client';
import { useFormat, useText } from '@continuum/ui-language';
import { Alert, Button, Group } from '@mantine/core';
import { IconEyeOff, IconLockOpen2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { OverrideDialog } from './override-dialog.tsx';
import type { OverrideState } from './override-view.ts';
import { texts } from './texts.ts';

/** The purpose by which a provider looks at what a restriction hides, in their window. */
export const overriding = 'BTG';

interface OverrideNoticeProps {
  /** Id of the Patient. */
  usager: string;
  purpose: string | undefined;
  /** Reads again under the override, or as usual. */
  choose: (purpose: string) => void;
  usual: string;
}

/**
 * Tells a provider that a restriction is against them, whatever it hides, if anything; lets them override it, and says until
 * when. Once the time is over, what was read under it leaves the screen.
 */
export function OverrideNotice({ usager, purpose, choose, usual }: OverrideNoticeProps) {
  const say = useText(texts);
  const format = useFormat();
  const path = `/api/override/${usager}`;
  const { data } = useJson<OverrideState>(path);
  const again = useAct(async () => undefined, [path]);
  const [asking, setAsking] = useState(false);
  const isOverriding = purpose === overriding;
  const until = data?.until;
  useEffect(() => {
    if (!isOverriding || until === undefined) return;
    const timer = setTimeout(() => choose(usual), Math.max(0, Date.parse(until) - Date.now()));
    return () => clearTimeout(timer);
  }, [isOverriding, until, choose, usual]);
  if (!data?.restricted) return null;
  const isOpen = until !== undefined && Date.parse(until) > Date.now();
  return (
    <>
      <Alert
        color="ambre"
        role="status"
        className="kit-no-print"
        mb="md"
        icon={isOpen ? <IconLockOpen2 aria-hidden /> : <IconEyeOff aria-hidden />}
        title={isOpen ? say('open.title', { until: format.dateTime(new Date(until)) }) : say('notice.title')}
      >
        <p>{say(isOpen ? 'open.text' : 'notice.text')}</p>
        <Group justify="flex-end">
          {!isOpen && (
            <Button variant="default" onClick={() => setAsking(true)}>
              {say('notice.act')}
            </Button>
          )}
          {isOpen && (
            <Button variant="default" onClick={() => choose(isOverriding ? usual : overriding)}>
              {say(isOverriding ? 'open.leave' : 'open.use')}
            </Button>
          )}
        </Group>
      </Alert>
      {asking && (
        <OverrideDialog
          usager={usager}
          minutes={data.minutes}
          onClose={() => setAsking(false)}
          onSigned={() => {
            setAsking(false);
            again.mutate(undefined);
            choose(overriding);
          }}
        />
      )}
    </>
  );
}
