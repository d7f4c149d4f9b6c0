import { createServer } from 'node:http';
import type { CourseMessage } from '@liveclass/contract';
import { decodeJwt } from 'jose';
import { newId } from './classroom-world.ts';

type Reply = number | (() => Promise<number>);

export interface CourseEndpoint<M> {
  readonly url: string;
  /** What it was told, oldest first. */
  readonly messages: M[];
  /** Its next answers; 200 where there is none. */
  readonly replies: Reply[];
  /** What it calls the module. */
  moduleId: string;
}

export interface CourseEndpoints<M> {
  /** One of its own for each class. */
  endpoint(): CourseEndpoint<M>;
  close(): void;
}

/** The endpoints of an LMS that messages to courses are posted to, each of which answers as it is told. */
export async function openCourseEndpoints<M extends CourseMessage>(): Promise<CourseEndpoints<M>> {
  const endpoints = new Map<string, CourseEndpoint<M>>();
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const part of req) body += part;
    const endpoint = endpoints.get(req.url ?? '');
    endpoint?.messages.push(decodeJwt(body) as unknown as M);
    const reply = endpoint?.replies.shift() ?? 200;
    const status = typeof reply === 'number' ? reply : await reply();
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ moduleId: endpoint?.moduleId }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    endpoint() {
      const path = `/${newId()}`;
      const endpoint: CourseEndpoint<M> = { url: `http://127.0.0.1:${port}${path}`, messages: [], replies: [], moduleId: 'm1' };
      endpoints.set(path, endpoint);
      return endpoint;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
