import { postJson, useAct } from '@continuum/ui-fhir-client';
import { Dialog, FormEnd, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { needWords, type RequestEvent } from './request-machine.data.ts';
import type { ShownRequest } from './request-view.ts';
import { texts } from './texts.ts';

/** Those that words alone take. */
type Step = Exclude<RequestEvent, 'submit' | 'attach'>;

interface RequestStepProps {
  request: ShownRequest;
  event: Step;
  /** Address of the request’s events. */
  path: string;
  /** Beginnings of the addresses that are read again. */
  touches: readonly string[];
  /** Words that are there to begin with: the reasons that were proposed. */
  proposed?: string | undefined;
}

const isMild: ReadonlySet<Step> = new Set(['withdraw', 'return', 'propose-refusal', 'disagree']);

/** One step that may be taken: a button, what it will do, the words that it needs. */
export function RequestStep({ request, event, path, touches, proposed = '' }: RequestStepProps) {
  const say = useText(texts);
  const tell = useNotice();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState(proposed);
  const [tried, setTried] = useState(false);
  const act = useAct(() => postJson(path, { event, ...(text.trim() && { text: text.trim() }) }), touches);
  const isMissing = needWords.has(event) && text.trim() === '';
  const close = () => {
    act.reset();
    setTried(false);
    setOpened(false);
  };
  const take = (submitted: FormEvent) => {
    submitted.preventDefault();
    setTried(true);
    if (isMissing) return;
    act.mutate(undefined, {
      onSuccess: () => {
        close();
        setText(proposed);
        tell(say('done', { number: request.number }));
      },
    });
  };
  const name = say(`event.${event}`);
  return (
    <>
      <Button variant={isMild.has(event) ? 'default' : 'filled'} onClick={() => setOpened(true)}>
        {name}
      </Button>
      <Dialog opened={opened} title={`${name} · ${request.number}`} onClose={close}>
        <form onSubmit={take} noValidate>
          <Stack gap="md">
            <Text>{say(`ask.${event}`)}</Text>
            {event !== 'take' && (
              <Textarea
                label={say(`text.${event}`)}
                required={needWords.has(event)}
                error={tried && isMissing && say('text.missing')}
                autosize
                minRows={3}
                maxLength={4000}
                value={text}
                onChange={({ currentTarget }) => setText(currentTarget.value)}
              />
            )}
            <FormEnd error={act.error} busy={act.isPending} submit={name} onCancel={close} />
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
