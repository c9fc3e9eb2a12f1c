/** What this room says to whoever operates it; a pino logger fits. */
export interface Log {
  info(context: object, text: string): void;
  warn(context: object, text: string): void;
  error(context: object, text: string): void;
}
