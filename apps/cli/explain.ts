import { BadSetting, PortTaken } from '@continuum/apps-server';
import { DatabaseProblem, DatabaseUnavailable } from '@continuum/record-database';
import { CertificateRefused } from '@continuum/registries-credential';

/** A mistake of the caller of a command, with its mend. */
export class CommandProblem extends Error {}

interface SystemError extends Error {
  code?: string;
  port?: number;
  address?: string;
  path?: string;
}

const systemSentences: Record<string, (error: SystemError) => string> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is in use: stop what listens there, or set ${port === 2575 ? 'MLLP_PORT' : 'PORT or MLLP_PORT'} to another one.`,
  EACCES: ({ path, port }) =>
    `No permission for ${path ?? `port ${port}`}: choose another with CONTINUUM_DATA or PORT.`,
  ENOSPC: () => 'The disk is full: free some space, then start again. Nothing that was acknowledged is lost.',
  EROFS: ({ path }) =>
    `${path ?? 'The data folder'} cannot be written: set CONTINUUM_DATA to a folder that can.`,
};

function causes(error: unknown): unknown[] {
  return error instanceof Error && error.cause !== undefined ? [error, ...causes(error.cause)] : [error];
}

const namesSetting = /^[A-Z]+(_[A-Z]+)*: /;

const isPlain = (error: unknown): error is Error =>
  [DatabaseUnavailable, CommandProblem, PortTaken, CertificateRefused].some(kind => error instanceof kind);

/** One line for a person and the exit code: 2 for a setting, 1 for the rest. The stack is shown with CONTINUUM_TRACE=1. */
export function explain(error: unknown): { line: string; code: number } {
  if (process.env.CONTINUUM_TRACE) process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  if (error instanceof BadSetting) return { line: error.message, code: 2 };
  if (error instanceof DatabaseProblem) return { line: error.message, code: error.setting ? 2 : 1 };
  if (isPlain(error)) return { line: error.message, code: 1 };
  const system = causes(error).find(cause => systemSentences[(cause as SystemError)?.code ?? '']) as
    | SystemError
    | undefined;
  if (system) return { line: systemSentences[system.code!]!(system), code: 1 };
  const line = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
  // Rooms that know nothing of settings as values still name the one to mend.
  if (namesSetting.test(line)) return { line, code: 2 };
  return { line: `${line} (CONTINUUM_TRACE=1 shows more)`, code: 1 };
}
