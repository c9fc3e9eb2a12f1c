import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button, Checkbox, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { api, type Key, type ShownFile } from './shown.browser.ts';
import { texts } from './texts.ts';

const measures = ['suspend-access', 'notify-authority', 'notify-person', 'no-further-action'] as const;
const withText = new Set(['conclude', 'return', 'decide', 'measure', 'reopen']);

interface Given {
  text?: string;
  measures?: string[];
  measure?: string;
  usager?: string;
}

interface FieldsProps {
  file: ShownFile;
  event: string;
  given: Given;
  onChange: (more: Given) => void;
}

function MeasureChoice({ file, given, onChange }: FieldsProps) {
  const say = useText(texts);
  const waiting = file.case.asked.filter(measure => !file.case.taken.includes(measure));
  const people = [...new Set(file.alerts.flatMap(({ usager }) => usager ?? []))];
  const told = given.measure === 'notify-person' && file.reports.every(({ usager }) => !usager);
  return (
    <>
      <Select
        label={say('ask.measure')}
        data={waiting.map(value => ({ value, label: say(`measure.${value}` as Key) }))}
        value={given.measure ?? null}
        required
        onChange={measure => onChange({ measure: measure ?? undefined })}
      />
      {told && (
        <Select
          label={say('ask.usager')}
          data={people.map(value => ({ value, label: file.usagers[value] ?? '–' }))}
          value={given.usager ?? null}
          required
          onChange={usager => onChange({ usager: usager ?? undefined })}
        />
      )}
    </>
  );
}

function Warning({ file, event, given }: FieldsProps) {
  const say = useText(texts);
  const key =
    event === 'decide'
      ? 'warn.decide'
      : given.measure === 'suspend-access' || given.measure === 'notify-person'
        ? (`warn.${given.measure}` as const)
        : undefined;
  if (!key) return null;
  return (
    <Alert color="ambre" icon={<IconAlertTriangle aria-hidden />}>
      {say(key, { name: file.case.subjectName })}
    </Alert>
  );
}

function Fields(props: FieldsProps) {
  const say = useText(texts);
  const { event, given, onChange } = props;
  const answers = given.measure === 'notify-person';
  return (
    <>
      {event === 'decide' && (
        <Checkbox.Group
          label={say('ask.measures')}
          value={given.measures ?? []}
          onChange={chosen => onChange({ measures: chosen })}
        >
          <Stack gap="xs" mt="xs">
            {measures.map(value => (
              <Checkbox key={value} value={value} label={say(`measure.${value}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      )}
      {event === 'measure' && <MeasureChoice {...props} />}
      {withText.has(event) && (
        <Textarea
          label={say(answers ? 'ask.text.answer' : (`ask.text.${event}` as Key))}
          required
          autosize
          minRows={3}
          maxLength={4000}
          value={given.text ?? ''}
          onChange={change => onChange({ text: change.currentTarget.value })}
        />
      )}
      <Warning {...props} />
    </>
  );
}

/** One step that may be taken: a button, what it asks, its warning. */
function Step({ file, event }: { file: ShownFile; event: string }) {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [given, setGiven] = useState<Given>({});
  const act = useAct(() => postJson(`${api}/cases/${file.case.id}/events`, { event, ...given }), [api]);
  const name = say(`event.${event}` as Key);
  const close = () => {
    act.reset();
    setOpened(false);
  };
  const take = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        setGiven({});
        close();
        tell(say('done'));
      },
    });
  return (
    <>
      <Button variant="light" onClick={() => setOpened(true)}>
        {name}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={`${name} · ${file.case.number}`}
        confirm={name}
        tone={given.measure === 'suspend-access' ? 'danger' : 'normal'}
        busy={act.isPending}
        error={act.error}
        onConfirm={take}
        onCancel={close}
      >
        <Stack gap="md">
          <Fields
            file={file}
            event={event}
            given={given}
            onChange={more => setGiven({ ...given, ...more })}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}

/** The steps that whoever looks may take now; why there is none, when there is none. */
export function CaseSteps({ file }: { file: ShownFile }) {
  const say = useText(texts);
  if (file.may.length === 0) return <Text c="dimmed">{say('file.steps.none')}</Text>;
  return (
    <Group gap="xs">
      {file.may.map(event => (
        <Step key={event} file={file} event={event} />
      ))}
    </Group>
  );
}

/** Adds a note to a case. */
export function NewNote({ id }: { id: string }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const act = useAct(() => postJson(`${api}/cases/${id}/notes`, { text }), [api]);
  const send = () =>
    act.mutate(undefined, {
      onSuccess: () => {
        setText('');
        setOpened(false);
      },
    });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {say('note')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={say('note')}
        confirm={say('note')}
        busy={act.isPending}
        error={act.error}
        onConfirm={send}
        onCancel={() => setOpened(false)}
      >
        <Textarea
          label={say('note.text')}
          required
          autosize
          minRows={3}
          maxLength={4000}
          value={text}
          onChange={change => setText(change.currentTarget.value)}
        />
      </ConfirmDialog>
    </>
  );
}
