export { mailServer, type ReceivedMail } from './mail-server.ts';
export { pushService, type ReceivedPush } from './push-service.ts';
export { type ReceivedSms, type SmscOptions, smsc } from './smsc.ts';
