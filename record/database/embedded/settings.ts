import { createHash } from 'node:crypto';
import { totalmem } from 'node:os';

const megabyte = 1024 * 1024;

function memoryShare(share: number, most: number): string {
  return `${Math.max(64, Math.min(most, Math.floor((totalmem() * share) / megabyte)))}MB`;
}

/** Durability first, and not negotiable: an acknowledged deposit and a journalled access survive a power cut. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** Tuned for one machine that also runs the server. */
const tuned = () => ({
  shared_buffers: memoryShare(0.25, 1024),
  effective_cache_size: memoryShare(0.5, 65_536),
  maintenance_work_mem: '128MB',
  work_mem: '16MB',
  max_connections: '120',
  wal_compression: 'on',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  // Statements here are short; compiling them costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
});

/** A week of logs, one file a day, also when the process that started it is gone. */
const logged = {
  logging_collector: 'on',
  log_directory: '../log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_line_prefix: '%m [%p] %u ',
};

/** The server's settings: no network, one Unix socket. */
export function settings(socket: string): Record<string, string> {
  const listening = {
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
  };
  return { ...durable, ...tuned(), ...logged, ...listening };
}

/** Names a version with its settings: a server left behind is adopted only when it is the same. */
export function fingerprint(version: string, chosen: Record<string, string>): string {
  return createHash('sha256')
    .update(JSON.stringify([version, chosen]))
    .digest('hex')
    .slice(0, 16);
}
