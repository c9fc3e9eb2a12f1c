import { postJson, ServerFailure, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, ErrorState, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert } from '@mantine/core';
import { useState } from 'react';
import type { Audience, KeyAct, ShownKey } from '../key/shown-key.browser.ts';
import classes from './act.module.css';
import { consequencesOf } from './consequences.browser.ts';
import { type Reason, ReasonField } from './reason-field.tsx';
import { texts } from './texts.ts';

/** What is about to be said of a key. */
export interface PendingAct {
  key: ShownKey;
  act: KeyAct;
}

interface KeyActDialogProps {
  /** Closed when nothing is pending. */
  pending: PendingAct | undefined;
  audience: Audience;
  onCancel: () => void;
  onDone: () => void;
}

const dangerous: ReadonlySet<KeyAct> = new Set<KeyAct>(['lost', 'suspend', 'blocked', 'revoke']);
const ofOwn = ['lost', 'blocked', 'renew'] as const;
const isOfOwn = (act: KeyAct): act is (typeof ofOwn)[number] => (ofOwn as readonly KeyAct[]).includes(act);

const mends: Record<number, 'conflict' | 'unverified'> = { 409: 'conflict', 422: 'unverified' };

/** Somebody else was faster, or two pairs of eyes are wanted: said in the reader's language. */
export function ActFailure({ error }: { error: unknown }) {
  const say = useText(texts);
  if (!error) return null;
  const mend = error instanceof ServerFailure ? mends[error.status] : undefined;
  if (!mend) return <ErrorState error={error} />;
  return (
    <Alert role="alert" color="red" variant="light">
      {say(mend)}
    </Alert>
  );
}

function Asked({ pending, audience, onCancel, onDone }: KeyActDialogProps & { pending: PendingAct }) {
  const say = useText(texts);
  const notice = useNotice();
  const [reason, setReason] = useState<Reason>('keyCompromise');
  const { key, act } = pending;
  const path = `/api/credential/keys/${encodeURIComponent(key.id)}/events`;
  const body = { event: act, ...(act === 'revoke' && { reason }) };
  const send = useAct(() => postJson(path, body), ['/api/credential']);
  const confirm = act === 'lost' && key.state === 'enrolled' ? 'lost.confirm.enrolled' : `${act}.confirm`;
  const done = () => {
    notice(say(`${act}.done`));
    onDone();
  };
  return (
    <ConfirmDialog
      opened
      title={audience === 'own' && isOfOwn(act) ? say(`${act}.own`) : say(`${act}.title`, { name: key.name })}
      confirm={say(confirm as `${KeyAct}.confirm`)}
      tone={dangerous.has(act) ? 'danger' : 'normal'}
      busy={send.isPending}
      onConfirm={() => send.mutate(undefined, { onSuccess: done })}
      onCancel={onCancel}
    >
      <ul className={classes.then}>
        {consequencesOf(act, key, audience).map(sentence => (
          <li key={sentence}>{say(sentence, { name: key.name })}</li>
        ))}
      </ul>
      {act === 'revoke' && <ReasonField value={reason} onChange={setReason} />}
      <ActFailure error={send.error} />
    </ConfirmDialog>
  );
}

/** Says what an act on a key will do, and does it once it is confirmed. */
export function KeyActDialog(props: KeyActDialogProps) {
  const { pending } = props;
  return pending ? <Asked key={`${pending.key.id} ${pending.act}`} {...props} pending={pending} /> : null;
}
