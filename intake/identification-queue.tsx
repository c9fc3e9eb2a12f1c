import { DateText, EmptyState, ErrorState, Loading, MoreButton, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Badge, UnstyledButton } from '@mantine/core';
import { IconCircleCheck, IconUserQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './identification-queue.module.css';
import { texts } from './texts.ts';
import { useDeposits } from './use-deposits.browser.ts';
import { type DepositLine, nameOf } from './waiting.browser.ts';
import { WaitingDeposit } from './waiting-deposit.tsx';

function Line({
  deposit,
  chosen,
  onChoose,
}: {
  deposit: DepositLine;
  chosen: boolean;
  onChoose: () => void;
}) {
  const say = useText(texts);
  const names = deposit.claims.map(({ usager }) => nameOf(usager)).filter(Boolean);
  const reason = deposit.claims[0]?.reason ?? deposit.reason;
  return (
    <UnstyledButton className={classes.line} aria-current={chosen || undefined} onClick={onChoose}>
      <span className={classes.name}>{names.join(' · ') || say('nobody')}</span>
      <span className={classes.meta}>
        <DateText value={deposit.receivedAt} ago /> · {deposit.organization ?? deposit.source}
      </span>
      {reason && (
        <Badge color="ambre" variant="light" tt="none" size="md" className={classes.reason}>
          {say(`reason.${reason}`)}
        </Badge>
      )}
    </UnstyledButton>
  );
}

/** Deposits that wait for a person to say whom they are about; the oldest first. */
export function IdentificationQueue() {
  const say = useText(texts);
  const { deposits, total, error, refetch, more } = useDeposits('waiting');
  const [chosen, setChosen] = useState<string>();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!deposits)
    return (
      <Panel>
        <Loading rows={7} />
      </Panel>
    );
  if (deposits.length === 0)
    return (
      <Panel>
        <EmptyState
          title={say('queue.empty')}
          icon={<IconCircleCheck size={30} stroke={1.5} aria-hidden />}
        />
      </Panel>
    );
  const open = deposits.find(({ id }) => id === chosen);
  return (
    <div className={classes.columns}>
      <Panel title={say('queue.count', { count: total })} description={say('queue.list')} padding="flush">
        <ul className={classes.list}>
          {deposits.map(deposit => (
            <li key={deposit.id}>
              <Line deposit={deposit} chosen={deposit.id === chosen} onChoose={() => setChosen(deposit.id)} />
            </li>
          ))}
        </ul>
        <MoreButton more={more} />
      </Panel>
      {open ? (
        <WaitingDeposit key={open.id} id={open.id} onDone={() => setChosen(undefined)} />
      ) : (
        <Panel tone="quiet">
          <EmptyState
            title={say('queue.choose')}
            icon={<IconUserQuestion size={30} stroke={1.5} aria-hidden />}
          />
        </Panel>
      )}
    </div>
  );
}
