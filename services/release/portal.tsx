import { putJson, useAct, useJson } from '@continuum/ui-fhir-client';
import { ErrorState, Loading, Panel, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group, Radio, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import classes from './release.module.css';
import type { ChoiceAnswer } from './release-view.ts';
import { texts } from './texts.ts';

const pathOf = (usager: string): string => `/api/release/${usager}/choice`;

type Choice = 'delay' | 'asap';

const chosenIn = ({ asSoonAsPossible }: ChoiceAnswer): Choice => (asSoonAsPossible ? 'asap' : 'delay');

function Choosing({ answer, usager }: { answer: ChoiceAnswer; usager: string }) {
  const say = useText(texts);
  const notice = useNotice();
  const current = chosenIn(answer);
  const [choice, setChoice] = useState<Choice>(current);
  const path = pathOf(usager);
  // What is shown of the results changes with it.
  const saving = useAct(
    () => putJson<ChoiceAnswer>(path, { asSoonAsPossible: choice === 'asap' }),
    [path, `/api/laboratory/${usager}/`, `/api/imaging/${usager}`],
  );
  const { days, mayDecide } = answer;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(undefined, { onSuccess: () => notice(say('choice.done')) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Radio.Group
          aria-label={say('choice.title')}
          value={choice}
          onChange={value => setChoice(value as Choice)}
        >
          <Stack gap="sm">
            {(['delay', 'asap'] as const).map(value => (
              <Radio.Card key={value} value={value} disabled={!mayDecide} className={classes.option}>
                <Radio.Indicator size="md" />
                <span>
                  {say(`choice.${value}`, { days })}
                  <span className={classes.help}>{say(`choice.${value}.help`, { days })}</span>
                </span>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
        <p className={classes.help}>{say('choice.sensitive')}</p>
        {!!saving.error && <ErrorState error={saving.error} />}
        {mayDecide ? (
          <Group justify="flex-end">
            <Button type="submit" loading={saving.isPending} disabled={choice === current}>
              {say('choice.save')}
            </Button>
          </Group>
        ) : (
          <p>{say('choice.readonly')}</p>
        )}
      </Stack>
    </form>
  );
}

/** When a person's results appear: their choice. */
export function ReleaseChoice({ usager }: { usager: string }) {
  const say = useText(texts);
  const { data, error, refetch } = useJson<ChoiceAnswer>(pathOf(usager));
  return (
    <Panel title={say('choice.title')}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {!error && data && <Choosing key={chosenIn(data)} answer={data} usager={usager} />}
    </Panel>
  );
}

/** How a person's results come to be here: the same whether one is kept back or none. */
export function HowResultsAppear({ usager }: { usager: string }) {
  const say = useText(texts);
  const { data } = useJson<ChoiceAnswer>(pathOf(usager));
  if (!data) return null;
  return (
    <p>
      {say(`how.${chosenIn(data)}`, { days: data.days })} {say('choice.sensitive')} {say('how.change')}
    </p>
  );
}
