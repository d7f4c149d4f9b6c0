import type { Server as HttpServer, RequestListener } from 'node:http';
import { MEDIA_LINK_PATH, type MediaTokenClaims, type NodeId, Refusal } from '@liveclass/contract';
import { Server as SocketServer } from 'socket.io';
import { isOriginAllowed, readMediaToken } from './admission.ts';
import { type LinkOptions, MediaLink } from './media-link.ts';

export interface SignallingOptions extends LinkOptions {
  readonly node: NodeId;
  readonly secret: string;
  /** Listens already. */
  readonly server: HttpServer;
  readonly allowedOrigins: readonly string[] | undefined;
  /** Answers plain HTTP on the same port (the health check). */
  readonly http: RequestListener;
}

const CONNECT_TIMEOUT_MS = 5000;

/** The media links of browsers: socket.io over websocket only, admitted by a media token before anything else happens. */
export class SignallingServer {
  readonly #options: SignallingOptions;
  readonly #http: HttpServer;
  readonly #io: SocketServer;

  constructor(options: SignallingOptions) {
    this.#options = options;
    this.#http = options.server;
    this.#http.removeAllListeners('request').on('request', options.http);
    this.#io = createSocketServer(this.#http, options);
    this.#io.use((socket, next) => {
      const auth = socket.handshake.auth as { token?: unknown } | undefined;
      this.#admit(auth?.token).then(
        (claims) => {
          socket.data = { claims };
          next();
        },
        (error: unknown) => next(new Error(this.#reasonOf(error))),
      );
    });
    this.#io.on('connection', (socket) => {
      const { claims } = socket.data as { claims: MediaTokenClaims };
      new MediaLink(socket, claims, { ...options, log: options.log.child({ session: claims.ses, seat: claims.seat }) });
    });
  }

  get isListening(): boolean {
    return this.#http.listening;
  }

  async close(): Promise<void> {
    await this.#io.close();
    this.#http.closeAllConnections();
  }

  async #admit(token: unknown): Promise<MediaTokenClaims> {
    const { secret, node, rooms } = this.#options;
    const claims = await readMediaToken(token, new TextEncoder().encode(secret), node);
    rooms.admit(claims);
    return claims;
  }

  #reasonOf(error: unknown): string {
    if (error instanceof Refusal) {
      this.#options.log.debug({ reason: error.reason }, 'a media link was refused');
      return error.reason;
    }
    this.#options.log.error({ err: error }, 'a media link could not be admitted');
    return 'unavailable';
  }
}

function createSocketServer(http: HttpServer, { limits, allowedOrigins, log }: SignallingOptions): SocketServer {
  const io = new SocketServer(http, {
    path: MEDIA_LINK_PATH,
    transports: ['websocket'],
    serveClient: false,
    // Never inflated: a small frame cannot become a large one.
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.linkMessageBytes,
    pingInterval: limits.linkPingMs,
    pingTimeout: limits.linkPingTimeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    allowRequest: (request, decide) => {
      const isAllowed = isOriginAllowed(request.headers.origin, allowedOrigins);
      decide(isAllowed ? null : 'forbidden', isAllowed);
    },
  });
  io.engine.on('connection_error', ({ code, message }: { code: number; message: string }) =>
    log.debug({ code, message }, 'a connection was refused'),
  );
  return io;
}
