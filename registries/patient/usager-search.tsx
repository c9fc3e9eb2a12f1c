import { postJson, ServerFailure } from '@continuum/ui-fhir-client';
import { DateField, EmptyState, ErrorState, isDay, Loading, Panel } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Alert, Button, TextInput } from '@mantine/core';
import { IconSearch, IconUserSearch } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { texts } from './texts.ts';
import type { Usager } from './usager.browser.ts';
import { UsagerResults } from './usager-results.tsx';
import classes from './usager-search.module.css';

interface Found {
  usagers: Usager[];
  more: boolean;
}

interface Fields {
  nam: string;
  family: string;
  given: string;
  birthDate: string;
}

type Wrong = 'search.missing' | 'search.date' | undefined;

const none: Fields = { nam: '', family: '', given: '', birthDate: '' };

function wrongOf(fields: Fields): Wrong {
  if (fields.nam.trim()) return undefined;
  if (!fields.family.trim() || !fields.birthDate) return 'search.missing';
  return isDay(fields.birthDate) ? undefined : 'search.date';
}

const toQuery = ({ nam, family, given, birthDate }: Fields) =>
  nam.trim()
    ? { nam: nam.trim() }
    : { family: family.trim(), birthDate, ...(given.trim() && { given: given.trim() }) };

/** One search at a time; what it finds lives in this component and leaves with it: recents are not kept. */
function useSearch() {
  const [found, setFound] = useState<Found>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const search = async (fields: Fields) => {
    setBusy(true);
    setError(undefined);
    setFound(undefined);
    await postJson<Found>('/api/patient/search', toQuery(fields)).then(setFound, setError);
    setBusy(false);
  };
  return { found, error, busy, search };
}

function NoOne() {
  const say = useText(texts);
  return (
    <EmptyState
      icon={<IconUserSearch size={30} stroke={1.5} aria-hidden />}
      title={say('results.none')}
      reasonsTitle={say('results.none.title')}
      reasons={[say('results.none.1'), say('results.none.2'), say('results.none.3')]}
    />
  );
}

function Answer({ found, onOpen }: { found: Found; onOpen: (usager: Usager) => void }) {
  const say = useText(texts);
  const count = found.usagers.length;
  return (
    <Panel
      title={say('results.title')}
      description={count > 0 ? say('results.count', { count }) : undefined}
      padding="flush"
    >
      {count === 0 ? <NoOne /> : <UsagerResults usagers={found.usagers} onOpen={onOpen} />}
      {found.more && (
        <Alert color="ambre" variant="light" m="md">
          {say('results.more')}
        </Alert>
      )}
    </Panel>
  );
}

const isInvalidNam = (error: unknown, fields: Fields) =>
  error instanceof ServerFailure && error.status === 422 && fields.nam.trim() !== '';

/** Finds a usager by NAM, or by family name and birth date. Nothing else of the record is asked for. */
export function UsagerSearch({ onOpen }: { onOpen: (usager: Usager) => void }) {
  const say = useText(texts);
  const [fields, setFields] = useState(none);
  const [wrong, setWrong] = useState<Wrong>();
  const { found, error, busy, search } = useSearch();
  const set = (change: Partial<Fields>) => setFields(before => ({ ...before, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const problem = wrongOf(fields);
    setWrong(problem);
    if (!problem) void search(fields);
  };
  const invalidNam = isInvalidNam(error, fields);
  return (
    <>
      <Panel>
        <form onSubmit={submit} className={classes.form} noValidate>
          <div className={classes.nam}>
            <TextInput
              label={say('search.nam')}
              description={say('search.nam.help')}
              value={fields.nam}
              onChange={event => set({ nam: event.currentTarget.value.toUpperCase() })}
              error={invalidNam ? say('search.invalid-nam') : undefined}
              placeholder="AAAA NNNN NNNN"
              autoCapitalize="characters"
              spellCheck={false}
              autoComplete="off"
              autoFocus
              classNames={{ input: classes.namInput }}
            />
          </div>
          <p className={classes.or}>
            <span>{say('search.or')}</span>
          </p>
          <div className={classes.names}>
            <TextInput
              label={say('search.family')}
              value={fields.family}
              onChange={event => set({ family: event.currentTarget.value })}
              autoComplete="off"
              spellCheck={false}
            />
            <TextInput
              label={say('search.given')}
              value={fields.given}
              onChange={event => set({ given: event.currentTarget.value })}
              autoComplete="off"
              spellCheck={false}
            />
            <DateField
              label={say('search.birthDate')}
              value={fields.birthDate}
              onChange={birthDate => set({ birthDate })}
              error={wrong === 'search.date' ? say('search.date') : undefined}
            />
          </div>
          <div className={classes.submit}>
            {wrong === 'search.missing' && (
              <p role="alert" className={classes.wrong}>
                {say('search.missing')}
              </p>
            )}
            <Button type="submit" loading={busy} leftSection={<IconSearch size={19} aria-hidden />}>
              {say('search.submit')}
            </Button>
          </div>
        </form>
      </Panel>
      <div aria-live="polite">
        {busy && <Loading rows={3} />}
        {!!error && !invalidNam && <ErrorState error={error} onRetry={() => void search(fields)} />}
        {found && <Answer found={found} onOpen={onOpen} />}
      </div>
    </>
  );
}
