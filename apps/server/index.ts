export { findPractitioner } from './people.ts';
export { PortTaken } from './ports.ts';
export { BadSetting, readSettings, type Settings } from './settings.ts';
export { demonstrate, openRooms, type Say, type StartedServer, startServer } from './start.ts';
