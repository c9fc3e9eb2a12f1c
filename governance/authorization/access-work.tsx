import { EmptyState, ErrorState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { IconLock } from '@tabler/icons-react';
import { AccessList } from './access-list.tsx';
import { NewDesignation } from './new-designation.tsx';
import { NewRequest } from './new-request.tsx';
import { useMine } from './shown.browser.ts';
import { texts } from './texts.ts';

/** Every task of access authorizations that is of whoever looks: what waits for them first. */
export function AccessWork() {
  const say = useText(texts);
  const { data, error, refetch } = useMine();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const holds = (...offices: string[]) => data.offices.some(({ office }) => offices.includes(office));
  const managed = data.offices.find(({ office }) => office === 'gaa')?.organization;
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
      {managed && (
        <AccessList
          name="requests"
          states="submitted,validated,returned"
          title="returned"
          action={<NewRequest organization={managed} />}
        />
      )}
      {holds('operations') && (
        <AccessList name="designations" title="designations" action={<NewDesignation />} />
      )}
      {holds('gaa', 'aga', 'operations') && <AccessList name="authorizations" title="authorizations" />}
      {holds('operations') && <AccessList name="agents" title="agents" />}
    </>
  );
}
