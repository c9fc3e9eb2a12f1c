import { useText } from '@continuum/ui-language';
import { Button, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { InputField } from './check-prescription.ts';
import { type Draft, neededBy, wrongIn } from './draft.browser.ts';
import { DrugField } from './drug-field.tsx';
import { frequencies, routes, units } from './posology.data.ts';
import classes from './prescribe.module.css';
import { texts } from './texts.ts';

interface PartProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  wrong: (field: InputField) => string | undefined;
}

/** Options of a list, after the one that chooses nothing. */
const optionsOf = (first: string, options: { value: string; label: string }[]) => [
  { value: '', label: first },
  ...options,
];

function useUnits() {
  const say = useText(texts);
  return optionsOf(
    say('choose'),
    units.map(({ code }) => ({ value: code, label: say(`unit.${code}`) })),
  );
}

interface FieldProps {
  name: 'dose' | 'days' | 'quantity' | 'repeats';
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  error: string | undefined;
  help?: string;
}

/** A number, as it is written: with a comma or a point. */
function NumberField({ name, draft, set, error, help }: FieldProps) {
  const say = useText(texts);
  return (
    <TextInput
      required
      inputMode="decimal"
      autoComplete="off"
      label={say(name)}
      description={help}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={error}
      value={draft[name]}
      onChange={event => set({ [name]: event.currentTarget.value })}
    />
  );
}

interface ListProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  error: string | undefined;
  onChange: (value: string) => void;
}

const List = ({ options, onChange, ...field }: ListProps) => (
  <NativeSelect
    required
    size="md"
    {...field}
    data={options}
    onChange={event => onChange(event.currentTarget.value)}
  />
);

/** How much at once, how often, by which way, for how long. */
function Posology({ draft, set, wrong }: PartProps) {
  const say = useText(texts);
  const often = frequencies.map(({ code }) => ({ value: code, label: say(`frequency.${code}`) }));
  const ways = routes.map(({ code }) => ({ value: code, label: say(`route.${code}`) }));
  const unit = (doseUnit: string) =>
    set({ doseUnit, ...(draft.quantityUnit === draft.doseUnit && { quantityUnit: doseUnit }) });
  return (
    <>
      <div className={classes.pair}>
        <NumberField name="dose" draft={draft} set={set} error={wrong('dose.value')} />
        <List
          label={say('dose.unit')}
          value={draft.doseUnit}
          options={useUnits()}
          error={wrong('dose.unit')}
          onChange={unit}
        />
        <List
          label={say('frequency')}
          value={draft.frequency}
          options={optionsOf(say('choose'), often)}
          error={wrong('frequency')}
          onChange={frequency => set({ frequency })}
        />
        <List
          label={say('route')}
          value={draft.route}
          options={ways}
          error={wrong('route')}
          onChange={route => set({ route })}
        />
      </div>
      <Checkbox
        label={say('asNeeded')}
        checked={draft.asNeeded}
        onChange={event => set({ asNeeded: event.currentTarget.checked })}
      />
    </>
  );
}

/** What the pharmacy hands over. */
function Supply({ draft, set, wrong }: PartProps) {
  const say = useText(texts);
  const needed = neededBy(draft);
  const isSame = draft.quantityUnit === draft.doseUnit;
  const help = needed !== undefined && isSame ? say('quantity.help', { amount: needed }) : undefined;
  return (
    <div className={classes.pair}>
      <NumberField name="days" draft={draft} set={set} error={wrong('days')} />
      <NumberField name="repeats" draft={draft} set={set} error={wrong('repeats')} />
      <NumberField name="quantity" draft={draft} set={set} error={wrong('quantity.value')} help={help} />
      <List
        label={say('quantity.unit')}
        value={draft.quantityUnit}
        options={useUnits()}
        error={wrong('quantity.unit')}
        onChange={quantityUnit => set({ quantityUnit })}
      />
    </div>
  );
}

interface PrescribeFormProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  busy: boolean;
  onReview: () => void;
}

/** A prescription is typed; what is wrong is told field by field once it was asked to be read again. */
export function PrescribeForm({ draft, set, busy, onReview }: PrescribeFormProps) {
  const say = useText(texts);
  const [asked, setAsked] = useState(false);
  const problems = wrongIn(draft);
  const wrong = (field: InputField) => (asked && problems.has(field) ? say(`wrong.${field}`) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (problems.size === 0) onReview();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <DrugField value={draft.drug} error={wrong('din')} onChange={drug => set({ drug })} />
        <Posology draft={draft} set={set} wrong={wrong} />
        <Supply draft={draft} set={set} wrong={wrong} />
        <Textarea
          size="md"
          label={say('note')}
          description={say('note.help')}
          autosize
          minRows={2}
          error={wrong('note')}
          value={draft.note}
          onChange={event => set({ note: event.currentTarget.value })}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {say('review')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
