import { ErrorState } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useDownload } from '../../use-download.browser.ts';
import type { ShownEvidence, ShownRequest } from '../request-view.ts';
import { evidenceTypes } from './evidence.data.ts';
import classes from './evidence.module.css';
import { evidenceTexts } from './texts.ts';
import { useFileWords } from './use-file-words.browser.ts';

interface JoinedEvidenceProps {
  request: ShownRequest;
  /** Beginning of the addresses of the requests. */
  list: string;
  /** Whoever reads did not send them. */
  care?: boolean;
}

/** The files that were joined to a request, to be downloaded; nothing when there is none. */
export function JoinedEvidence({ request, list, care = false }: JoinedEvidenceProps) {
  const say = useText(evidenceTexts);
  const words = useFileWords();
  const { download, begin } = useDownload();
  if (request.joined.length === 0) return null;
  const fileOf = ({ number, type }: ShownEvidence) => `${request.number}-${number}.${evidenceTypes[type]}`;
  const take = (one: ShownEvidence) =>
    begin(String(one.number), `${list}/${request.id}/evidence/${one.number}`, fileOf(one));
  return (
    <Stack gap="xs">
      <Text fw={620}>{say('joined')}</Text>
      <ul className={classes.files} aria-label={say('joined')}>
        {request.joined.map(one => (
          <li key={one.number} className={classes.file}>
            <div>
              <p className={classes.name}>{one.name}</p>
              <p className={classes.detail}>
                {words.typeOf(one.type)}, {words.sizeOf(one.size)}
              </p>
            </div>
            <Button
              className="kit-no-print"
              size="compact-md"
              variant="light"
              leftSection={<IconDownload size={16} aria-hidden />}
              aria-label={say('download.what', { name: one.name })}
              loading={download.state === 'under-way' && download.name === String(one.number)}
              onClick={() => take(one)}
            >
              {say('download')}
            </Button>
          </li>
        ))}
      </ul>
      {download.state === 'failed' && <ErrorState error={download.error} />}
      <div role="status">{download.state === 'saved' && <Text size="sm">{say('saved')}</Text>}</div>
      {care && (
        <Text size="sm" c="dimmed">
          {say('care')}
        </Text>
      )}
    </Stack>
  );
}
