import { postJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ErrorState, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button, NativeSelect, Radio, Stack, Textarea } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { api } from './shown.browser.ts';
import { texts } from './texts.ts';

const kinds = ['inappropriate-use', 'incident'] as const;

/** Whoever works reports an incident or an inappropriate use; it gives them the number of the case. */
export function ReportForm() {
  const say = useText(texts);
  const [kind, setKind] = useState<string>('inappropriate-use');
  const [words, setWords] = useState('');
  const [organization, setOrganization] = useState('');
  const { data: places } = useJson<{ organizations: { id: string; name: string }[] }>(
    `${api}/reports/organizations`,
  );
  const act = useAct(() =>
    postJson<{ number: string }>(`${api}/reports`, { kind, words, ...(organization && { organization }) }),
  );
  const send = (submitted: FormEvent) => {
    submitted.preventDefault();
    act.mutate(undefined, { onSuccess: () => setWords('') });
  };
  return (
    <Panel>
      <form onSubmit={send}>
        <Stack gap="md">
          <Radio.Group label={say('report.kind')} value={kind} onChange={setKind}>
            <Stack gap="xs" mt="xs">
              {kinds.map(value => (
                <Radio key={value} value={value} label={say(`kind.${value}`)} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label={say('report.words')}
            required
            autosize
            minRows={4}
            maxLength={4000}
            value={words}
            onChange={event => setWords(event.currentTarget.value)}
          />
          {!!places?.organizations.length && (
            <NativeSelect
              label={say('report.in-name')}
              value={organization}
              onChange={event => setOrganization(event.currentTarget.value)}
              data={[
                { value: '', label: say('report.in-own-name') },
                ...places.organizations.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          {!!act.error && <ErrorState error={act.error} />}
          {act.data && (
            <Alert color="green" icon={<IconCircleCheck aria-hidden />} role="status">
              {say('report.sent', { number: act.data.number })}
            </Alert>
          )}
          <div>
            <Button type="submit" loading={act.isPending}>
              {say('report.send')}
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}
