import { postJson, useAct } from '@continuum/ui-fhir-client';
import { useState } from 'react';
import type { EvidenceAnswer } from '../request-view.ts';
import { type ChosenFile, choose, toBase64 } from './chosen-file.browser.ts';

/** The file that is on its way, and its place among those that were chosen. */
export interface Sending {
  name: string;
  place: number;
  of: number;
}

interface Joining {
  path: string;
  file: File;
}

const join = async ({ path, file }: Joining) =>
  postJson<EvidenceAnswer>(path, { name: file.name, content: await toBase64(file) });

/** Files chosen to be joined to a request; each leaves the list once the server has it. `touches`: what is read again. */
export function useEvidence(touches: readonly string[]) {
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [sending, setSending] = useState<Sending>();
  const act = useAct(join, touches);
  /** One after the other; false when one was not joined: it stays in the list, with those after it. */
  const send = async (path: string): Promise<boolean> => {
    act.reset();
    try {
      for (const [index, { key, file }] of files.entries()) {
        setSending({ name: file.name, place: index + 1, of: files.length });
        await act.mutateAsync({ path, file });
        setFiles(before => before.filter(one => one.key !== key));
      }
      return true;
    } catch {
      return false;
    } finally {
      setSending(undefined);
    }
  };
  return {
    files,
    sending,
    /** Why the last one was not joined. */
    error: act.error,
    isFit: files.every(({ unfit }) => unfit === undefined),
    add: async (chosen: readonly File[]) => {
      const more = await choose(chosen);
      setFiles(before => [...before, ...more]);
    },
    remove: (key: string) => setFiles(before => before.filter(one => one.key !== key)),
    clear: () => {
      act.reset();
      setFiles([]);
    },
    send,
  };
}

export type Evidence = ReturnType<typeof useEvidence>;
