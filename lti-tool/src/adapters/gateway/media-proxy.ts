import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { MEDIA_LINK_PATH, NodeId, TOOL_LINK_PATH } from '@liveclass/contract';
import { createProxyServer } from 'http-proxy-3';
import type { Gateways } from '../../ports/gateways.ts';
import type { Log } from '../../ports/log.ts';

const ROUTE = new RegExp(`^/gateway/([a-z0-9-]{1,40})${MEDIA_LINK_PATH}/?(\\?.*)?$`);

/**
 * Carries websocket upgrades of `/gateway/<node>/media-link` to that node's signalling port, so that a school opens one host only.
 * Nothing else of a gateway can be reached through it: the node must be known, and the path is rebuilt, never passed on.
 */
export function proxyMediaLinks(server: Server, { gateways, log }: { gateways: Gateways; log: Log }): { end(): void } {
  const proxy = createProxyServer({ ws: true, xfwd: true, proxyTimeout: 0 });
  proxy.on('error', (error, _req, socket) => {
    log.info({ err: error }, 'a media link could not be carried on');
    (socket as Socket).destroy();
  });
  const onUpgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (req.url?.startsWith(`${TOOL_LINK_PATH}/`)) return;
    // Without a listener an error of the browser's half would end the process.
    socket.on('error', () => socket.destroy());
    const match = ROUTE.exec(req.url ?? '');
    if (!match) {
      refuse(socket);
      return;
    }
    void targetOf(gateways, match[1])
      .then((target) => {
        if (!target || socket.destroyed) return refuse(socket);
        req.url = `${MEDIA_LINK_PATH}/${match[2] ?? ''}`;
        proxy.ws(req, socket as Socket, head, { target });
      })
      .catch((error: unknown) => {
        log.warn({ err: error }, 'a media link found no database');
        refuse(socket);
      });
  };
  server.on('upgrade', onUpgrade);
  return { end: () => void server.off('upgrade', onUpgrade) };
}

async function targetOf(gateways: Gateways, segment: string | undefined): Promise<string | undefined> {
  const node = NodeId.safeParse(segment);
  if (!node.success) return undefined;
  const found = await gateways.find(node.data);
  return found?.isAlive ? new URL(found.signallingUrl).origin : undefined;
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
