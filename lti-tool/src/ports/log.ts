/** Where lines of the log go. Context is bound once by `child`; fields never hold tokens, names, addresses or message bodies. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}
