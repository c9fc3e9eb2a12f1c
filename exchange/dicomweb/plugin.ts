import type { FastifyPluginAsync } from 'fastify';
import type { Door } from './door.ts';
import { renderFailure } from './failure.ts';
import { retrieveRoutes } from './retrieve-routes.ts';
import { searchRoutes } from './search-routes.ts';
import { storeRoutes } from './store-routes.ts';

/** What the door is given; the largest instance taken is two gigabytes unless told otherwise. */
export type DicomwebDependencies = Omit<Door, 'partLimit'> & { partLimit?: number };

const twoGigabytes = 2 ** 31 - 1;

/**
 * DICOMweb (PS3.18 clause 10), to be mounted at `/dicomweb`: STOW-RS, QIDO-RS, WADO-RS. Needs `request.actor` and
 * `request.origin`. Answers with DICOM JSON, multipart bodies, and OperationOutcome for errors.
 */
export function dicomweb({
  partLimit = twoGigabytes,
  ...dependencies
}: DicomwebDependencies): FastifyPluginAsync {
  const door: Door = { ...dependencies, partLimit };
  return async app => {
    app.setErrorHandler((error, _request, reply) => renderFailure(error, reply));
    storeRoutes(app, door);
    searchRoutes(app, door);
    retrieveRoutes(app, door);
  };
}
