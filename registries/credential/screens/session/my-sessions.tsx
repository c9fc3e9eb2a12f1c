import { deleteJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ConfirmDialog, ErrorState, Loading, Panel, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useSessionControl } from '@continuum/ui-session';
import { Button } from '@mantine/core';
import { useState } from 'react';
import classes from './my-sessions.module.css';
import { SessionLine, type ShownSession, useSessionName } from './session-line.tsx';
import { texts } from './texts.ts';

const path = '/api/session/open';

function CloseAll({ count }: { count: number }) {
  const say = useText(texts);
  const { signOutEverywhere } = useSessionControl();
  const [opened, setOpened] = useState(false);
  const all = useAct(signOutEverywhere);
  return (
    <>
      <Button color="red" variant="outline" onClick={() => setOpened(true)}>
        {say('all')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('all.title')}
        confirm={say('all.confirm')}
        tone="danger"
        busy={all.isPending}
        error={all.error}
        onConfirm={() => all.mutate()}
        onCancel={() => setOpened(false)}
      >
        <p className={classes.text}>{say('all.text', { count })}</p>
      </ConfirmDialog>
    </>
  );
}

function useCloseOne() {
  const say = useText(texts);
  const notice = useNotice();
  const one = useAct((id: string) => deleteJson<void>(`${path}/${id}`), [path]);
  return {
    error: one.error,
    closing: one.isPending ? one.variables : undefined,
    close: (id: string) => one.mutate(id, { onSuccess: () => notice(say('closed')) }),
  };
}

function SessionAct({ session, one }: { session: ShownSession; one: ReturnType<typeof useCloseOne> }) {
  const say = useText(texts);
  const nameOf = useSessionName();
  const { signOut } = useSessionControl();
  if (session.current)
    return (
      <Button variant="default" onClick={() => void signOut()}>
        {say('leave')}
      </Button>
    );
  return (
    <Button
      variant="default"
      loading={one.closing === session.id}
      aria-label={say('close.one', { session: nameOf(session) })}
      onClick={() => one.close(session.id)}
    >
      {say('close')}
    </Button>
  );
}

/** One's open sessions: where, since when, last used; closes one, or all of them. This one signs out. */
export function MySessions() {
  const say = useText(texts);
  const { data: sessions, error, refetch } = useJson<ShownSession[]>(path);
  const one = useCloseOne();
  return (
    <Panel
      title={say('title')}
      description={say('description')}
      padding="flush"
      action={!!sessions && <CloseAll count={sessions.length} />}
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!!one.error && <ErrorState error={one.error} />}
      {!sessions && !error && <Loading rows={4} />}
      {!!sessions && (
        <>
          <ul className={classes.list}>
            {sessions.map(session => (
              <SessionLine
                key={session.id}
                session={session}
                action={<SessionAct session={session} one={one} />}
              />
            ))}
          </ul>
          <p className={classes.claim}>{say('claim')}</p>
        </>
      )}
    </Panel>
  );
}
