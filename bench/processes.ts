import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  pid: number;
  parent: number;
  name: string;
  /** CPU time used so far, in milliseconds. */
  cpu: number;
  /** Memory that belongs to nobody else, in bytes. */
  resident: number;
}

const tick = 10;
const page = 4096;

/** Linux: `/proc/<pid>/stat`, whose second field may hold anything between parentheses (proc_pid_stat(5)). */
function readProcess(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [parent, user, system, resident] = [1, 11, 12, 21].map(at => Number(fields[at]));
    return { pid, parent: parent!, name, cpu: (user! + system!) * tick, resident: resident! * page };
  } catch {
    return undefined;
  }
}

/** What a server and its PostgreSQL have used so far. */
export interface Usage {
  /** Milliseconds of CPU. */
  server: number;
  postgres: number;
  /** Bytes of the server's memory. */
  memory: number;
}

/** The usage of a server's process and of the PostgreSQL that it started; undefined where there is no `/proc`. */
export function usageOf(server: number): Usage | undefined {
  const own = readProcess(server);
  if (!own) return undefined;
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => readProcess(Number(name)))
    .filter(found => found !== undefined);
  const masters = new Set(
    all.filter(({ parent, name }) => parent === server && name === 'postgres').map(({ pid }) => pid),
  );
  const postgres = all
    .filter(({ pid, parent }) => masters.has(pid) || masters.has(parent))
    .reduce((sum, { cpu }) => sum + cpu, 0);
  return { server: own.cpu, postgres, memory: own.resident };
}
