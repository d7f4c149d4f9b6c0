import { TOOL_LINK_PATH } from '@liveclass/contract';
import { io } from 'socket.io-client';
import type { Person } from './person.ts';
import { until } from './until.ts';

/**
 * A second tool link with that person's own bearer, as somebody would open it from the browser's console: for what the buttons
 * would not let them ask.
 */
export async function rawToolLink(person: Person) {
  const answer = await person.room.evaluate<{ token?: string }>(
    `fetch('/api/session/restore', { method: 'POST' }).then((answer) => answer.json())`,
  );
  if (!answer.token) throw new Error(`No bearer for ${person.name}: ${JSON.stringify(answer)}`);
  const socket = io(person.house.toolUrl, {
    path: TOOL_LINK_PATH,
    transports: ['websocket'],
    auth: { token: answer.token },
    extraHeaders: { origin: person.house.toolUrl },
  });
  let trouble = 'not connected';
  socket.on('connect_error', (error) => {
    trouble = error.message;
  });
  await until('the raw link', () => {
    if (!socket.connected) throw new Error(trouble);
    return true;
  });
  return {
    wish: (name: string, body: unknown): Promise<unknown> => socket.timeout(6_000).emitWithAck(name, body),
    close: () => socket.close(),
  };
}

/**
 * A media link with that pass, as a script would open it: joins, and says why it was refused. `path` and `token` are a media pass as
 * the tool gives it.
 */
export async function rawMediaLink(toolUrl: string, { path, token }: { readonly path: string; readonly token: string }) {
  const socket = io(toolUrl, { path, transports: ['websocket'], auth: { token }, reconnection: false, forceNew: true });
  const refusedBy = await new Promise<string | undefined>((resolve) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', (error) => resolve(error.message));
  });
  const wish = (name: string, body: unknown): Promise<unknown> => socket.timeout(6_000).emitWithAck(name, body);
  return { refusedBy, wish, close: () => socket.close() };
}
