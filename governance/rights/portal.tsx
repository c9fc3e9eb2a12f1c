export { AccessList, type Beside } from './access-list.tsx';
export { OwnCopy } from './own-copy/own-copy.tsx';
export { MyRequests } from './request/my-requests.tsx';
