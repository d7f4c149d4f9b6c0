import { Refusal, Refused } from '@liveclass/contract';

/** A zod schema, as far as it is needed here. */
export interface Shape<T> {
  safeParse(raw: unknown): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: unknown };
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Goes on although the page is being closed. */
  readonly keepalive?: boolean;
}

/** Sends it to our own server. No answer at all is the refusal 'unavailable'. */
export function sendCall(origin: string, { method, path, body, keepalive }: Call, token = ''): Promise<Response> {
  const headers: Record<string, string> = {};
  if (token) headers['authorization'] = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (keepalive) init.keepalive = true;
  return fetch(origin + path, init).catch((error: unknown) => {
    throw new Refusal('unavailable', error);
  });
}

/** The answer when it is a yes; every "no" is a `Refusal`. */
export async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  const refused = Refused.safeParse(await response.json().catch(() => undefined));
  throw new Refusal(refused.success ? refused.data.reason : 'unavailable', response.status);
}

/** What an answer says, checked. */
export async function readAnswer<T>(response: Response, reply: Shape<T>): Promise<T> {
  const parsed = reply.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new Refusal('unavailable', parsed.error);
  return parsed.data;
}
