import { postJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ErrorState } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Alert, Button, Group } from '@mantine/core';
import { IconPencilCheck } from '@tabler/icons-react';
import { namedOf } from './request-facts.tsx';
import type { Correction, CorrectionsAnswer } from './request-view.ts';
import { texts } from './texts.ts';

function Line({ correction }: { correction: Correction }) {
  const say = useText(texts);
  const format = useFormat();
  const { type, at, removed, organizationName: organization, certain } = correction;
  const what = `${say(`type.${type}` as 'about')} ${namedOf(correction)}`;
  const told = [
    say(removed ? 'notice.line.removed' : 'notice.line', { what, at: format.date(at) }),
    organization && say('notice.by', { organization }),
    !certain && say('notice.maybe'),
  ];
  return <li>{told.filter(Boolean).join(' · ')}</li>;
}

/** Tells a provider, when they open a record, what was corrected of that which they had seen in it before. */
export function CorrectionNotice({ usager }: { usager: string }) {
  const say = useText(texts);
  const path = `/api/rights/${usager}/corrections`;
  const { data } = useJson<CorrectionsAnswer>(path);
  const corrections = data?.corrections ?? [];
  const act = useAct(async () => {
    for (const { id } of corrections) await postJson(`${path}/${id}/acknowledgement`, {});
  }, [path]);
  if (corrections.length === 0) return null;
  return (
    <Alert
      color="ambre"
      role="status"
      mb="md"
      icon={<IconPencilCheck aria-hidden />}
      title={say('notice.title', { count: corrections.length })}
    >
      <p>{say('notice.text')}</p>
      <ul>
        {corrections.map(correction => (
          <Line key={correction.number} correction={correction} />
        ))}
      </ul>
      <p>{say('notice.act')}</p>
      {!!act.error && <ErrorState error={act.error} />}
      <Group justify="flex-end" className="kit-no-print">
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate(undefined)}>
          {say('notice.known')}
        </Button>
      </Group>
    </Alert>
  );
}
