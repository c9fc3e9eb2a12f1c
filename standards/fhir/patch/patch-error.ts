/** A patch that cannot be applied: what is wrong with which of its operations. */
export class PatchError extends Error {
  /** FHIRPath or JSON Pointer of the operation within the patch. */
  readonly expression: string;
  constructor(expression: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PatchError';
    this.expression = expression;
  }
}

/** No patch has more operations than this. */
export const mostOperations = 1_000;

/** No patch makes a resource longer than this, in characters of JSON. */
export const longestResult = 16 * 1024 * 1024;

/** Runs `work`; a resource that it nests without end is a patch that cannot be applied. */
export function notTooDeep<T>(expression: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PatchError(expression, 'The resource becomes nested too deeply.', { cause: error });
  }
}
