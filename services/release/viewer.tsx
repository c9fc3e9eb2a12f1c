import { useAct, useJson } from '@continuum/ui-fhir-client';
import { ErrorState } from '@continuum/ui-kit';
import { useFormat, useText } from '@continuum/ui-language';
import { VerifyAct } from '@continuum/ui-session';
import { Button, Group } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './release.module.css';
import { ReleaseDialog } from './release-dialog.tsx';
import type { ReleasesAnswer, ReportRelease } from './release-view.ts';
import { problemOf } from './result-state.ts';
import { texts } from './texts.ts';

const isSeen = ({ state }: ReportRelease): boolean =>
  state === 'released' || state === 'chosen' || state === 'elapsed';

function Words({ release }: { release: ReportRelease }) {
  const say = useText(texts);
  const format = useFormat();
  const { state, until, decision } = release;
  const Icon = isSeen(release) ? IconEye : IconEyeOff;
  return (
    <span className={classes.words}>
      <Icon size={18} aria-hidden />
      <span>
        {say(`state.${state}`, { until: format.date(until) })}
        {decision && (
          <span className={classes.decision}>
            {say('decision', {
              ...{ kind: decision.kind, name: decision.name },
              at: format.dateTime(decision.signed),
            })}
          </span>
        )}
      </span>
    </span>
  );
}

interface ReportReleaseProps {
  usager: string;
  /** Id of the DiagnosticReport, and how it is called. */
  report: string;
  name: string;
}

/** Whether the person sees a report, why, and from when; its clinician releases it or holds it. */
export function ReportReleaseState({ usager, report, name }: ReportReleaseProps) {
  const say = useText(texts);
  const path = `/api/release/${usager}`;
  const { data, error, refetch } = useJson<ReleasesAnswer>(path);
  const again = useAct(async () => undefined, [path]);
  const [opened, setOpened] = useState<'release' | 'hold' | 'verify'>();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const release = data?.reports.find(one => one.report === report);
  if (!data || !release) return null;
  const may = (kind: 'release' | 'hold') => data.maySign && problemOf(kind, release.state) === undefined;
  const close = () => setOpened(undefined);
  return (
    <div className={`${classes.state} kit-no-print`}>
      <Words release={release} />
      <Group gap="xs">
        {release.decision && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={say('verify.of', { report: name })}
            onClick={() => setOpened('verify')}
          >
            {say('verify')}
          </Button>
        )}
        {(['hold', 'release'] as const).filter(may).map(kind => (
          <Button
            key={kind}
            size="compact-md"
            variant={kind === 'release' ? 'light' : 'default'}
            aria-label={say(`${kind}.of`, { report: name })}
            onClick={() => setOpened(kind)}
          >
            {say(kind)}
          </Button>
        ))}
      </Group>
      <VerifyAct act={opened === 'verify' ? release.decision?.task : undefined} onClose={close} />
      {(opened === 'release' || opened === 'hold') && (
        <ReleaseDialog
          {...{ kind: opened, usager, report, most: data.days, onClose: close }}
          onSigned={() => {
            close();
            again.mutate(undefined);
          }}
        />
      )}
    </div>
  );
}
