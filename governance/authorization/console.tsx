export { AccessWork } from './access-work.tsx';
export { MyAccess } from './my-access.tsx';
