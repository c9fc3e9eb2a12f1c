import { type Column, DataTable, DateText } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { texts } from './texts.ts';
import { nameOf, type Usager, useUsagerWords } from './usager.browser.ts';

/** The people found: enough to tell them apart, and one way to open a record. */
export function UsagerResults({
  usagers,
  onOpen,
}: {
  usagers: readonly Usager[];
  onOpen: (usager: Usager) => void;
}) {
  const say = useText(texts);
  const words = useUsagerWords();
  const columns: Column<Usager>[] = [
    { key: 'name', title: say('name'), header: true, render: nameOf },
    { key: 'birthDate', title: say('birthDate'), render: usager => <DateText value={usager.birthDate} /> },
    { key: 'age', title: say('age'), render: words.age },
    { key: 'sex', title: say('sex'), render: words.sex },
    {
      key: 'nam',
      title: say('nam'),
      render: usager => <span className="kit-figures">{usager.nam ?? say('no-nam')}</span>,
    },
    ...(usagers.some(usager => usager.city)
      ? [{ key: 'city', title: say('city'), render: (usager: Usager) => usager.city }]
      : []),
    {
      key: 'open',
      title: say('action'),
      titleHidden: true,
      align: 'end',
      render: usager => (
        <Button
          size="sm"
          variant="light"
          autoFocus={usagers.length === 1}
          aria-label={say('open.named', { name: nameOf(usager) })}
          onClick={() => onOpen(usager)}
        >
          {say('open')}
        </Button>
      ),
    },
  ];
  return (
    <DataTable caption={say('results.title')} columns={columns} rows={usagers} rowKey={usager => usager.id} />
  );
}
