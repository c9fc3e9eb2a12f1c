import type { Access } from '@continuum/record-gate';
import type { Exchange } from '../exchange.ts';

/** What a request searches: a type or the system, or those in a compartment (R4 3.1.1.1). */
export function searched({ type, id, member, parameters, preference }: Exchange) {
  const compartment =
    member !== undefined && type !== undefined && id !== undefined ? { type, id } : undefined;
  const options: NonNullable<Parameters<Access['search']>[2]> = {
    ...(preference.handling && { handling: preference.handling }),
    ...(compartment && { compartment }),
  };
  return {
    type: member === undefined ? type : member === '*' ? undefined : member,
    options,
    parameters: parameters.filter(([name]) => name !== '_explain'),
  };
}

/** Its address, for links. */
export const addressOf = ({ baseUrl, type, id, member }: Exchange): string =>
  [baseUrl, type, ...(member === undefined ? [] : [id, member])].filter(part => part !== undefined).join('/');
