import { createHash, randomBytes } from 'node:crypto';
import { type ControlCalls, TOOL_ISSUER } from '@liveclass/contract';
import { SignJWT } from 'jose';

/** The gateway's control API as the tool calls it, for looking inside from a story. */
export function controlClient(origin: string, node: string, secret: string) {
  return async (name: keyof ControlCalls, body: unknown): Promise<unknown> => {
    const bytes = JSON.stringify(body);
    const path = `/control/${name}`;
    const token = await new SignJWT({
      purpose: 'control',
      method: 'POST',
      path,
      body: createHash('sha256').update(bytes).digest('base64url'),
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(TOOL_ISSUER)
      .setAudience(node)
      .setJti(randomBytes(16).toString('hex'))
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(new TextEncoder().encode(secret));
    const answer = await fetch(origin + path, {
      method: 'POST',
      body: bytes,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    const said = (await answer.json()) as { ok: boolean; value?: unknown; reason?: string };
    if (!said.ok) throw new Error(`${name}: ${said.reason ?? answer.status}`);
    return said.value;
  };
}
