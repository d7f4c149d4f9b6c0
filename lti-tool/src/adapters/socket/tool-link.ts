import { Refusal } from '@liveclass/contract';
import { createAdapter } from '@socket.io/mongo-adapter';
import type { Collection } from 'mongodb';
import { Link, type LinkDeps } from './link.ts';
import { linksOf, teachersOf } from './rooms.ts';
import type { ToolLinkServer } from './server.ts';

const TOKEN = /^[A-Za-z0-9_-]{32,64}$/;

/** Admits links by the web session's bearer and hands each to its `Link`. */
export function openToolLinks(io: ToolLinkServer, deps: LinkDeps): void {
  io.use((socket, next) => {
    const { token } = socket.handshake.auth;
    admit(deps, token).then(
      (session) => {
        Object.assign(socket.data, { token, session, seat: null, watching: null });
        next();
      },
      (error: unknown) => {
        const reason = error instanceof Refusal ? error.reason : 'unavailable';
        if (reason === 'unavailable') deps.log.error({ err: error }, 'a link could not be admitted');
        deps.meters.linkRefused(reason);
        next(new Error(reason));
      },
    );
  });
  io.on('connection', async (socket) => {
    void new Link(deps, socket);
    const { classId, personId, role } = socket.data.session;
    await socket.join(role === 'teacher' ? [linksOf(classId, personId), teachersOf(classId)] : linksOf(classId, personId));
  });
}

async function admit({ authenticate }: LinkDeps, token: unknown): ReturnType<LinkDeps['authenticate']> {
  // A token that cannot be one costs no look into the database.
  if (typeof token !== 'string' || !TOKEN.test(token)) throw new Refusal('not-signed-in');
  return authenticate(token);
}

/** With several tools, broadcasts travel through a collection that all of them watch. */
export function spanReplicas(io: ToolLinkServer, collection: Collection): void {
  io.adapter(createAdapter(collection, { addCreatedAtField: true }));
}
