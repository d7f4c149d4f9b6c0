import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reason } from '@liveclass/contract';
import { Refusal } from '@liveclass/contract';
import { Server, type Socket } from 'socket.io';

export type Script = Readonly<Record<string, (body: never, socket: Socket) => unknown>>;

type Ack = (answer: unknown) => void;

/** A real socket.io server that answers wishes by a script: what a scripted function returns is the answer, a Refusal it throws the "no". */
export class ScriptedServer {
  readonly #http: HttpServer;
  readonly #io: Server;
  /** Each wish that arrived, in order. */
  readonly heard: { readonly name: string; readonly body: Record<string, unknown> }[] = [];
  /** Refuse the next connections with this. */
  refuseWith: Reason | undefined;
  script: Script;

  private constructor(http: HttpServer, path: string, script: Script) {
    this.#http = http;
    this.script = script;
    this.#io = new Server(http, { path, transports: ['websocket'] });
    this.#io.use((_socket, next) => next(this.refuseWith ? new Error(this.refuseWith) : undefined));
    this.#io.on('connection', (socket) => {
      socket.onAny((name: string, ...rest: unknown[]) => void this.#answer(socket, name, rest[0] as never, rest[1] as Ack));
    });
  }

  static async open(path: string, script: Script): Promise<ScriptedServer> {
    const http = createServer();
    const server = new ScriptedServer(http, path, script);
    await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get links(): number {
    return this.#io.sockets.sockets.size;
  }

  names(): string[] {
    return this.heard.map(({ name }) => name);
  }

  tell(name: string, fact: unknown): void {
    this.#io.emit(name, fact);
  }

  /** Cuts every connection without a word, as a network does. */
  cut(): void {
    for (const socket of this.#io.sockets.sockets.values()) socket.conn.close(true);
  }

  async close(): Promise<void> {
    await this.#io.close();
  }

  async #answer(socket: Socket, name: string, body: never, ack: Ack): Promise<void> {
    this.heard.push({ name, body });
    try {
      const scripted = this.script[name];
      ack({ ok: true, value: scripted ? await scripted(body, socket) : {} });
    } catch (error) {
      ack({ ok: false, reason: error instanceof Refusal ? error.reason : 'unavailable' });
    }
  }
}
