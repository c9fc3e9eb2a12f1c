export { MySessions } from './screens/session/my-sessions.tsx';
