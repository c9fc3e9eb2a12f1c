import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmDialog, useNotice } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconUserPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { texts } from './texts.ts';
import { type Candidate, type Claim, type Done, nameOf } from './waiting.browser.ts';

type Decision = { claim: number } & ({ patientId: string } | { newUsager: true });

/** The lists, and not the deposit itself: once it is in the record it is not in a queue to be read. */
const queues = ['/api/intake/waiting', '/api/intake/unusable', '/api/intake/refused'];

/** One act on a deposit; the queues are read again, and what became of it is said. */
export function useDepositAct(path: string, onDone: () => void) {
  const say = useText(texts);
  const notice = useNotice();
  const act = useAct((body: unknown) => postJson<Done>(path, body), queues);
  const run = (body: unknown) =>
    act.mutate(body, {
      onSuccess: ({ state }) => {
        const good = state === 'stored' || state === 'closed';
        notice(say(`done.${state}`), good ? 'good' : 'attention');
        onDone();
      },
    });
  return { run, busy: act.isPending, error: act.error };
}

interface DecideProps {
  deposit: string;
  decision: Decision;
  title: string;
  confirm: string;
  trigger: (open: () => void) => ReactNode;
  onDone: () => void;
  children: ReactNode;
}

function Decide({ deposit, decision, title, confirm, trigger, onDone, children }: DecideProps) {
  const [opened, setOpened] = useState(false);
  const finish = () => {
    setOpened(false);
    onDone();
  };
  const { run, busy, error } = useDepositAct(`/api/intake/${deposit}/release`, finish);
  return (
    <>
      {trigger(() => setOpened(true))}
      <ConfirmDialog
        opened={opened}
        title={title}
        confirm={confirm}
        busy={busy}
        error={error}
        onConfirm={() => run({ decisions: [decision] })}
        onCancel={() => setOpened(false)}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}

interface ButtonProps {
  deposit: string;
  claim: Claim;
  onDone: () => void;
}

/** Releases the deposit to somebody the register knows, after a confirmation that names what differs. */
export function AttachButton({ deposit, claim, candidate, onDone }: ButtonProps & { candidate: Candidate }) {
  const say = useText(texts);
  const aspects = candidate.differs.map(aspect => say(`aspect.${aspect}`).toLowerCase()).join(', ');
  return (
    <Decide
      deposit={deposit}
      decision={{ claim: claim.number, patientId: candidate.usager.id }}
      title={say('attach.title')}
      confirm={say('attach.confirm')}
      onDone={onDone}
      trigger={open => (
        <Button size="sm" onClick={open}>
          {say('attach')}
        </Button>
      )}
    >
      <p style={{ margin: 0 }}>{say('attach.text', { name: nameOf(candidate.usager) })}</p>
      {aspects && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {say('attach.differs', { aspects })}
        </Alert>
      )}
    </Decide>
  );
}

/** Registers the person the deposit describes, and releases it to them. */
export function RegisterButton({ deposit, claim, onDone }: ButtonProps) {
  const say = useText(texts);
  return (
    <Decide
      deposit={deposit}
      decision={{ claim: claim.number, newUsager: true }}
      title={say('register.title')}
      confirm={say('register.confirm')}
      onDone={onDone}
      trigger={open => (
        <Button size="sm" variant="light" leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
          {say('register')}
        </Button>
      )}
    >
      <p style={{ margin: 0 }}>{say('register.text', { name: nameOf(claim.usager) || say('nobody') })}</p>
    </Decide>
  );
}
