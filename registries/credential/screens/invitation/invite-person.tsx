import { useJson } from '@continuum/ui-fhir-client';
import { Dialog, ErrorState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { ShownKey } from '../key/shown-key.browser.ts';
import { addressOf } from '../page-address.browser.ts';
import classes from './invitation.module.css';
import { InviteDialog } from './invite-dialog.tsx';
import type { Invited } from './invite-to-enrol.tsx';
import { texts } from './texts.ts';

interface Found extends Invited {
  active: boolean;
  roles: { organization?: string; role?: string }[];
}

const roleOf = ({ role, organization }: Found['roles'][number]) =>
  [role, organization].filter(Boolean).join(', ');

function Results({ name, onChoose }: { name: string; onChoose: (person: Invited) => void }) {
  const say = useText(texts);
  const path = name ? addressOf('/api/practitioner/', { name }) : undefined;
  const { data, error, refetch } = useJson<{ practitioners: Found[]; next?: string }>(path);
  if (!path) return <p className={classes.text}>{say('person.first')}</p>;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  const people = data.practitioners.filter(({ active }) => active);
  if (people.length === 0) return <p role="status">{say('person.none')}</p>;
  return (
    <>
      <ul className={classes.people}>
        {people.map(person => (
          <li key={person.id}>
            <span className={classes.person}>
              {person.name}
              <span className={classes.quiet}>{person.roles.map(roleOf).join(' · ')}</span>
            </span>
            <Button
              variant="light"
              aria-label={say('invite.one', { name: person.name })}
              onClick={() => onChoose(person)}
            >
              {say('invite')}
            </Button>
          </li>
        ))}
      </ul>
      {data.next && <p className={classes.text}>{say('person.more')}</p>}
    </>
  );
}

function ChoosePerson({ onChoose, onClose }: { onChoose: (person: Invited) => void; onClose: () => void }) {
  const say = useText(texts);
  const [typed, setTyped] = useState('');
  const [name] = useDebouncedValue(typed.trim(), 250);
  return (
    <Dialog opened title={say('invite.person')} onClose={onClose}>
      <div className={classes.form}>
        <TextInput
          label={say('person.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          data-autofocus
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
        />
        <Results name={name} onChoose={onChoose} />
      </div>
    </Dialog>
  );
}

/** The user name that they have, when they have a key: a person keeps theirs. */
function Inviting({ person, onClose }: { person: Invited; onClose: () => void }) {
  const holder = `Practitioner/${person.id}`;
  const { data: keys, error } = useJson<ShownKey[]>(addressOf('/api/credential/keys', { holder }));
  if (!keys && !error) return null;
  return <InviteDialog practitioner={person} userName={keys?.[0]?.userName} onClose={onClose} />;
}

/** A button that looks for a person in the register, and invites them to enrol a key. */
export function InvitePerson() {
  const say = useText(texts);
  const [step, setStep] = useState<'closed' | 'search' | Invited>('closed');
  const close = () => setStep('closed');
  return (
    <>
      <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setStep('search')}>
        {say('invite.person')}
      </Button>
      {step === 'search' && <ChoosePerson onChoose={setStep} onClose={close} />}
      {typeof step === 'object' && <Inviting person={step} onClose={close} />}
    </>
  );
}
