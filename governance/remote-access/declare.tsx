import { keepDeviceKey, postJson } from '@continuum/ui-fhir-client';
import { ErrorState, Facts, Panel, useNotice } from '@continuum/ui-kit';
import { useFormat, useLanguage, useText } from '@continuum/ui-language';
import { assertStatement, SignStatement, type Statement, useSessionControl } from '@continuum/ui-session';
import { Button, Checkbox, List, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type DeclarationStatement, readDeclaration } from './read-declaration.ts';
import { api, type Kind, type ShownMine } from './shown.browser.ts';
import { texts } from './texts.ts';

function Conditions({ list }: { list: ShownMine['conditions']['list'] }) {
  const say = useText(texts);
  const language = useLanguage();
  const bySource = [...Map.groupBy(list, ({ source }) => source)];
  return (
    <section>
      <Text component="h3" fw={600} m={0} mb="xs">
        {say('conditions')}
      </Text>
      <Stack gap="sm">
        {bySource.map(([source, conditions]) => (
          <div key={source}>
            <List spacing="xs">
              {conditions.map(({ fr, en }) => (
                <List.Item key={en}>{language === 'en' ? en : fr}</List.Item>
              ))}
            </List>
            <Text size="sm" c="dimmed">
              {say('conditions.source', { source })}
            </Text>
          </div>
        ))}
      </Stack>
    </section>
  );
}

/** What is signed, out of the very text. */
function Shown({ declaration: d }: { declaration: DeclarationStatement }) {
  const say = useText(texts);
  const format = useFormat();
  const where = [say(`kind.${d.extension.kind}`), d.extension.municipality].filter(Boolean).join(' · ');
  return (
    <Stack gap="sm">
      <Facts
        items={[
          { label: say('sign.who'), value: d.who.name },
          { label: say('sign.organization'), value: d.organization.name },
          { label: say('place'), value: d.usualPlace.name },
          { label: say('sign.extension'), value: where },
          { label: say('sign.device'), value: d.device.name },
          { label: say('sign.declared'), value: format.dateTime(d.declared) },
        ]}
      />
      <Text fw={600}>{say('sign.version', { version: d.conditions.version })}</Text>
      <List spacing="xs" lang="fr">
        {d.conditions.accepted.map(text => (
          <List.Item key={text}>{text}</List.Item>
        ))}
      </List>
    </Stack>
  );
}

interface Draft {
  /** `authorization/place`: both at once. */
  where: string;
  kind: Kind;
  municipality: string;
  deviceName: string;
}

interface FormProps {
  mine: ShownMine;
  draft: Draft;
  put: (more: Partial<Draft>) => void;
}

function Form({ mine, draft, put }: FormProps) {
  const say = useText(texts);
  const places = mine.authorizations.flatMap(({ id, organization, places: of }) =>
    of.map(place => ({
      value: `${id}/${place.id}`,
      label: place.name === organization.name ? place.name : `${place.name} · ${organization.name}`,
    })),
  );
  return (
    <>
      <Select
        label={say('place')}
        required
        allowDeselect={false}
        error={places.length === 0 ? say('place.none') : undefined}
        data={places}
        value={draft.where || null}
        onChange={where => put({ where: where ?? '' })}
      />
      <Radio.Group label={say('kind')} value={draft.kind} onChange={kind => put({ kind: kind as Kind })}>
        <Stack gap="xs" mt="xs">
          <Radio value="home" label={say('kind.home')} />
          <Radio
            value="patient-home"
            label={say('kind.patient-home')}
            description={say('kind.patient-home.help')}
          />
        </Stack>
      </Radio.Group>
      {draft.kind === 'home' && (
        <TextInput
          label={say('municipality')}
          description={say('municipality.help')}
          required
          maxLength={120}
          autoComplete="address-level2"
          value={draft.municipality}
          onChange={event => put({ municipality: event.currentTarget.value })}
        />
      )}
      <TextInput
        label={say('device')}
        description={say('device.help')}
        required
        maxLength={80}
        value={draft.deviceName}
        onChange={event => put({ deviceName: event.currentTarget.value })}
      />
    </>
  );
}

/** Where a form begins: the only place there is, when there is one. */
function firstDraft({ authorizations }: ShownMine): Draft {
  const places = authorizations.flatMap(({ id, places: of }) => of.map(place => `${id}/${place.id}`));
  const where = places.length === 1 ? places[0]! : '';
  return { where, kind: 'home', municipality: '', deviceName: '' };
}

async function prepare({ where, kind, municipality, deviceName }: Draft, conditions: string) {
  const [authorization, place] = where.split('/');
  await keepDeviceKey();
  return postJson<Statement>(`${api}/declarations`, {
    ...{ authorization, place, kind, deviceName, conditions },
    ...(kind === 'home' && { municipality }),
  });
}

/** Declares the device that one sits at: the form, then what is signed, then one's own key. */
export function Declare({ mine }: { mine: ShownMine }) {
  const say = useText(texts);
  const tell = useNotice();
  const { retry } = useSessionControl();
  const [draft, setDraft] = useState(() => firstDraft(mine));
  const [read, setRead] = useState(false);
  const [prepared, setPrepared] = useState<Statement>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    prepare(draft, mine.conditions.version)
      .then(setPrepared, setFailure)
      .finally(() => setBusy(false));
  };
  const sign = async (pin: string) => {
    const assertion = await assertStatement(prepared!, pin);
    await postJson(`${api}/signature`, { challenge: prepared!.challenge, assertion });
    tell(say('declared'));
    // The session is another one now: what the screens show of it is read again.
    retry();
  };
  if (prepared) {
    const declaration = readDeclaration(prepared.statement);
    return (
      <Panel title={say('sign.title')}>
        <SignStatement
          prepared={prepared}
          shown={declaration && <Shown declaration={declaration} />}
          sign={sign}
          onBack={() => setPrepared(undefined)}
        />
      </Panel>
    );
  }
  return (
    <Panel title={say('declare.title')} description={say('declare.lead')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Form mine={mine} draft={draft} put={more => setDraft({ ...draft, ...more })} />
          <Conditions list={mine.conditions.list} />
          <Checkbox
            required
            label={say('conditions.read')}
            checked={read}
            onChange={event => setRead(event.currentTarget.checked)}
          />
          {!!failure && <ErrorState error={failure} />}
          <div>
            <Button type="submit" loading={busy} disabled={!read || draft.where === ''}>
              {say('review')}
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  );
}
