export { IdentificationQueue } from './identification-queue.tsx';
export { WorkList } from './work-list.tsx';
