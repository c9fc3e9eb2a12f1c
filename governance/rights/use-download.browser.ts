import { getBlob } from '@continuum/ui-fhir-client';
import { useCallback, useEffect, useRef, useState } from 'react';

/** Where a download stands. */
export type Download =
  | { state: 'idle' }
  | { state: 'under-way'; name: string; bytes: number }
  | { state: 'failed'; name: string; error: unknown }
  | { state: 'saved'; name: string };

/** Has the browser save bytes as a file. */
function save(blob: Blob, file: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = file;
  link.click();
  URL.revokeObjectURL(address);
}

/** One download at a time, which can be stopped; nothing is saved of one that does not end well. */
export function useDownload(): {
  download: Download;
  begin(name: string, path: string, file: string): void;
  stop(): void;
} {
  const [download, set] = useState<Download>({ state: 'idle' });
  const running = useRef<AbortController>(undefined);
  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    set({ state: 'idle' });
  }, []);
  useEffect(() => () => running.current?.abort(), []);
  const begin = useCallback((name: string, path: string, file: string) => {
    const controller = new AbortController();
    running.current = controller;
    const tell = (next: Download) => {
      if (running.current === controller) set(next);
    };
    tell({ state: 'under-way', name, bytes: 0 });
    getBlob(path, controller.signal, bytes => tell({ state: 'under-way', name, bytes })).then(
      blob => {
        if (running.current !== controller) return;
        save(blob, file);
        tell({ state: 'saved', name });
      },
      (error: unknown) => tell({ state: 'failed', name, error }),
    );
  }, []);
  return { download, begin, stop };
}
