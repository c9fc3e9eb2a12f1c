import { useJson } from '@continuum/ui-fhir-client';
import { useText } from '@continuum/ui-language';
import { Checkbox, MultiSelect, Radio, Stack } from '@mantine/core';
import classes from '../refusal-form.module.css';
import type { Draft } from './draft.browser.ts';
import { type Item, parts } from './restriction-view.ts';
import { texts } from './texts.ts';

interface FieldsProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  path: string;
  error?: string | undefined;
}

function Items({ draft, set, path, error }: FieldsProps) {
  const say = useText(texts);
  const { data } = useJson<{ items: Item[] }>(`${path}/items`);
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
export function WhatFields({ draft, set, path, error }: FieldsProps) {
  const say = useText(texts);
  return (
    <Radio.Group
      label={say('form.what')}
      value={draft.what}
      onChange={what => set({ what: what as Draft['what'] })}
      classNames={{ label: classes.question }}
    >
      <Stack gap="sm" mt="xs">
        {(['everything', 'parts', 'named'] as const).map(what => (
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
        {draft.what === 'named' && <Items draft={draft} set={set} path={path} error={error} />}
      </Stack>
    </Radio.Group>
  );
}
