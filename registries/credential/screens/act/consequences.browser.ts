import type { Audience, KeyAct, ShownKey } from '../key/shown-key.browser.ts';
import type { texts } from './texts.ts';

type Sentence = Extract<(typeof texts)['keys'][number], `then.${string}`>;

type Telling = (key: ShownKey, audience: Audience) => (Sentence | undefined)[];

const here: Telling = ({ current }, audience) =>
  audience === 'own' ? [current ? 'then.here' : 'then.here-stays'] : current ? ['then.here'] : [];

/** What each act does, told before it is done: to the key, to what it opened, and what comes after. */
const consequences: Record<KeyAct, Telling> = {
  activate: ({ replaces }) => [
    ...(['then.verified', 'then.activated'] as const),
    replaces ? 'then.replaces' : undefined,
  ],
  lost: (key, audience) =>
    key.state === 'enrolled'
      ? ['then.revoked', audience === 'own' ? 'then.anew' : 'then.anew-staff']
      : [
          ...(['then.suspended', 'then.shut', 'then.screens'] as const),
          ...here(key, audience),
          audience === 'own' ? 'then.found' : 'then.found-staff',
        ],
  suspend: (key, audience) => [
    ...(['then.suspended', 'then.stopped', 'then.resumes', 'then.screens'] as const),
    ...here(key, audience),
  ],
  restore: () => ['then.restored', 'then.restored-sessions'],
  blocked: (key, audience) => [
    ...(['then.blocked', 'then.revoked'] as const),
    ...(key.state === 'enrolled' ? [] : (['then.stopped', ...here(key, audience)] as const)),
    audience === 'own' ? 'then.anew' : 'then.anew-staff',
  ],
  revoke: (key, audience) => [
    'then.revoked',
    ...(key.state === 'enrolled' ? [] : (['then.stopped', 'then.screens', ...here(key, audience)] as const)),
    'then.signed',
  ],
  renew: () => ['then.renewed', 'then.signed'],
};

/** The sentences to read before an act. */
export const consequencesOf = (act: KeyAct, key: ShownKey, audience: Audience): Sentence[] =>
  consequences[act](key, audience).filter(sentence => sentence !== undefined);
