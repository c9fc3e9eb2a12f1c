import { useJson } from '@continuum/ui-fhir-client';
import { DateText, ErrorState, Facts, Loading, Panel } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import classes from './certificate.module.css';
import { texts } from './texts.ts';

interface OwnCertificate {
  name: string;
  serial: string;
  from: string;
  until: string;
  fingerprint: string;
}

interface ShownAuthority {
  root: OwnCertificate;
  issuing: OwnCertificate;
  list: { number: number; signed: string; again: string; ends: string; revoked: number };
  counts: Partial<Record<(typeof states)[number], number>>;
}

const states = ['good', 'held', 'revoked', 'expired'] as const;
/** What an authority issues to persons lasts three years: from then on it issues for less. */
const threeYears = 3 * 365 * 86_400_000;

function useCounts(counts: ShownAuthority['counts']): string {
  const say = useText(texts);
  return states
    .filter(state => state === 'good' || counts[state])
    .map(state => say(`authority.${state}`, { count: counts[state] ?? 0 }))
    .join(', ');
}

function AuthorityFacts({ shown: { root, issuing, list, counts } }: { shown: ShownAuthority }) {
  const say = useText(texts);
  const format = useFormat();
  const until = ({ name, until: end }: OwnCertificate) =>
    say('authority.until', { name, date: format.date(end) });
  const items = [
    { label: say('authority.issuing'), value: until(issuing) },
    { label: say('authority.root'), value: until(root) },
    { label: say('authority.counts'), value: useCounts(counts) },
    {
      label: say('authority.list'),
      value: say('authority.number', { number: list.number, count: list.revoked }),
    },
    { label: say('authority.signed'), value: <DateText value={list.signed} time /> },
    { label: say('authority.again'), value: <DateText value={list.again} time /> },
    { label: say('authority.ends'), value: <DateText value={list.ends} time /> },
  ];
  return (
    <div className={classes.authority}>
      {new Date(issuing.until).getTime() - Date.now() < threeYears && (
        <Alert color="ambre" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {say('authority.soon', { date: format.date(issuing.until) })}
        </Alert>
      )}
      <Facts items={items} />
      <Facts
        layout="rows"
        items={[
          {
            label: say('authority.fingerprint'),
            value: <span className={classes.serial}>{root.fingerprint}</span>,
          },
        ]}
      />
    </div>
  );
}

/** How the certificate authority stands: its certificates, its revocation list, what it issued. */
export function AuthorityPanel() {
  const say = useText(texts);
  const { data, error, refetch } = useJson<ShownAuthority>('/api/credential/authority');
  return (
    <Panel
      title={say('authority.title')}
      description={say('authority.description')}
      action={
        <Button
          component="a"
          href="/pki/crl"
          download="continuum.crl"
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {say('download')}
        </Button>
      }
    >
      {!!error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data && <AuthorityFacts shown={data} />}
    </Panel>
  );
}
