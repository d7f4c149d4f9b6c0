import type { Log } from '../../ports.ts';

/** Says only what must never happen. */
export const quietLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (fields, message) => console.error(message, fields),
  child: () => quietLog,
};
