import { useJson } from '@continuum/ui-fhir-client';
import { EmptyState, ErrorState, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { IconKey } from '@tabler/icons-react';
import { InviteButton } from '../invitation/invite-dialog.tsx';
import { useStaffActs } from '../use-staff-acts.browser.ts';
import { KeyTable } from './key-table.tsx';
import type { ShownKey } from './shown-key.browser.ts';
import { texts } from './texts.ts';

interface KeysOfPersonProps {
  practitioner: {
    /** Id of the Practitioner. */
    id: string;
    name: string;
  };
}

/** The keys of one person, and an invitation to enrol one: for a screen of the console that is about that person. */
export function KeysOfPerson({ practitioner }: KeysOfPersonProps) {
  const say = useText(texts);
  const may = useStaffActs();
  const path = `/api/credential/keys?holder=${encodeURIComponent(`Practitioner/${practitioner.id}`)}`;
  const { data: keys, error, refetch } = useJson<ShownKey[]>(path);
  const title = say('person.title', { name: practitioner.name });
  return (
    <Panel
      title={title}
      padding="flush"
      action={
        keys &&
        may?.has('invite') && <InviteButton practitioner={practitioner} userName={keys[0]?.userName} />
      }
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!keys && !error && <Loading rows={3} />}
      {keys?.length === 0 && (
        <EmptyState title={say('person.none')} icon={<IconKey size={30} stroke={1.5} aria-hidden />} />
      )}
      {!!keys?.length && <KeyTable caption={title} keys={keys} />}
    </Panel>
  );
}
