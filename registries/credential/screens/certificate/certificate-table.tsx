import { type Column, DataTable, DateText, type More } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconClockPause } from '@tabler/icons-react';
import { useReasonName } from '../act/reason-field.tsx';
import { useStaffActs } from '../use-staff-acts.browser.ts';
import classes from './certificate.module.css';
import { RevokeCertificate } from './revoke-certificate.tsx';
import type { ShownCertificate } from './shown-certificate.browser.ts';
import { texts } from './texts.ts';

const looks = {
  good: { color: 'green', icon: IconCircleCheck },
  held: { color: 'red', icon: IconClockPause },
  revoked: { color: 'gray', icon: IconCircleX },
  expired: { color: 'gray', icon: IconCircleX },
} as const;

function State({ certificate: { state, reason } }: { certificate: ShownCertificate }) {
  const say = useText(texts);
  const reasonName = useReasonName();
  const { color, icon: Icon } = looks[state];
  return (
    <span className={classes.holder}>
      <span>
        <Badge
          color={color}
          variant="light"
          tt="none"
          size="lg"
          miw="max-content"
          leftSection={<Icon size={16} aria-hidden />}
        >
          {say(`state.${state}`)}
        </Badge>
      </span>
      {state === 'revoked' && reason && <span className={classes.quiet}>{reasonName(reason)}</span>}
    </span>
  );
}

function Holder({ certificate: { name, subject } }: { certificate: ShownCertificate }) {
  return (
    <span className={classes.holder}>
      {name}
      <span className={classes.quiet}>{subject}</span>
    </span>
  );
}

function useColumns(): Column<ShownCertificate>[] {
  const say = useText(texts);
  const revokes = useStaffActs()?.has('revoke-certificate');
  return [
    { key: 'holder', title: say('holder'), header: true, render: row => <Holder certificate={row} /> },
    { key: 'profile', title: say('profile.label'), render: ({ profile }) => say(`profile.one.${profile}`) },
    {
      key: 'serial',
      title: say('serial'),
      render: ({ serial }) => <span className={classes.serial}>{serial}</span>,
    },
    { key: 'issued', title: say('issued'), render: ({ issued }) => <DateText value={issued} /> },
    { key: 'expires', title: say('expires'), render: ({ expires }) => <DateText value={expires} /> },
    { key: 'state', title: say('state'), render: row => <State certificate={row} /> },
    {
      key: 'revoke',
      title: say('revoke'),
      titleHidden: true,
      align: 'end',
      render: row =>
        revokes && (row.state === 'good' || row.state === 'held') ? (
          <RevokeCertificate certificate={row} />
        ) : null,
    },
  ];
}

/** Certificates, a row each. */
export function CertificateTable({ rows, more }: { rows: readonly ShownCertificate[]; more: More }) {
  const say = useText(texts);
  const columns = useColumns();
  return (
    <DataTable
      caption={say('title')}
      columns={columns}
      rows={rows}
      rowKey={({ serial }) => serial}
      more={more}
    />
  );
}
