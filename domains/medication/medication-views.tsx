import { Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { AllDispenses } from './all-dispenses.tsx';
import { AllPrescriptions } from './all-prescriptions.tsx';
import { AnswerState } from './answer-state.tsx';
import classes from './medication.module.css';
import { useProfile } from './medication-answer.browser.ts';
import { ProfileTable } from './profile-table.tsx';
import { texts } from './texts.ts';

const views = ['profile', 'dispenses', 'prescriptions'] as const;
type View = (typeof views)[number];

const periods = [30, 90, 365] as const;

function Profile({ usager, firstPeriod }: { usager: string; firstPeriod: number }) {
  const say = useText(texts);
  const [days, setDays] = useState(firstPeriod);
  const { data, error, refetch } = useProfile(usager, days);
  return (
    <Panel
      title={say('profile.title')}
      description={say('profile.text', { days })}
      padding="flush"
      action={
        <NativeSelect
          size="sm"
          aria-label={say('period')}
          value={String(days)}
          onChange={event => setDays(Number(event.currentTarget.value))}
          data={periods.map(period => ({ value: String(period), label: say(`period.${period}`) }))}
        />
      }
    >
      <AnswerState answer={data} error={error} onRetry={() => void refetch()}>
        {lines => <ProfileTable lines={lines} />}
      </AnswerState>
    </Panel>
  );
}

/** The profile first; the whole history only when somebody asks for it. */
export function MedicationViews({ usager, firstPeriod }: { usager: string; firstPeriod: number }) {
  const say = useText(texts);
  const [view, setView] = useState<View>('profile');
  return (
    <div className={classes.views}>
      <SegmentedControl
        className="kit-no-print"
        aria-label={say('view')}
        value={view}
        onChange={value => setView(value as View)}
        data={views.map(value => ({ value, label: say(`view.${value}`) }))}
      />
      {view === 'profile' && <Profile usager={usager} firstPeriod={firstPeriod} />}
      {view === 'dispenses' && <AllDispenses usager={usager} />}
      {view === 'prescriptions' && <AllPrescriptions usager={usager} />}
    </div>
  );
}
