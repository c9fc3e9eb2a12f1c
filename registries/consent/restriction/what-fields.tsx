import { useJson } from '@continuum/ui-fhir-client';
import { useText } from '@continuum/ui-language';
import { Checkbox, MultiSelect, Radio, Stack } from '@mantine/core';
import { type Desk, pathOf } from '../desk.browser.ts';
import classes from '../refusal-form.module.css';
import type { Draft } from './draft.browser.ts';
import { type Item, parts } from './restriction-view.ts';
import { texts } from './texts.ts';

interface FieldsProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  desk: Desk;
  error?: string | undefined;
}

function Items({ draft, set, desk, error }: FieldsProps) {
  const say = useText(texts);
  const { data } = useJson<{ items: Item[] }>(`${pathOf(desk, 'restriction')}/items`);
  const found = (data?.items ?? []).map(({ id, name, day, part }) => ({
    value: id,
    label: [day, name, say(`part.${part}`)].filter(Boolean).join(', '),
  }));
  const chosen = draft.resources.map(({ id, name }) => ({ value: id, label: name }));
  const options = [...found, ...chosen.filter(({ value }) => !found.some(one => one.value === value))];
  return (
    <MultiSelect
      searchable
      label={say('form.named')}
      description={say('form.named.help')}
      data={options}
      value={draft.resources.map(({ id }) => id)}
      onChange={ids =>
        set({
          resources: ids.map(id => ({ id, name: options.find(one => one.value === id)?.label ?? id })),
        })
      }
      nothingFoundMessage={say('form.named.none')}
      error={error}
    />
  );
}

/** What a restriction hides: everything, parts of the record, or things of it by name. */
export function WhatFields({ draft, set, desk, error }: FieldsProps) {
  const say = useText(texts);
  // Staff sees nothing of the record: what is in it is not named at the counter.
  const choices = desk.request
    ? (['everything', 'parts'] as const)
    : (['everything', 'parts', 'named'] as const);
  return (
    <Radio.Group
      label={say('form.what')}
      value={draft.what}
      onChange={what => set({ what: what as Draft['what'] })}
      classNames={{ label: classes.question }}
    >
      <Stack gap="sm" mt="xs">
        {choices.map(what => (
          <Radio.Card key={what} value={what} className={classes.option}>
            <Radio.Indicator size="md" />
            {say(`what.${what}`)}
          </Radio.Card>
        ))}
        {draft.what === 'parts' && (
          <Checkbox.Group
            aria-label={say('what.parts')}
            value={draft.domains}
            onChange={domains => set({ domains: domains as Draft['domains'] })}
            error={error}
          >
            <Stack gap="xs">
              {parts.map(part => (
                <Checkbox key={part} value={part} label={say(`part.${part}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {draft.what === 'named' && <Items draft={draft} set={set} desk={desk} error={error} />}
        {desk.request && <p className={classes.help}>{say('what.named.carnet')}</p>}
      </Stack>
    </Radio.Group>
  );
}
