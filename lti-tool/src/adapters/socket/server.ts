import type { Server as HttpServer } from 'node:http';
import { LIMITS, TOOL_LINK_PATH } from '@liveclass/contract';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import type { WebSession } from '../../domain/identity.ts';
import type { HeldSeat } from '../../ports/classroom.ts';

/** What the tool knows of a link: how it was admitted, and the seat it speaks for. */
export interface LinkData {
  token: string;
  session: WebSession;
  seat: HeldSeat | null;
  /** The socket.io room in which it is told of the class; null while it does not watch. */
  watching: string | null;
}
export type ToolLinkServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, LinkData>;
export type ToolLinkSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, LinkData>;

/**
 * socket.io on the tool's own port: websocket only, small frames, nothing inflated, and only pages of ours. A page of another site
 * could else open a link from a visitor's browser; it would lack the token, and does not even get to say so.
 */
export function openLinkServer(server: HttpServer, origin: string): ToolLinkServer {
  return new Server(server, {
    path: TOOL_LINK_PATH,
    serveClient: false,
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    maxHttpBufferSize: LIMITS.linkMessageBytes,
    pingInterval: LIMITS.linkPingMs,
    pingTimeout: LIMITS.linkPingTimeoutMs,
    connectTimeout: LIMITS.wishTimeoutMs,
    // The media links' upgrades on the same port are not this server's to destroy.
    destroyUpgrade: false,
    allowRequest: (req, done) => done(null, req.headers.origin === origin),
  });
}
