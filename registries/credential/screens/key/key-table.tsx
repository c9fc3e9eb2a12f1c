import { type Column, DataTable, DateText, type More } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { useState } from 'react';
import classes from './key.module.css';
import { KeyBadge, useEnding } from './key-badge.tsx';
import { ManageKey } from './manage-key.tsx';
import type { ShownKey } from './shown-key.browser.ts';
import { texts } from './texts.ts';

function Ending({ shown }: { shown: ShownKey }) {
  const say = useText(texts);
  const { warning, days } = useEnding(shown);
  return (
    <span className={classes.person}>
      <DateText value={shown.expires} />
      {warning && <span className={classes.quiet}>{say('ending.in', { days })}</span>}
    </span>
  );
}

function Person({ shown }: { shown: ShownKey }) {
  return (
    <span className={classes.person}>
      {shown.name}
      <span className={classes.quiet}>{shown.userName}</span>
    </span>
  );
}

interface KeyTableProps {
  caption: string;
  keys: readonly ShownKey[];
  more?: More;
}

/** Keys, a row each, and what those who manage access may do with one. */
export function KeyTable({ caption, keys, more }: KeyTableProps) {
  const say = useText(texts);
  const [managed, setManaged] = useState<ShownKey>();
  const columns: Column<ShownKey>[] = [
    {
      key: 'person',
      title: say('register.person'),
      header: true,
      render: shown => <Person shown={shown} />,
    },
    { key: 'kind', title: say('register.key'), render: ({ kind }) => say(`kind.${kind}`) },
    { key: 'state', title: say('register.state'), render: shown => <KeyBadge shown={shown} /> },
    { key: 'ends', title: say('until.short'), render: shown => <Ending shown={shown} /> },
    {
      key: 'manage',
      title: say('register.manage'),
      titleHidden: true,
      align: 'end',
      render: shown => (
        <Button
          variant="default"
          aria-label={say('register.manage.of', { name: shown.name })}
          onClick={() => setManaged(shown)}
        >
          {say('register.manage')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <DataTable caption={caption} columns={columns} rows={keys} rowKey={({ id }) => id} more={more} />
      <ManageKey shown={managed} onClose={() => setManaged(undefined)} />
    </>
  );
}
