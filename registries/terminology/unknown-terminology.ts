/** A file or a folder that is none of those that can be loaded. */
export class UnknownTerminology extends Error {
  constructor(path: string, mend: string, options?: ErrorOptions) {
    super(`${path}: ${mend}`, options);
    this.name = 'UnknownTerminology';
  }
}
