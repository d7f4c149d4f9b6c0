import { createHash, randomBytes } from 'node:crypto';
import type { ControlCalls } from '@liveclass/contract';
import type { z } from 'zod';
import { NODE, SECRET } from './gateway.ts';
import { type Claims, signToken } from './tab.ts';

export interface Forgery {
  readonly claims?: Claims;
  readonly secret?: string;
  readonly alg?: string;
  /** What is really sent, where it differs from what was signed. */
  readonly sent?: { readonly method?: string; readonly path?: string; readonly body?: string };
  readonly headers?: Record<string, string>;
}

/** Sends a control request as the tool does, or almost. */
export async function request(base: string, method: string, path: string, body = '', forgery: Forgery = {}): Promise<Response> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...{ iss: 'liveclass-tool', aud: NODE, purpose: 'control', jti: randomBytes(16).toString('base64url'), method, path },
    ...{ body: createHash('sha256').update(body).digest('base64url'), iat: now, exp: now + 30 },
    ...forgery.claims,
  };
  const token = await signToken(claims, forgery.secret ?? SECRET, forgery.alg ?? 'HS256');
  const sent = { method, path, body, ...forgery.sent };
  return fetch(base + sent.path, {
    method: sent.method,
    headers: { authorization: `Bearer ${token}`, ...forgery.headers },
    ...(sent.body ? { body: sent.body } : {}),
  });
}

export async function call<N extends keyof ControlCalls>(base: string, name: N, body: z.input<ControlCalls[N]['body']>): Promise<unknown> {
  return (await request(base, 'POST', `/control/${name}`, JSON.stringify(body))).json();
}
