import { DateText, InterpretationBadge, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import type { LaboratoryReport } from './display.ts';
import classes from './laboratory.module.css';
import { badgeOf, latestOf } from './latest.ts';
import { type OpenTrend, TestName } from './result-table.tsx';
import { texts } from './texts.ts';
import { useValues } from './value.browser.ts';

/** The newest value of each test: the first look. */
export function LatestValues({
  reports,
  onTrend,
}: {
  reports: readonly LaboratoryReport[];
  onTrend: OpenTrend;
}) {
  const say = useText(texts);
  const { values } = useValues();
  const latest = latestOf(reports);
  if (latest.length === 0) return null;
  return (
    <Panel title={say('latest.title')} description={say('latest.text')} padding="flush">
      <ul className={classes.latest}>
        {latest.map(({ result, collected }) => (
          <li key={result.code}>
            <span className={classes.latestName}>
              <TestName result={result} onTrend={onTrend} />
              <span className={classes.latestDate}>
                <DateText value={collected} />
              </span>
            </span>
            <span className={classes.latestValue}>
              <strong>{values(result.values)}</strong>
              <InterpretationBadge code={badgeOf(result.interpretation?.flag)} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
