import type { Log } from '../../ports.ts';

/** Says only what is wrong. */
export const quietLog: Log = {
  debug: () => {},
  info: () => {},
  warn: (fields, message) => console.warn(message, fields),
  error: (fields, message) => console.error(message, fields),
  child: () => quietLog,
};
