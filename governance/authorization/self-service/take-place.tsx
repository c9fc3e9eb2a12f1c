import { dayOf } from '@continuum/standards-calendar';
import { useAct } from '@continuum/ui-fhir-client';
import { ErrorState, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { actFor, type Session, useSession, useSessionControl } from '@continuum/ui-session';
import { Alert, Button, Stack, Text } from '@mantine/core';
import type { ShownRow } from '../shown.browser.ts';
import { texts } from './texts.ts';

/** Whether an authorization gives something today, in Québec. */
function isOpen({ state, starts, ends }: ShownRow): boolean {
  const today = dayOf(new Date());
  return state === 'in-force' && (starts ?? '') <= today && today <= (ends ?? '9999');
}

/** The session takes its place under an authorization, and the page says so. */
function useEntering() {
  const say = useText(texts);
  const tell = useNotice();
  const { enter } = useSessionControl();
  return (session: Session) => {
    enter(session);
    const organization = session.organization?.name;
    if (organization !== undefined) tell(say('mine.entered', { organization }));
  };
}

/** Who had no profile when their session was opened, at a usual place. */
const useIsWaiting = (): boolean => {
  const { profile, remote } = useSession();
  return profile === 'none' && remote !== 'undeclared';
};

/**
 * What is done once an authorization may have come into force: a session that was under none takes its place under it. One that is under
 * another stays there. When it cannot be taken now, the page offers it (`EnteredBefore`).
 */
export function useEnterAt(): (authorization: string) => Promise<void> {
  const entering = useEntering();
  const waiting = useIsWaiting();
  return async authorization => {
    if (!waiting) return;
    const session = await actFor(authorization).catch(() => undefined);
    if (session) entering(session);
  };
}

/** Of several organizations, or of a session that is under none yet: acts for this one from now on. */
export function ActFor({ row }: { row: ShownRow }) {
  const say = useText(texts);
  const { organization } = useSession();
  const entering = useEntering();
  const act = useAct(() => actFor(row.id), ['/api']);
  if (organization?.id === row.organization) return <Text size="sm">{say('mine.acting')}</Text>;
  if (!isOpen(row)) return null;
  return (
    <Stack gap="xs">
      <div>
        <Button
          size="sm"
          variant="default"
          loading={act.isPending}
          onClick={() => act.mutate(undefined, { onSuccess: entering })}
        >
          {say('mine.act-for')}
        </Button>
      </div>
      {!!act.error && <ErrorState error={act.error} />}
    </Stack>
  );
}

/** A session that was opened before an authorization was in force: it says so, and is under it at a press. */
export function EnteredBefore({ rows }: { rows: readonly ShownRow[] }) {
  const say = useText(texts);
  const open = rows.filter(isOpen);
  if (!useIsWaiting() || open.length === 0) return null;
  return (
    <Alert role="status" title={say('mine.entered-before')}>
      <Stack gap="sm">
        <Text>{say('mine.entered-before.text')}</Text>
        {open.map(row => (
          <div key={row.id}>
            <Text fw={600}>{row.organizationName}</Text>
            <ActFor row={row} />
          </div>
        ))}
      </Stack>
    </Alert>
  );
}
