import { postJson } from '@continuum/ui-fhir-client';
import { Dialog, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { type PreparedAct, SignAndSend } from '@continuum/ui-session';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, type ShownRow } from '../shown.browser.ts';
import { readGrant } from './grant-facts.ts';
import { GrantShown } from './grant-shown.tsx';
import { texts } from './texts.ts';

/** The grant, when it is of that request and says nothing else. */
function show(act: Record<string, unknown>, row: ShownRow) {
  const facts = readGrant(act);
  const isTheirs =
    facts?.request === row.id &&
    facts.practitioner.reference === `Practitioner/${row.practitioner}` &&
    facts.organization.reference === `Organization/${row.organization}` &&
    facts.profile === row.profile;
  return isTheirs ? <GrantShown facts={facts} /> : undefined;
}

/** Accepts a request: what is granted is read again, signed by the agent's key, and kept by the authorization. */
export function AcceptRequest({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const done = () => {
    tell(say('done'));
    close();
  };
  const request = `${api}/requests/${row.id}`;
  return (
    <>
      <Button size="compact-md" variant="light" onClick={() => setOpened(true)}>
        {say('accept')}
      </Button>
      {opened && (
        <Dialog opened title={say('title')} onClose={close}>
          <SignAndSend
            prepare={() => postJson<PreparedAct>(`${request}/grant`, {})}
            show={act => show(act, row)}
            send={grant => postJson(`${request}/events`, { event: 'accept', grant })}
            touches={[api]}
            words={{
              ...{ lead: say('lead'), sending: say('accepting') },
              ...{ notSent: say('signed.not-accepted'), again: say('retry') },
            }}
            onDone={done}
            onClose={close}
          />
        </Dialog>
      )}
    </>
  );
}
