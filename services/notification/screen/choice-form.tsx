import { putJson, useAct } from '@continuum/ui-fhir-client';
import { ErrorState, useNotice } from '@continuum/ui-kit';
import { useLanguage, useText } from '@continuum/ui-language';
import { Button, Checkbox, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Channel } from '../channel.ts';
import type { NoticeInput, NoticeState } from '../notice-view.ts';
import { showMobile, toMobile } from '../sms/mobile-number.ts';
import { texts } from '../texts.ts';

const frequencies = ['off', 'each', 'weekly'] as const;
const complete = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[A-Za-z]{2,}$/;

type TextKey = (typeof texts)['keys'][number];

/** What is in the form. */
interface Draft {
  frequency: NoticeState['frequency'];
  channels: Channel[];
  requests: Channel[];
  email: string;
  mobile: string;
}

/** By field, the text that says it: the words follow the language of the page. */
type Wrong = Partial<Record<'channels' | 'requests' | 'email' | 'mobile', TextKey>>;

const draftOf = ({ available, frequency, channels, requests, email, sms }: NoticeState): Draft => ({
  frequency,
  // What is no longer offered cannot be chosen.
  channels: channels.filter(channel => available.includes(channel)),
  requests: requests.filter(channel => available.includes(channel)),
  email: email.address ?? '',
  mobile: showMobile(sms.address ?? ''),
});

/** What must be mended before it is sent, by field. */
function wrongIn(draft: Draft, { prefixes, devices }: NoticeState): Wrong {
  const { frequency, channels, requests, email, mobile } = draft;
  const needs = (channel: Channel) =>
    (frequency !== 'off' && channels.includes(channel)) || requests.includes(channel);
  const wrong: Wrong = {};
  if (frequency !== 'off' && channels.length === 0) wrong.channels = 'channels.none';
  if (devices.length === 0) {
    if (frequency !== 'off' && channels.includes('push')) wrong.channels = 'push.none';
    if (requests.includes('push')) wrong.requests = 'push.none';
  }
  const address = email.trim();
  if ((address !== '' || needs('email')) && !complete.test(address)) wrong.email = 'email.wrong';
  if (mobile.trim() !== '' || needs('sms')) {
    const number = toMobile(mobile, prefixes);
    if ('problem' in number) wrong.mobile = `mobile.${number.problem}`;
  }
  return wrong;
}

/** The addresses that are not as they were: each is sent a code. */
function changedIn({ email, mobile }: Draft, { email: mail, sms, prefixes }: NoticeState) {
  const address = email.trim();
  const number = toMobile(mobile, prefixes);
  return {
    ...(address !== '' && address !== mail.address && { email: address }),
    ...('mobile' in number && number.mobile !== sms.address && { mobile: number.mobile }),
  };
}

interface WaysProps {
  label: string;
  description?: string;
  offered: readonly Channel[];
  value: Channel[];
  error?: string | undefined;
  onChange: (value: Channel[]) => void;
}

/** By which ways, of those that messages leave by. */
function Ways({ label, description, offered, value, error, onChange }: WaysProps) {
  const say = useText(texts);
  return (
    <Checkbox.Group
      label={label}
      description={description}
      value={value}
      error={error}
      onChange={chosen => onChange(chosen as Channel[])}
    >
      <Group gap="lg" my="xs">
        {offered.map(channel => (
          <Checkbox key={channel} value={channel} label={say(`way.${channel}`)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

interface ChoiceFormProps {
  path: string;
  state: NoticeState;
  onSaved: () => void;
}

/** How often a person is told of accesses, by which ways, whether of requests, and where. */
export function ChoiceForm({ path, state, onSaved }: ChoiceFormProps) {
  const say = useText(texts);
  const tell = useNotice();
  const language = useLanguage();
  const [draft, setDraft] = useState(() => draftOf(state));
  const [wrong, setWrong] = useState<Wrong>({});
  const save = useAct((input: NoticeInput) => putJson(path, input), [path]);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const offers = (channel: Channel) => state.available.includes(channel);
  const words = (field: keyof Wrong) => wrong[field] && say(wrong[field]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = wrongIn(draft, state);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    const { frequency, channels, requests } = draft;
    save.mutate(
      { frequency, channels, requests, language, ...changedIn(draft, state) },
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
          value={draft.frequency}
          onChange={value => set({ frequency: value as NoticeState['frequency'] })}
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
        {draft.frequency !== 'off' && (
          <Ways
            label={say('channels')}
            offered={state.available}
            value={draft.channels}
            error={words('channels')}
            onChange={channels => set({ channels })}
          />
        )}
        <Ways
          label={say('requests')}
          description={say('requests.detail')}
          offered={state.available}
          value={draft.requests}
          error={words('requests')}
          onChange={requests => set({ requests })}
        />
        {offers('email') && (
          <TextInput
            type="email"
            label={say('email')}
            description={say('email.detail')}
            autoComplete="email"
            maxLength={254}
            maw={420}
            value={draft.email}
            error={words('email')}
            onChange={event => set({ email: event.currentTarget.value })}
          />
        )}
        {offers('sms') && (
          <TextInput
            type="tel"
            label={say('mobile')}
            description={say('mobile.detail')}
            autoComplete="tel"
            maxLength={40}
            maw={420}
            value={draft.mobile}
            error={words('mobile')}
            onChange={event => set({ mobile: event.currentTarget.value })}
          />
        )}
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
