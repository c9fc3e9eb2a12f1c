import { type KeyEvent, type KeyState, nextState } from '../../enrolment/key-state.ts';

/** A key, as `/api/credential/keys` and `/register` tell it. */
export interface ShownKey {
  id: string;
  userName: string;
  /** `Practitioner/<id>`. */
  holder: string;
  name: string;
  kind: 'software' | 'fido2';
  state: KeyState;
  created: string;
  certificate: string;
  expires: string;
  certified: boolean;
  replaces: string | null;
  /** It opened the session that asks. */
  current: boolean;
  /** Why who asks may not activate it, nor, when it is their own, give it back. */
  barred?: 'holder' | 'inviter';
}

/** What a person may say of a key. */
export type KeyAct = Exclude<KeyEvent, 'replace' | 'expire'>;

/** Who speaks: the holder of the key, or those who manage access. */
export type Audience = 'own' | 'staff';

const acts: Record<Audience, readonly KeyAct[]> = {
  own: ['renew', 'lost', 'blocked'],
  staff: ['activate', 'restore', 'renew', 'suspend', 'lost', 'blocked', 'revoke'],
};

const isBarred = ({ barred }: ShownKey, act: KeyAct): boolean =>
  (barred !== undefined && act === 'activate') || (barred === 'holder' && act === 'restore');

/** What may be said of a key in its state, by whom; of the staff, what their offices do. The server decides again. */
export const actsOn = (key: ShownKey, audience: Audience, may: ReadonlySet<string>): KeyAct[] =>
  acts[audience].filter(
    act =>
      nextState(key.state, act) !== undefined && !isBarred(key, act) && (audience === 'own' || may.has(act)),
  );

/** Why an act that the state allows is missing: four eyes are wanted. */
export const missingAct = (key: ShownKey, may: ReadonlySet<string>): 'inviter' | 'holder' | undefined =>
  (['activate', 'restore'] as const).some(
    act => may.has(act) && nextState(key.state, act) !== undefined && isBarred(key, act),
  )
    ? key.barred
    : undefined;

/** The state as it is shown: a key whose certificate was revoked on its own opens nothing. */
export const shownState = ({ state, certified }: ShownKey): KeyState | 'uncertified' =>
  state === 'active' && !certified ? 'uncertified' : state;

/** Whether it is over for good. */
export const isOver = ({ state }: ShownKey): boolean => ['revoked', 'replaced', 'expired'].includes(state);
