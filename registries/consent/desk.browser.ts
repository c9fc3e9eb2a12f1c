import { deleteJson, postJson, putJson } from '@continuum/ui-fhir-client';
import type { CounterRequest } from './counter/counter-view.ts';

/** Where choices are registered from: the person’s own portal, or the counter with the request that staff took down. */
export interface Desk {
  /** `/api/consent/<usager>`, or `/api/consent/counter/<usager>`. */
  base: string;
  request?: CounterRequest;
}

/** The person’s own. */
export const portalDesk = (usager: string): Desk => ({ base: `/api/consent/${usager}` });

/** Of which register. */
export type DirectiveKind = 'refusal' | 'restriction';

const withRequest = <Terms extends object>({ request }: Desk, terms: Terms) => ({
  ...terms,
  ...(request && { request }),
});

/** Where the choices of a kind are read, and what is read again after one was made. */
export const pathOf = ({ base }: Desk, kind: DirectiveKind): string => `${base}/${kind}`;

/** Registers a choice, or the next version of one. */
export const registerAt = (desk: Desk, kind: DirectiveKind, terms: object, id?: string): Promise<unknown> =>
  id === undefined
    ? postJson(pathOf(desk, kind), withRequest(desk, terms))
    : putJson(`${pathOf(desk, kind)}/${id}`, withRequest(desk, terms));

/** Cancels a choice. */
export function cancelAt(desk: Desk, kind: DirectiveKind, id: string): Promise<unknown> {
  const path = `${pathOf(desk, kind)}/${id}`;
  return desk.request ? postJson(`${path}/cancellation`, { request: desk.request }) : deleteJson(path);
}
