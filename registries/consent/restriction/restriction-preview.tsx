import { postJson } from '@continuum/ui-fhir-client';
import { DataTable, ErrorState, Loading } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { useEffect, useState } from 'react';
import classes from '../refusal-preview.module.css';
import type { PreviewLine, RestrictionTerms } from './restriction-view.ts';
import { texts } from './texts.ts';

type State = { lines: PreviewLine[] } | { error: unknown } | undefined;

/** Asks again, a moment after the last change; the terms are compared by what they say. */
function usePreview(path: string, terms: RestrictionTerms, isWhole: boolean): State {
  const [state, setState] = useState<State>();
  const text = JSON.stringify(terms);
  useEffect(() => {
    setState(undefined);
    if (!isWhole) return;
    let current = true;
    const timer = setTimeout(() => {
      postJson<{ lines: PreviewLine[] }>(`${path}/preview`, JSON.parse(text)).then(
        found => current && setState(found),
        error => current && setState({ error }),
      );
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [path, text, isWhole]);
  return state;
}

interface RestrictionPreviewProps {
  path: string;
  terms: RestrictionTerms;
  isWhole: boolean;
}

/** What each kind of provider will and will not see, by the server's own decision. */
export function RestrictionPreview({ path, terms, isWhole }: RestrictionPreviewProps) {
  const say = useText(texts);
  const state = usePreview(path, terms, isWhole);
  const listed = (line: PreviewLine, hidden: boolean) =>
    line.parts
      .filter(part => (hidden ? part.hidden !== 'none' : part.hidden !== 'all'))
      .map(({ part, hidden: how }) => {
        const name = say(`part.${part}`);
        if (how !== 'some') return name;
        return say(hidden ? 'preview.named' : 'preview.some', { part: name });
      })
      .join('; ') || say('preview.nothing');
  return (
    <div className={classes.preview} aria-live="polite">
      <h3 className={classes.title}>{say('preview.title')}</h3>
      {!isWhole && <p>{say('preview.wait')}</p>}
      {isWhole && !state && <Loading />}
      {state && 'error' in state && <ErrorState error={state.error} />}
      {state && 'lines' in state && (
        <>
          <DataTable
            caption={say('preview.title')}
            narrow="cards"
            rows={state.lines}
            rowKey={line => line.profile ?? line.name ?? ''}
            columns={[
              {
                key: 'who',
                title: say('preview.who'),
                header: true,
                render: line => (line.profile ? say(`profile.${line.profile}`) : line.name),
              },
              { key: 'hidden', title: say('preview.hidden'), render: line => listed(line, true) },
              { key: 'shown', title: say('preview.shown'), render: line => listed(line, false) },
            ]}
          />
          <p>{say('preview.identity')}</p>
          <p>{say('preview.sentence')}</p>
        </>
      )}
    </div>
  );
}
