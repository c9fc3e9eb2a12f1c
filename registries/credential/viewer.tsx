export { MyKeys } from './screens/key/my-keys.tsx';
export { MySessions } from './screens/session/my-sessions.tsx';
