/** What the tool uses of ltijs 5.9.9, which ships no types. */
declare module 'ltijs' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface DatabasePlugin {
    setup(): Promise<boolean>;
    Close(): Promise<boolean>;
    Get(key: unknown, collection: string, query?: Readonly<Record<string, unknown>>): Promise<readonly object[] | false>;
    Insert(key: unknown, collection: string, item: Readonly<Record<string, unknown>>): Promise<boolean>;
    Replace(key: unknown, collection: string): Promise<boolean>;
    Modify(key: unknown, collection: string): Promise<boolean>;
    Delete(collection: string): Promise<boolean>;
  }

  interface LtijsProvider {
    readonly app: (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;
    setup(
      encryptionKey: string,
      database: { plugin: DatabasePlugin },
      options: {
        appRoute: string;
        loginRoute: string;
        keysetRoute: string;
        dynRegRoute: string;
        ltiaas: true;
        cors: false;
        devMode: false;
        tokenMaxAge: number;
        cookies: { secure: true; sameSite: 'None' };
      },
    ): unknown;
    deploy(options: { serverless: true; silent: true }): Promise<true>;
    onConnect(callback: () => void): true;
    onDeepLinking(callback: () => void): true;
    onInvalidToken(
      callback: (req: IncomingMessage, res: ServerResponse & { locals: { err?: { details?: { message?: unknown } } } }) => void,
    ): true;
  }

  export const Provider: LtijsProvider;
}
