import { AppFrame, ErrorState, Facts, Page, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Badge, Button, Group, List, Stack, TextInput } from '@mantine/core';
import { IconKey, IconPrinter, IconRefresh } from '@tabler/icons-react';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import {
  checkBrowser,
  checkClock,
  checkConnection,
  checkKey,
  checkScreen,
  checkTls,
  type Finding,
  type KeyFinding,
} from './check.browser.ts';
import classes from './home-kit.module.css';
import { texts } from './texts.ts';

const checks = {
  browser: checkBrowser,
  connection: checkConnection,
  tls: checkTls,
  clock: checkClock,
  screen: checkScreen,
} as const;
type Name = keyof typeof checks;
const names = Object.keys(checks) as Name[];
type Findings = Partial<Record<Name, Finding>>;

const colors = { ok: 'sarcelle', attention: 'ambre', failed: 'red' } as const;

/** Runs every check, one after the other, and keeps what each found. */
function useFindings() {
  const [findings, setFindings] = useState<Findings>({});
  const run = useCallback(async () => {
    setFindings({});
    for (const name of names) {
      const finding = await checks[name]();
      setFindings(before => ({ ...before, [name]: finding }));
    }
  }, []);
  useEffect(() => void run(), [run]);
  return { findings, run };
}

function Check({ name, finding }: { name: Name; finding: Finding | undefined }) {
  const say = useText(texts);
  return (
    <li className={classes.check}>
      <div className={classes.finding}>
        <h3 className={classes.name}>{say(`${name}.title`)}</h3>
        <p className={classes.text}>
          {finding ? say(`${name}.${finding.state}`, { measured: finding.measured ?? 0 }) : say('checking')}
        </p>
      </div>
      {finding && (
        <Badge
          color={colors[finding.state]}
          variant={finding.state === 'failed' ? 'filled' : 'light'}
          tt="none"
        >
          {say(`state.${finding.state}`)}
        </Badge>
      )}
    </li>
  );
}

const keyColors: Record<KeyFinding, string> = {
  known: 'sarcelle',
  foreign: 'red',
  silent: 'red',
  unsupported: 'red',
};

function KeyCheck() {
  const say = useText(texts);
  const [userName, setUserName] = useState('');
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<KeyFinding>();
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    setFound(undefined);
    checkKey(userName.trim())
      .then(setFound, setFailure)
      .finally(() => setBusy(false));
  };
  return (
    <Panel title={say('key.title')} description={say('key.lead')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={say('key.name')}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maw={360}
            value={userName}
            onChange={event => setUserName(event.currentTarget.value)}
          />
          <div className="kit-no-print">
            <Button type="submit" loading={busy} leftSection={<IconKey size={18} aria-hidden />}>
              {say('key.check')}
            </Button>
          </div>
          {found && (
            <Alert role="status" color={keyColors[found]} variant="light">
              {say(`key.${found}`)}
            </Alert>
          )}
          {!!failure && <ErrorState error={failure} />}
        </Stack>
      </form>
    </Panel>
  );
}

const around = ['screen', 'voice', 'paper', 'device'] as const;
const next = ['sign-in', 'declare', 'lost'] as const;

function Advice() {
  const say = useText(texts);
  const support = [
    { label: say('support.quebec'), value: '418 683-2433' },
    { label: say('support.free'), value: '1 877 826-2433' },
    { label: say('support.tvi'), value: '1 844 362-0009' },
  ];
  return (
    <>
      <Panel title={say('around.title')}>
        <List spacing="xs">
          {around.map(one => (
            <List.Item key={one}>{say(`around.${one}`)}</List.Item>
          ))}
        </List>
      </Panel>
      <Panel title={say('next.title')}>
        <List type="ordered" spacing="xs">
          {next.map(one => (
            <List.Item key={one}>{say(`next.${one}`)}</List.Item>
          ))}
        </List>
        <Button className="kit-no-print" component="a" href="/visualiseur/" variant="light" mt="md">
          {say('next.go')}
        </Button>
      </Panel>
      <Panel title={say('support.title')}>
        <Facts items={support} />
      </Panel>
    </>
  );
}

/** Checks a computer at home before the first visit: nothing is signed, nobody signs in, nothing is sent but these reads. */
export function HomeKit() {
  const say = useText(texts);
  const { findings, run } = useFindings();
  return (
    <AppFrame product={say('product')} home="/visualiseur/" guide="intervenant" measure="reading">
      <Page
        title={say('title')}
        lead={say('lead')}
        product={say('product')}
        action={
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconRefresh size={18} aria-hidden />}
              onClick={() => void run()}
            >
              {say('again')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconPrinter size={18} aria-hidden />}
              onClick={() => window.print()}
            >
              {say('print')}
            </Button>
          </Group>
        }
      >
        <Panel title={say('checks')} padding="flush">
          <ul className={classes.list}>
            {names.map(name => (
              <Check key={name} name={name} finding={findings[name]} />
            ))}
          </ul>
        </Panel>
        <KeyCheck />
        <Advice />
      </Page>
    </AppFrame>
  );
}
