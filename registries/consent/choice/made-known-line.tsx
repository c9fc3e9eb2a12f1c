import { useText } from '@continuum/ui-language';
import type { ChoiceEvent } from '../refusal-view.ts';
import { choiceTexts } from './texts.ts';

/** Who decided, by what means; and, when staff took it down, who they are and what proved the request. */
export function MadeKnownLine({ by, means, registration }: ChoiceEvent) {
  const say = useText(choiceTexts);
  const isKnown = means === 'portal' || means === 'in-person' || means === 'mail';
  const how = isKnown ? say(`means.${means}`) : means;
  const { relationship, proof, incapacity, identity = [], received, organization } = registration ?? {};
  const who =
    by && relationship && proof
      ? say('by.for', {
          by,
          relationship: say(`relationship.${relationship}`),
          proof: [say(`proof.${proof}`), incapacity && say(`incapacity.${incapacity}`)]
            .filter(Boolean)
            .join(', '),
        })
      : by && say('by.self', { by });
  const pieces = identity.map(({ kind, seen }) => `${say(`identity.${kind}`)} (${say(`seen.${seen}`)})`);
  return (
    <>
      {[who, how].filter(Boolean).join(', ')}
      {registration && (
        <>
          .<br />
          {say('registered.by', { received, by: registration.by, organization: organization ?? 'none' })}{' '}
          {say('registered.identity', { pieces: pieces.join('; ') })}
        </>
      )}
    </>
  );
}
