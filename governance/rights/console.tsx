export { RequestFile } from './request/request-file.tsx';
export { RequestList } from './request/work-list.tsx';
