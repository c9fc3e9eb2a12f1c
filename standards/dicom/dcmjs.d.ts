declare module 'dcmjs' {
  interface Dcmjs {
    log: { setLevel(level: 'silent'): void };
    data: {
      DicomMessage: {
        readFile(
          buffer: ArrayBuffer,
          options: { untilTag: string; includeUntilTagValue: boolean },
        ): { dict: Record<string, unknown> };
      };
      DicomMetaDictionary: { naturalizeDataset(dict: Record<string, unknown>): Record<string, unknown> };
    };
  }
  const dcmjs: Dcmjs;
  export default dcmjs;
}
