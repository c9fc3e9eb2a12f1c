export { mailServer, type ReceivedMail } from './mail-server.ts';
