import { deleteJson, useAct, useJsonPages } from '@continuum/ui-fhir-client';
import { type Column, ConfirmDialog, DateText, EmptyState, ListPanel, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, Button } from '@mantine/core';
import { IconMailOpened } from '@tabler/icons-react';
import { useState } from 'react';
import { pageAddress } from '../page-address.browser.ts';
import { useStaffActs } from '../use-staff-acts.browser.ts';
import classes from './invitation.module.css';
import { InvitePerson } from './invite-person.tsx';
import { texts } from './texts.ts';

interface ShownInvitation {
  id: string;
  name: string;
  userName: string;
  created: string;
  expires: string;
  invitedBy: string;
  invitedByName: string | null;
}

const path = '/api/credential/enrolments';

function Withdraw({ invitation: { id, name } }: { invitation: ShownInvitation }) {
  const say = useText(texts);
  const notice = useNotice();
  const [opened, setOpened] = useState(false);
  const withdraw = useAct(() => deleteJson<void>(`${path}/${id}`), [path]);
  const done = () => notice(say('withdraw.done'));
  return (
    <>
      <Button variant="default" aria-label={say('withdraw.of', { name })} onClick={() => setOpened(true)}>
        {say('withdraw')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('withdraw.title', { name })}
        confirm={say('withdraw.confirm')}
        tone="danger"
        busy={withdraw.isPending}
        error={withdraw.error}
        onConfirm={() => withdraw.mutate(undefined, { onSuccess: done })}
        onCancel={() => setOpened(false)}
      >
        <p className={classes.text}>{say('withdraw.text')}</p>
      </ConfirmDialog>
    </>
  );
}

function Until({ expires }: { expires: string }) {
  const say = useText(texts);
  if (new Date(expires) > new Date()) return <DateText value={expires} time />;
  return (
    <Badge color="gray" variant="light" tt="none">
      {say('expired')}
    </Badge>
  );
}

function useColumns(): Column<ShownInvitation>[] {
  const say = useText(texts);
  const inviter = ({ invitedBy, invitedByName }: ShownInvitation) =>
    invitedByName ?? (invitedBy.startsWith('Device/') ? say('by.platform') : invitedBy);
  return [
    {
      key: 'person',
      title: say('person'),
      header: true,
      render: ({ name, userName }) => (
        <span className={classes.person}>
          {name}
          <span className={classes.quiet}>{userName}</span>
        </span>
      ),
    },
    { key: 'by', title: say('by'), render: inviter },
    { key: 'age', title: say('age'), render: ({ created }) => <DateText value={created} ago /> },
    { key: 'expires', title: say('expires'), render: ({ expires }) => <Until expires={expires} /> },
    {
      key: 'withdraw',
      title: say('withdraw'),
      titleHidden: true,
      align: 'end',
      render: row => <Withdraw invitation={row} />,
    },
  ];
}

/** The invitations of those whose office it is to invite. */
export function Invitations() {
  return useStaffActs()?.has('invite') ? <Waiting /> : null;
}

/** The invitations whose code was not used yet, with their age; invites, and takes an invitation back. */
function Waiting() {
  const say = useText(texts);
  const columns = useColumns();
  const pages = useJsonPages<{ rows: ShownInvitation[]; next?: string }>(path, ({ next }) =>
    pageAddress(path, { cursor: next }),
  );
  const rows = pages.data?.pages.flatMap(page => page.rows);
  return (
    <ListPanel
      title={say('title')}
      description={say('description')}
      list={{ ...pages, rows }}
      action={<InvitePerson />}
      columns={columns}
      rowKey={({ id }) => id}
      empty={<EmptyState title={say('none')} icon={<IconMailOpened size={30} stroke={1.5} aria-hidden />} />}
      usual={3}
    />
  );
}
