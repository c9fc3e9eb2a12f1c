import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { ActFailure } from '../act/key-act-dialog.tsx';
import { type Reason, ReasonField } from '../act/reason-field.tsx';
import classes from './certificate.module.css';
import type { ShownCertificate } from './shown-certificate.browser.ts';
import { texts } from './texts.ts';

/** Revokes a certificate for good, once its reason was chosen and what follows was read. */
export function RevokeCertificate({ certificate }: { certificate: ShownCertificate }) {
  const say = useText(texts);
  const notice = useNotice();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState<Reason>('keyCompromise');
  const { serial, name, profile } = certificate;
  const revoke = useAct(
    () => postJson(`/api/credential/certificates/${serial}/revocation`, { reason }),
    ['/api/credential'],
  );
  const onSuccess = () => {
    setOpened(false);
    notice(say('revoke.done'));
  };
  return (
    <>
      <Button
        variant="default"
        c="red.8"
        aria-label={say('revoke.of', { name, serial })}
        onClick={() => setOpened(true)}
      >
        {say('revoke')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('revoke.title', { name })}
        confirm={say('revoke.confirm')}
        tone="danger"
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate(undefined, { onSuccess })}
        onCancel={() => setOpened(false)}
      >
        <p className={classes.text}>{say(`revoke.${profile}`)}</p>
        <p className={classes.text}>{say('revoke.final')}</p>
        <ReasonField value={reason} onChange={setReason} />
        <ActFailure error={revoke.error} />
      </ConfirmDialog>
    </>
  );
}
