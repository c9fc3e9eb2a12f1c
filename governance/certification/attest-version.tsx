import { dayOf } from '@continuum/standards-calendar';
import { isSameJson } from '@continuum/standards-fhir/same-json';
import { postJson, useAct } from '@continuum/ui-fhir-client';
import { DateField, Dialog, FormEnd, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { type PreparedAct, SignAndSend } from '@continuum/ui-session';
import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { AttestedFacts } from './attested-facts.tsx';
import { readCertification } from './certification-facts.ts';
import { type Draft, empty, type Problems, problemsOf, trimmed } from './draft.ts';
import { families } from './rules.data.ts';
import { api, type ShownProduct } from './shown.browser.ts';
import { texts } from './texts.ts';

/** Whether an act attests what was asked, of that product, and nothing else. */
function asAsked(act: Record<string, unknown>, product: ShownProduct, draft: Draft) {
  const facts = readCertification(act);
  if (!facts || facts.client !== product.client || facts.product !== product.name) return undefined;
  const { version, penetrationTest, requirements } = facts;
  return isSameJson({ version, penetrationTest, requirements }, trimmed(draft)) ? facts : undefined;
}

interface FormProps {
  draft: Draft;
  problems: Problems | undefined;
  put: (more: Partial<Draft>) => void;
}

function Fields({ draft, problems = {}, put }: FormProps) {
  const say = useText(texts);
  const { version, penetrationTest, requirements } = draft;
  return (
    <>
      <TextInput
        label={say('version')}
        description={say('version.help')}
        required
        maxLength={64}
        spellCheck={false}
        error={problems.version && say(problems.version)}
        value={version}
        onChange={event => put({ version: event.currentTarget.value })}
      />
      <Text>{say('attest.lead')}</Text>
      {families.map(family => (
        <Textarea
          key={family}
          label={say(`family.${family}`)}
          required
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          error={problems.families?.includes(family) && say('family.missing')}
          value={requirements[family]}
          onChange={event => put({ requirements: { ...requirements, [family]: event.currentTarget.value } })}
        />
      ))}
      <DateField
        label={say('test')}
        description={say('test.help')}
        required
        max={dayOf(new Date())}
        error={problems.penetrationTest && say(problems.penetrationTest)}
        value={penetrationTest}
        onChange={day => put({ penetrationTest: day })}
      />
    </>
  );
}

function Attesting({ product, onClose }: { product: ShownProduct; onClose: () => void }) {
  const say = useText(texts);
  const tell = useNotice();
  const [draft, setDraft] = useState(empty);
  const [problems, setProblems] = useState<Problems>();
  const proposal = { client: product.client, ...trimmed(draft) };
  const preparing = useAct(() => postJson<PreparedAct>(`${api}/proposals`, proposal));
  const { data: prepared } = preparing;
  if (prepared)
    return (
      <SignAndSend
        prepare={() => Promise.resolve(prepared)}
        show={act => {
          const facts = asAsked(act, product, draft);
          return facts && <AttestedFacts facts={facts} />;
        }}
        send={signed => postJson(`${api}/attestations`, signed)}
        touches={[api]}
        words={{
          ...{ lead: say('lead'), sending: say('sending') },
          ...{ notSent: say('not-sent'), again: say('again') },
        }}
        onDone={() => {
          tell(say('done'));
          onClose();
        }}
        // Back to what was typed.
        onClose={() => preparing.reset()}
      />
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOf(draft, new Date());
    setProblems(found);
    if (!found) preparing.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Fields draft={draft} problems={problems} put={more => setDraft({ ...draft, ...more })} />
        <FormEnd
          error={preparing.error}
          busy={preparing.isPending}
          submit={say('review')}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

/** Attests a version of a product: the form, what is signed, then one's own key. */
export function AttestVersion({ product }: { product: ShownProduct }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const title = say('attest.of', { product: product.name });
  return (
    <>
      <Button size="compact-md" variant="light" aria-label={title} onClick={() => setOpened(true)}>
        {say('attest')}
      </Button>
      {opened && (
        <Dialog opened title={title} size="720px" onClose={close}>
          <Attesting product={product} onClose={close} />
        </Dialog>
      )}
    </>
  );
}
