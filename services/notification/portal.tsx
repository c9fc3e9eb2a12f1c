import { postJson, putJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ErrorState, Loading, Panel, useNotice } from '@continuum/ui-kit';
import { useFormat, useLanguage, useText } from '@continuum/ui-language';
import { Alert, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconBell, IconMailCheck, IconMailQuestion } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import type { NoticeInput, NoticeState } from './notice-view.ts';
import { texts } from './texts.ts';

const frequencies = ['off', 'each', 'weekly'] as const;
const complete = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[A-Za-z]{2,}$/;

/** A message may be refused, or taken at last, while the page is open. */
const every = 15_000;

interface PartProps {
  path: string;
  state: NoticeState;
}

/** The code that was sent to an address: given back here, or sent again. */
function Confirmation({ path, state }: PartProps) {
  const say = useText(texts);
  const tell = useNotice();
  const language = useLanguage();
  const [code, setCode] = useState('');
  const confirm = useAct(() => postJson(`${path}/confirmation`, { code }), [path]);
  const again = useAct(
    () => putJson(path, { frequency: state.frequency, language, ...(state.email && { email: state.email }) }),
    [path],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(undefined, { onSuccess: () => tell(say('confirmed')) });
  };
  const sendAgain = () =>
    again.mutate(undefined, {
      onSuccess: () => {
        setCode('');
        tell(say('sent'));
      },
    });
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="md">
        {state.state === 'to-confirm' && (
          <>
            <TextInput
              label={say('code')}
              value={code}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              required
              onChange={event => setCode(event.currentTarget.value.replaceAll(/\D/g, ''))}
            />
            <Button type="submit" loading={confirm.isPending} disabled={code.length !== 6}>
              {say('confirm')}
            </Button>
          </>
        )}
        <Button variant="default" loading={again.isPending} onClick={sendAgain}>
          {say('again')}
        </Button>
      </Group>
      {(confirm.error || again.error) && <ErrorState error={confirm.error ?? again.error} />}
    </form>
  );
}

const icons = {
  confirmed: IconMailCheck,
  'to-confirm': IconMailQuestion,
  expired: IconMailQuestion,
  refused: IconAlertTriangle,
};

/** Where notices go, and whether they arrive. */
function AddressState({ path, state }: PartProps) {
  const say = useText(texts);
  const format = useFormat();
  if (state.state === 'none') return null;
  const Icon = icons[state.state];
  const good = state.state === 'confirmed' && !state.delayed;
  const values = { email: state.email, at: format.date(state.refused) };
  return (
    <Alert
      color={state.state === 'refused' ? 'red' : good ? 'sarcelle' : 'ambre'}
      icon={<Icon aria-hidden />}
      role={state.state === 'refused' ? 'alert' : 'status'}
    >
      <Stack gap="sm">
        <Text>{say(`state.${state.state}`, values)}</Text>
        {state.delayed && <Text>{say('delayed')}</Text>}
        {state.state !== 'confirmed' && <Confirmation path={path} state={state} />}
      </Stack>
    </Alert>
  );
}

function ChoiceForm({ path, state, onSaved }: PartProps & { onSaved: () => void }) {
  const say = useText(texts);
  const tell = useNotice();
  const language = useLanguage();
  const [frequency, setFrequency] = useState(state.frequency);
  const [email, setEmail] = useState(state.email ?? '');
  const [wrong, setWrong] = useState(false);
  const save = useAct((input: NoticeInput) => putJson(path, input), [path]);
  const address = email.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const bad = frequency === 'off' ? address !== '' && !complete.test(address) : !complete.test(address);
    setWrong(bad);
    if (bad) return;
    save.mutate(
      { frequency, language, ...(address && { email: address }) },
      {
        onSuccess: () => {
          tell(say('saved'));
          onSaved();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Radio.Group
          label={say('frequency')}
          value={frequency}
          onChange={value => setFrequency(value as NoticeState['frequency'])}
        >
          <Stack gap="xs" mt="xs">
            {frequencies.map(one => (
              <Radio
                key={one}
                value={one}
                label={say(one)}
                description={one === 'off' ? undefined : say(`${one}.detail`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          type="email"
          label={say('email')}
          description={say('email.detail')}
          autoComplete="email"
          maxLength={254}
          maw={420}
          value={email}
          error={wrong ? say('email.wrong') : undefined}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          {say('always')}
        </Text>
        <Group>
          <Button type="submit" loading={save.isPending}>
            {say('save')}
          </Button>
        </Group>
        {save.error && <ErrorState error={save.error} />}
      </Stack>
    </form>
  );
}

/** "Access notices": whether and how often a person is told by e-mail that a record was opened; off until they choose. */
export function AccessNotices({ patient }: { patient: string }) {
  const say = useText(texts);
  const [changing, setChanging] = useState(false);
  const path = `/api/notification/${patient}`;
  const { data, error, refetch } = useJson<NoticeState>(path, { refreshEvery: every });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const change = (
    <Button
      variant="light"
      aria-expanded={changing}
      leftSection={<IconBell size={18} aria-hidden />}
      onClick={() => setChanging(!changing)}
    >
      {say(changing ? 'close' : 'change')}
    </Button>
  );
  return (
    <Panel title={say('title')} description={say('description')} action={data?.available && change}>
      {data ? (
        <Stack gap="lg">
          <Text>{say(data.available ? `now.${data.frequency}` : 'unavailable')}</Text>
          <AddressState path={path} state={data} />
          {changing && <ChoiceForm path={path} state={data} onSaved={() => setChanging(false)} />}
        </Stack>
      ) : (
        <Loading rows={2} />
      )}
    </Panel>
  );
}
