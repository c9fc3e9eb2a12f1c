import { DateText, EmptyState, ErrorState, Loading, MoreButton, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Button, Group } from '@mantine/core';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { CloseDeposit } from './close-deposit.tsx';
import { useDepositAct } from './decide.tsx';
import { OriginalButton } from './original.tsx';
import { texts } from './texts.ts';
import { useDeposits } from './use-deposits.browser.ts';
import type { DepositLine } from './waiting.browser.ts';
import classes from './work-list.module.css';

const nothing = () => undefined;

function RetryButton({ id }: { id: string }) {
  const say = useText(texts);
  const { run, busy } = useDepositAct(`/api/intake/${id}/retry`, nothing);
  return (
    <Button
      size="sm"
      variant="light"
      loading={busy}
      leftSection={<IconRefresh size={18} aria-hidden />}
      onClick={() => run({})}
    >
      {say('retry')}
    </Button>
  );
}

function Work({ deposit }: { deposit: DepositLine }) {
  const say = useText(texts);
  return (
    <li className={classes.work}>
      <div className={classes.head}>
        <div>
          <p className={classes.source}>{deposit.organization ?? deposit.source}</p>
          <p className={classes.meta}>
            {deposit.source} · {deposit.contentType} · <DateText value={deposit.receivedAt} time /> (
            <DateText value={deposit.receivedAt} ago />)
          </p>
        </div>
        <Group gap="xs">
          <OriginalButton id={deposit.id} size={deposit.size} />
          <RetryButton id={deposit.id} />
          <CloseDeposit id={deposit.id} onDone={nothing} />
        </Group>
      </div>
      <p className={classes.problems}>{say('problem', { count: deposit.issues.length })}</p>
      <ul className={classes.issues} lang="en">
        {deposit.issues.map((issue, index) => (
          <li key={`${issue.diagnostics}${String(index)}`}>
            {issue.diagnostics} {issue.expression && <code>{issue.expression}</code>}
          </li>
        ))}
      </ul>
    </li>
  );
}

/** Deposits that need somebody: what is wrong, the original, another try, or a closing with its reason. */
export function WorkList({ state }: { state: 'unusable' | 'refused' }) {
  const say = useText(texts);
  const { deposits, error, refetch, more } = useDeposits(state);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Panel title={say(`list.${state}.title`)} description={say(`list.${state}.lead`)} padding="flush">
      {!deposits && <Loading rows={5} />}
      {deposits?.length === 0 && (
        <EmptyState
          title={say(`list.${state}.empty`)}
          icon={<IconCircleCheck size={30} stroke={1.5} aria-hidden />}
        />
      )}
      {!!deposits?.length && (
        <ul className={classes.list}>
          {deposits.map(deposit => (
            <Work key={deposit.id} deposit={deposit} />
          ))}
        </ul>
      )}
      <MoreButton more={more} />
    </Panel>
  );
}
