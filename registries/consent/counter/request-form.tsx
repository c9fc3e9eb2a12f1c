import { DateField, Panel } from '@continuum/ui-kit';
import { formatDate, useText } from '@continuum/ui-language';
import { Button, Group, NativeSelect, Radio, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { choiceTexts } from '../choice/texts.ts';
import classes from '../refusal-form.module.css';
import { type CounterAnswer, counterMeans, identityKinds } from './counter-view.ts';
import { deciderOf, type RequestDraft, wrongIn } from './request-draft.browser.ts';
import { counterTexts } from './texts.ts';

interface FieldsProps {
  draft: RequestDraft;
  set: (change: Partial<RequestDraft>) => void;
  wrong: Partial<ReturnType<typeof wrongIn>>;
}

function How({ draft, set, wrong }: FieldsProps) {
  const say = useText(counterTexts);
  return (
    <Stack gap="md">
      <Radio.Group
        label={say('request.means')}
        value={draft.means}
        onChange={means => set({ means: means as RequestDraft['means'] })}
        classNames={{ label: classes.question }}
      >
        <Stack gap="sm" mt="xs">
          {counterMeans.map(means => (
            <Radio.Card key={means} value={means} className={classes.option}>
              <Radio.Indicator size="md" />
              {say(`means.${means}`)}
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      <DateField
        label={say('received')}
        description={say('received.help')}
        value={draft.received}
        onChange={received => set({ received })}
        max={formatDate(new Date())}
        error={wrong.received && say('wrong.received')}
        required
      />
    </Stack>
  );
}

function Decider({ draft, set, wrong, answer }: FieldsProps & { answer: CounterAnswer }) {
  const say = useText(counterTexts);
  const sayOfAny = useText(choiceTexts);
  const { proofs = [], incapacity } = deciderOf(answer, draft) ?? {};
  return (
    <Stack gap="md">
      <NativeSelect
        label={say('decider.label')}
        description={say((answer.age ?? 0) < 14 ? 'decider.child' : 'decider.own')}
        value={draft.relationship}
        onChange={event =>
          set({
            relationship: event.currentTarget.value as RequestDraft['relationship'],
            ...{ proof: '', incapacity: '' },
          })
        }
        data={answer.deciders.map(({ relationship }) => ({
          value: relationship,
          label: sayOfAny(`relationship.${relationship}`),
        }))}
      />
      {draft.relationship !== 'self' && (
        <>
          <TextInput
            label={say('decider.name')}
            value={draft.name}
            onChange={event => set({ name: event.currentTarget.value })}
            error={wrong.name && say('wrong.name')}
            maxLength={120}
            autoComplete="off"
            required
          />
          <NativeSelect
            label={say('decider.proof')}
            value={draft.proof}
            onChange={event => set({ proof: event.currentTarget.value as RequestDraft['proof'] })}
            error={wrong.proof && say('wrong.proof')}
            data={[
              { value: '', label: say('choose') },
              ...proofs.map(proof => ({ value: proof, label: sayOfAny(`proof.${proof}`) })),
            ]}
            required
          />
          {incapacity && (
            <NativeSelect
              label={say('decider.incapacity')}
              description={say('decider.incapacity.help')}
              value={draft.incapacity}
              onChange={event => set({ incapacity: event.currentTarget.value as RequestDraft['incapacity'] })}
              error={wrong.incapacity && say('wrong.incapacity')}
              data={[
                { value: '', label: say('choose') },
                ...incapacity.map(one => ({ value: one, label: sayOfAny(`incapacity.${one}`) })),
              ]}
              required
            />
          )}
        </>
      )}
    </Stack>
  );
}

function Identity({ draft, set, wrong }: FieldsProps) {
  const say = useText(counterTexts);
  const sayOfAny = useText(choiceTexts);
  const change = (at: number, piece: Partial<RequestDraft['pieces'][number]>) =>
    set({ pieces: draft.pieces.map((one, index) => (index === at ? { ...one, ...piece } : one)) });
  return (
    <fieldset className={classes.fields}>
      <legend className={classes.question}>{say('identity.label')}</legend>
      <Stack gap="sm">
        <span className={classes.help}>{say('identity.help')}</span>
        {draft.pieces.map(({ kind, seen }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: their place is what tells them apart
          <Group key={index} grow align="end">
            <NativeSelect
              label={say('identity.nth', { number: index + 1 })}
              value={kind}
              onChange={event =>
                change(index, { kind: event.currentTarget.value as (typeof identityKinds)[number] })
              }
              data={[
                { value: '', label: say('choose') },
                ...identityKinds.map(one => ({ value: one, label: sayOfAny(`identity.${one}`) })),
              ]}
              error={wrong.identity && index === draft.pieces.length - 1 && say('wrong.identity')}
              required
            />
            {draft.means === 'mail' && (
              <NativeSelect
                label={say('seen.nth', { number: index + 1 })}
                value={seen}
                onChange={event => change(index, { seen: event.currentTarget.value as typeof seen })}
                data={(['copy', 'certified-copy'] as const).map(one => ({
                  value: one,
                  label: sayOfAny(`seen.${one}`),
                }))}
              />
            )}
          </Group>
        ))}
      </Stack>
    </fieldset>
  );
}

interface RequestFormProps {
  answer: CounterAnswer;
  draft: RequestDraft;
  onChange: (draft: RequestDraft) => void;
  onDone: () => void;
}

/** Takes down who asks, how it came, and what proves it, before anything of the register is shown. */
export function RequestForm({ answer, draft, onChange, onDone }: RequestFormProps) {
  const say = useText(counterTexts);
  const [tried, setTried] = useState(false);
  const wrong = wrongIn(answer, draft);
  const fields = {
    draft,
    set: (change: Partial<RequestDraft>) => onChange({ ...draft, ...change }),
    wrong: tried ? wrong : {},
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!Object.values(wrong).some(Boolean)) onDone();
  };
  return (
    <Panel title={say('request.title')} description={say('request.text')}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <div className={classes.questions}>
          <How {...fields} />
        </div>
        <div className={classes.questions}>
          <Decider {...fields} answer={answer} />
          <Identity {...fields} />
        </div>
        <Group justify="flex-end" className={classes.submit}>
          <Button type="submit">{say('request.submit')}</Button>
        </Group>
      </form>
    </Panel>
  );
}
