export { connectMllp, type MllpClient } from './client.ts';
export { SenderRefused } from './exchange.ts';
export type { Log } from './log.ts';
export { type MllpServer, type MllpSettings, startMllp } from './server.ts';
