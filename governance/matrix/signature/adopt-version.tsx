import { isSameJson } from '@continuum/standards-fhir/same-json';
import { postJson } from '@continuum/ui-fhir-client';
import { Dialog, Facts, useNotice } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { type PreparedAct, SignAndSend } from '@continuum/ui-session';
import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { ChangeList } from '../change-list.tsx';
import { api, type ShownVersion } from '../shown.browser.ts';
import { useWords } from '../words.browser.ts';
import { readAdoption } from './adoption-facts.ts';
import { texts } from './texts.ts';

/** Whether an act says what the screen has shown of that version, row by row, and nothing else. */
function isOf(act: Record<string, unknown>, { id, base, reason, starts, rows }: ShownVersion): boolean {
  const facts = readAdoption(act);
  if (!facts || facts.version !== id || facts.base !== base || facts.reason !== reason) return false;
  if ((facts.starts ?? null) !== starts) return false;
  return Object.entries(facts.rows).every(([profile, row]) => isSameJson(row, rows[profile]));
}

function Adoption({ version }: { version: ShownVersion }) {
  const say = useText(texts);
  const format = useFormat();
  const { base, reason, starts, changes } = version;
  return (
    <Stack gap="md">
      <Facts
        layout="rows"
        items={[
          { label: say('reason'), value: reason },
          { label: say('starts'), value: starts === null ? say('starts.now') : format.date(starts) },
        ]}
      />
      <ChangeList changes={changes} caption={say('changes', { base: base! })} />
    </Stack>
  );
}

/** Puts a version in force: what it changes is read again, signed by the key of who does it, and kept with it. */
export function AdoptVersion({ version }: { version: ShownVersion }) {
  const say = useText(texts);
  const words = useWords();
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const done = () => {
    tell(say('done'));
    close();
  };
  const { id, revision } = version;
  const address = `${api}/versions/${id}`;
  return (
    <>
      <Button onClick={() => setOpened(true)}>{say('adopt')}</Button>
      {opened && (
        <Dialog opened title={`${say('adopt')} · ${words.version(version)}`} size="860px" onClose={close}>
          <SignAndSend
            prepare={() => postJson<PreparedAct>(`${address}/adoption`, { revision })}
            show={act => (isOf(act, version) ? <Adoption version={version} /> : undefined)}
            send={adoption => postJson(`${address}/steps`, { act: 'adopt', revision, adoption })}
            touches={[api]}
            words={{
              ...{ lead: say('lead'), sending: say('sending') },
              ...{ notSent: say('not-sent'), again: say('again') },
            }}
            onDone={done}
            onClose={close}
          />
        </Dialog>
      )}
    </>
  );
}
