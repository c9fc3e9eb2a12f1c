import { useFormat, useText } from '@continuum/ui-language';
import { Button, FileButton, Group, Input, Progress, Stack, Text } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import type { ChosenFile } from './chosen-file.browser.ts';
import { evidenceLimits, evidenceTypes } from './evidence.data.ts';
import classes from './evidence.module.css';
import { evidenceTexts } from './texts.ts';
import type { Evidence } from './use-evidence.browser.ts';
import { useFileWords } from './use-file-words.browser.ts';

function ChosenLine({ chosen: { key, file, unfit }, evidence }: { chosen: ChosenFile; evidence: Evidence }) {
  const say = useText(evidenceTexts);
  const format = useFormat();
  const words = useFileWords();
  const size = format.number(evidenceLimits.bytes / (1024 * 1024));
  return (
    <li className={classes.file}>
      <div>
        <p className={classes.name}>{file.name}</p>
        <p className={classes.detail}>{words.sizeOf(file.size)}</p>
        {unfit && <p className={classes.wrong}>{say(unfit, { size })}</p>}
      </div>
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconX size={16} aria-hidden />}
        aria-label={say('remove.what', { name: file.name })}
        disabled={evidence.sending !== undefined}
        onClick={() => evidence.remove(key)}
      >
        {say('remove')}
      </Button>
    </li>
  );
}

interface EvidenceFieldProps {
  evidence: Evidence;
  /** How many may still be joined to the request. */
  left: number;
  error?: string | undefined;
}

/** Chooses files to join: each with its name and its size, removable until it is sent. */
export function EvidenceField({ evidence, left, error }: EvidenceFieldProps) {
  const say = useText(evidenceTexts);
  const words = useFileWords();
  const again = useRef<() => void>(null);
  const { files, sending } = evidence;
  const wrong = files.length > left ? say('too-many', { left }) : error;
  const take = (chosen: File[]) => {
    void evidence.add(chosen);
    // The same file may be chosen again after it was removed.
    again.current?.();
  };
  return (
    <Input.Wrapper
      label={say('label')}
      labelElement="div"
      size="md"
      description={`${words.limits(left)} ${say('who')}`}
      error={wrong}
    >
      <Stack gap="xs" mt="xs">
        {files.length > 0 && (
          <ul className={classes.files} aria-label={say('chosen')}>
            {files.map(chosen => (
              <ChosenLine key={chosen.key} chosen={chosen} evidence={evidence} />
            ))}
          </ul>
        )}
        <div role="status">
          {sending && (
            <Text size="sm" mb={4}>
              {say('sending', { ...sending })}
            </Text>
          )}
        </div>
        {sending && (
          <Progress
            value={(100 * (sending.place - 1)) / sending.of}
            color="sarcelle"
            aria-label={say('sending', { ...sending })}
          />
        )}
        <Group>
          <FileButton
            multiple
            resetRef={again}
            accept={Object.keys(evidenceTypes).join(',')}
            disabled={sending !== undefined || files.length >= left}
            onChange={take}
          >
            {props => (
              <Button
                {...props}
                variant="default"
                leftSection={<IconPaperclip size={18} aria-hidden />}
                disabled={sending !== undefined || files.length >= left}
              >
                {say('choose')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
