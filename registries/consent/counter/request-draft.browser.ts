import { isDay } from '@continuum/ui-kit';
import { formatDate } from '@continuum/ui-language';
import type {
  CounterAnswer,
  CounterRequest,
  Decider,
  IdentityPiece,
  IncapacityProof,
  RelationshipProof,
} from './counter-view.ts';

/** A request that is being taken down. */
export interface RequestDraft {
  means: CounterRequest['means'];
  received: string;
  relationship: CounterRequest['decider']['relationship'] | '';
  name: string;
  proof: RelationshipProof | '';
  incapacity: IncapacityProof | '';
  pieces: { kind: IdentityPiece['kind'] | ''; seen: Exclude<IdentityPiece['seen'], 'counter'> }[];
}

/** Nothing said yet, but that it comes today, to the counter, and from who decides when only one may. */
export const emptyDraft = ({ deciders, pieces }: CounterAnswer): RequestDraft => ({
  means: 'in-person',
  received: formatDate(new Date()),
  relationship: deciders[0]?.relationship ?? '',
  name: '',
  proof: '',
  incapacity: '',
  pieces: Array.from({ length: pieces }, () => ({ kind: '' as const, seen: 'copy' as const })),
});

/** In what quality they decide, with what it needs. */
export const deciderOf = ({ deciders }: CounterAnswer, { relationship }: RequestDraft): Decider | undefined =>
  deciders.find(one => one.relationship === relationship);

/** Which answers are missing or wrong, by field. */
export function wrongIn(answer: CounterAnswer, draft: RequestDraft) {
  const { received, relationship, name, proof, incapacity, pieces } = draft;
  const isFor = relationship !== 'self';
  const kinds = pieces.map(({ kind }) => kind);
  return {
    received: !isDay(received) || received > formatDate(new Date()),
    name: isFor && (name.trim() === '' || /\d/.test(name)),
    proof: isFor && proof === '',
    incapacity: deciderOf(answer, draft)?.incapacity !== undefined && incapacity === '',
    identity: kinds.includes('') || new Set(kinds).size < kinds.length,
  };
}

/** What is sent with each choice; of a draft in which nothing is wrong. */
export const toRequest = ({
  means,
  received,
  relationship,
  name,
  proof,
  incapacity,
  pieces,
}: RequestDraft): CounterRequest => ({
  means,
  received,
  decider: {
    relationship: relationship as CounterRequest['decider']['relationship'],
    ...(relationship !== 'self' && { name: name.trim(), proof: proof as RelationshipProof }),
    ...(incapacity && { incapacity }),
  },
  identity: pieces.map(({ kind, seen }) => ({
    kind: kind as IdentityPiece['kind'],
    seen: means === 'in-person' ? 'counter' : seen,
  })),
});
