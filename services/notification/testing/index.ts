export { mailServer, type ReceivedMail } from './mail-server.ts';
export { type ReceivedSms, type SmscOptions, smsc } from './smsc.ts';
