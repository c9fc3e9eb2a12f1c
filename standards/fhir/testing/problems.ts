import type { Issue } from '../issue.ts';
import { validate } from '../validation/validate.ts';
import { fixture } from './inputs.ts';

type Json = Record<string, never>;

/** The problems of a fixture after a change to it. */
export function problems(name: string, change: (resource: Json) => void): Issue[] {
  const resource = fixture(name);
  change(resource as unknown as Json);
  return validate(resource);
}

/** Gives an object new content, whatever type it is thought to have. */
export function set(target: unknown, values: object) {
  Object.assign(target as object, values);
}
