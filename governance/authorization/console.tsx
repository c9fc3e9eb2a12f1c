export { AccessWork } from './access-work.tsx';
export { MyAccess } from './my-access.tsx';
export { AskUnblocking } from './self-service/ask-unblocking.tsx';
