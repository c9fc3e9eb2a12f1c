import { Dialog, FormEnd, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ShownRequest } from '../request-view.ts';
import { evidenceLimits } from './evidence.data.ts';
import { EvidenceField } from './evidence-field.tsx';
import { evidenceTexts } from './texts.ts';
import { useEvidence } from './use-evidence.browser.ts';

/** Joins files to a request that is not decided yet; nothing when it has as many as it may. */
export function JoinEvidence({ request, list }: { request: ShownRequest; list: string }) {
  const say = useText(evidenceTexts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [tried, setTried] = useState(false);
  const evidence = useEvidence([list]);
  const left = evidenceLimits.files - request.joined.length;
  const close = () => {
    evidence.clear();
    setTried(false);
    setOpened(false);
  };
  const send = async (submitted: FormEvent) => {
    submitted.preventDefault();
    setTried(true);
    const { files, isFit } = evidence;
    if (files.length === 0 || files.length > left || !isFit) return;
    if (!(await evidence.send(`${list}/${request.id}/evidence`))) return;
    close();
    tell(say('join.done', { number: request.number }));
  };
  if (left <= 0 && !opened) return null;
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {say('join')}
      </Button>
      <Dialog opened={opened} title={`${say('join')} · ${request.number}`} onClose={close}>
        <form onSubmit={submitted => void send(submitted)} noValidate>
          <Stack gap="md">
            <EvidenceField
              evidence={evidence}
              left={left}
              error={tried && evidence.files.length === 0 ? say('none') : undefined}
            />
            <FormEnd
              error={evidence.error}
              busy={evidence.sending !== undefined}
              held={evidence.sending !== undefined}
              submit={say('join.send')}
              onCancel={close}
            />
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
