import type { ErrorObject } from 'ajv';
import type { Language } from './language.ts';
import { type Part, problemsOf } from './schema-problems.ts';

/** What was sent is not what the door's schema says. */
export class NotAsAsked extends Error {
  readonly statusCode = 400;
  readonly part: Part;
  readonly errors: readonly ErrorObject[];

  constructor(part: string, errors: readonly ErrorObject[]) {
    super(
      problemsOf(errors, part as Part, 'en')
        .map(({ diagnostics }) => diagnostics)
        .join(' '),
    );
    this.name = 'NotAsAsked';
    this.part = part as Part;
    this.errors = errors;
  }

  /** What is wrong, field by field, in the reader's language. */
  problems(language: Language) {
    return problemsOf(this.errors, this.part, language);
  }
}
