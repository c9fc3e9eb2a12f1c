import { randomUUID } from 'node:crypto';
import type { StorePictures } from '@continuum/demo';
import { ArchiveUnavailable, storeAll } from '@continuum/exchange-dicomweb';
import type { Rooms } from './rooms.ts';

/** The demonstration's pictures go where everyone's go; without an archive there is nowhere to put them. */
export function demonstrationPictures({ archive, intake, log }: Rooms): { storePictures?: StorePictures } {
  if (!archive) return {};
  const origin = { request: randomUUID(), address: '127.0.0.1', channel: 'demo' };
  return {
    async storePictures(instances, actor) {
      try {
        const stored = await storeAll({ archive, intake, actor, origin }, instances);
        return stored.every(({ result }) => result.kind === 'stored');
      } catch (error) {
        if (!(error instanceof ArchiveUnavailable)) throw error;
        log.warn(
          { err: error },
          'the archive did not take the demonstration’s pictures; the next start tries again',
        );
        return false;
      }
    },
  };
}
