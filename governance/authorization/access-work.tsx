import { EmptyState, ErrorState, Loading, useGuide } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { IconLock } from '@tabler/icons-react';
import { AccessList } from './access-list.tsx';
import { NewAgent } from './form/new-agent.tsx';
import { NewDesignation } from './form/new-designation.tsx';
import { NewRequest } from './form/new-request.tsx';
import { useMine } from './shown.browser.ts';
import { texts } from './texts.ts';

/** What ends soon, and the review of who has access: for GAA, AGA and operations. */
function InTime() {
  const say = useText(texts);
  const within = (...days: number[]) =>
    days.flatMap(day => [`authorization-${day}`, `certificate-${day}`]).join(',');
  const of = (kind: string) => [90, 30, 7].map(day => `${kind}-${day}`).join(',');
  return (
    <>
      <AccessList
        name="endings"
        title="endings"
        filter={{
          label: say('filter.ending'),
          choices: [
            { label: say('filter.all'), states: '' },
            { label: say('filter.30'), states: within(30, 7) },
            { label: say('filter.7'), states: within(7) },
            { label: say('filter.authorization'), states: of('authorization') },
            { label: say('filter.certificate'), states: of('certificate') },
          ],
        }}
      />
      <AccessList
        name="reviews"
        title="reviews"
        filter={{
          label: say('filter.review'),
          choices: [
            { label: say('filter.open'), states: 'open' },
            { label: say('filter.answered'), states: 'confirmed,withdrawn' },
          ],
        }}
      />
    </>
  );
}

/** Offices that have a guide, the one whose work comes first on the page first. */
const withGuide = ['aga', 'tvi', 'avi', 'gaa'] as const;

/** Every task of access authorizations that is of whoever looks: what waits for them first. */
export function AccessWork() {
  const say = useText(texts);
  const { data, error, refetch } = useMine();
  useGuide(withGuide.find(office => data?.offices.some(held => held.office === office)));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const holds = (...offices: string[]) => data.offices.some(({ office }) => offices.includes(office));
  const managed = data.offices.filter(({ office }) => office === 'gaa');
  if (data.offices.length === 0)
    return <EmptyState title={say('no-part')} icon={<IconLock size={30} stroke={1.5} aria-hidden />} />;
  return (
    <>
      {holds('aga') && <AccessList name="requests" states="submitted,validated" title="requests" />}
      {holds('tvi', 'avi') && (
        <AccessList
          name="handovers"
          states="ordered,mailed,verified-by-video,enrolling-by-video,with-avi,verified-in-person,enrolling-in-person"
          title="handovers"
        />
      )}
      {holds('tvi') && (
        <AccessList
          name="unblockings"
          title="unblockings"
          filter={{
            label: say('filter.unblocking'),
            choices: [
              { label: say('filter.open'), states: 'asked' },
              { label: say('filter.answered'), states: 'lifted,reordered,refused' },
            ],
          }}
        />
      )}
      {managed.length > 0 && (
        <AccessList
          name="requests"
          states="submitted,validated,returned"
          title="returned"
          action={<NewRequest organizations={managed} />}
        />
      )}
      {holds('gaa', 'aga', 'operations') && <InTime />}
      {holds('operations') && (
        <>
          <AccessList name="designations" title="designations" action={<NewDesignation />} />
          <AccessList name="agents" title="agents" action={<NewAgent />} />
        </>
      )}
      {holds('gaa', 'aga', 'operations') && <AccessList name="authorizations" title="authorizations" />}
    </>
  );
}
