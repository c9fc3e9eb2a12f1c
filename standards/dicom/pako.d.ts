declare module 'pako' {
  export class Inflate {
    constructor(options: { raw: boolean; chunkSize: number });
    onData: (chunk: Uint8Array) => void;
    push(data: Uint8Array, flush: boolean): boolean;
    readonly err: number;
    readonly msg: string;
  }
}
