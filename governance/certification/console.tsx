import { type Column, EmptyState, ListPanel } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Badge, Group, Text } from '@mantine/core';
import { IconRosetteDiscountCheck } from '@tabler/icons-react';
import { AttestVersion } from './attest-version.tsx';
import { OpenAttestation } from './open-attestation.tsx';
import { type ShownAttestation, type ShownProduct, useProducts } from './shown.browser.ts';
import { texts } from './texts.ts';
import { WithdrawAttestation } from './withdraw-attestation.tsx';

/** A product and one of its attestations; the first row of a product is where another version is attested. */
interface Row {
  product: ShownProduct;
  attestation?: ShownAttestation;
  first: boolean;
}

const rowsOf = (product: ShownProduct): Row[] =>
  product.attestations.length === 0
    ? [{ product, first: true }]
    : product.attestations.map((attestation, at) => ({ product, attestation, first: at === 0 }));

const colors = { attested: 'sarcelle', expired: 'ambre', withdrawn: 'red' } as const;

function State({ attestation }: { attestation: ShownAttestation | undefined }) {
  const say = useText(texts);
  const format = useFormat();
  if (!attestation) return <Text c="dimmed">{say('state.none')}</Text>;
  const { state, until, withdrawal } = attestation;
  return (
    <Badge color={colors[state]} variant="light" tt="none" miw="max-content">
      {say(`state.${state}`, { date: format.date(withdrawal?.at ?? until) })}
    </Badge>
  );
}

/** What runs, said of a product once, in the row where it begins. */
function Running({ row: { product, first } }: { row: Row }) {
  const say = useText(texts);
  if (!first) return null;
  const { running } = product;
  if (!running) return <Text c="dimmed">{say('running.absent')}</Text>;
  const { version, state } = running;
  return (
    <Group gap="xs">
      <Text span>{version}</Text>
      {state !== 'attested' && (
        <Badge color="ambre" variant="light" tt="none" miw="max-content">
          {say(`running.${state}`)}
        </Badge>
      )}
    </Group>
  );
}

function Acts({ row: { product, attestation, first } }: { row: Row }) {
  return (
    <Group gap="xs">
      {attestation && <OpenAttestation attestation={attestation} />}
      {attestation?.state === 'attested' && <WithdrawAttestation attestation={attestation} />}
      {first && <AttestVersion product={product} />}
    </Group>
  );
}

/** The products of partners, what was attested of each, and the attestation of another version. */
export function CertificationDesk() {
  const say = useText(texts);
  const list = useProducts();
  const columns: Column<Row>[] = [
    { key: 'product', title: say('product'), header: true, render: ({ product }) => product.name },
    { key: 'organization', title: say('organization'), render: ({ product }) => product.organization },
    { key: 'running', title: say('running'), render: row => <Running row={row} /> },
    { key: 'version', title: say('version.attested'), render: ({ attestation }) => attestation?.version },
    { key: 'state', title: say('state'), render: row => <State attestation={row.attestation} /> },
    {
      ...{ key: 'actions', title: say('actions'), titleHidden: true },
      render: row => <Acts row={row} />,
    },
  ];
  return (
    <ListPanel
      title={say('products')}
      description={say(list.required ? 'products.required' : 'products.lead')}
      list={{ ...list, rows: list.products?.flatMap(rowsOf) }}
      rowKey={({ product, attestation }) => attestation?.id ?? product.client}
      columns={columns}
      empty={
        <EmptyState
          title={say('products.none')}
          icon={<IconRosetteDiscountCheck size={30} stroke={1.5} aria-hidden />}
        >
          <p>{say('products.none.text')}</p>
        </EmptyState>
      }
      usual={6}
    />
  );
}
