import { useJson } from '@continuum/ui-fhir-client';
import { Dialog, ErrorState, Facts, Loading } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { Button } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './original.module.css';
import { texts } from './texts.ts';

interface Original {
  text: string;
  contentType: string;
  sha256: string;
  location?: string;
}

/** JSON with its lines; anything else as it came. */
function readable({ text, contentType }: Original): string {
  if (!contentType.includes('json')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // an original may be broken JSON: that is often why it is here
  }
}

function Shown({ id, size }: { id: string; size: number }) {
  const say = useText(texts);
  const format = useFormat();
  const { data, error } = useJson<Original>(`/api/intake/${id}/original`);
  if (error) return <ErrorState error={error} />;
  if (!data) return <Loading />;
  return (
    <>
      <Facts
        items={[
          { label: say('format'), value: data.contentType },
          { label: say('original.size'), value: format.quantity({ value: size, unit: 'o' }) },
          { label: say('original.sha'), value: <code className={classes.sha}>{data.sha256}</code> },
          { label: say('original.at'), value: data.location },
        ]}
      />
      {data.text && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1)
        <pre className={classes.text} tabIndex={0} dir="ltr">
          {readable(data)}
        </pre>
      )}
    </>
  );
}

/** Shows the bytes as they came; they are asked for only when somebody wants to see them. */
export function OriginalButton({ id, size }: { id: string; size: number }) {
  const say = useText(texts);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconFileText size={18} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {say('original')}
      </Button>
      <Dialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={say('original.title')}
        size="min(1000px, 94vw)"
      >
        <Shown id={id} size={size} />
      </Dialog>
    </>
  );
}
