import { z } from 'zod';
import { ClassId, NodeId, SeatId, SessionId, TabId } from './ids.ts';
import { Rights, Role } from './rights.ts';

/** `iss` of everything the tool signs for gateways (HS256 with GATEWAY_SECRET; no other algorithm is accepted). */
export const TOOL_ISSUER = 'liveclass-tool';

/** Claims of the media token: admits one tab of one seat to the media link of one gateway node. Lives `LIMITS.mediaTokenMs`. */
export const MediaTokenClaims = z.object({
  iss: z.literal(TOOL_ISSUER),
  /** The node that may accept it. */
  aud: NodeId,
  purpose: z.literal('media'),
  cls: ClassId,
  ses: SessionId,
  seat: SeatId,
  tab: TabId,
  role: Role,
  rights: Rights,
  /** Rises with each takeover of the seat by another tab; a lower one is refused as superseded. */
  turn: z.number().int().nonnegative(),
  iat: z.number(),
  exp: z.number(),
});
export type MediaTokenClaims = z.infer<typeof MediaTokenClaims>;

/** Claims of `Authorization: Bearer` on a control request: binds it to node, method, path and body; `jti` works once. */
export const ControlTokenClaims = z.object({
  iss: z.literal(TOOL_ISSUER),
  aud: NodeId,
  purpose: z.literal('control'),
  jti: z.string().min(16).max(64),
  /** Upper-case HTTP method and the path with its query. */
  method: z.string(),
  path: z.string(),
  /** base64url(SHA-256(body bytes)); of the empty string where there is no body. */
  body: z.string().length(43),
  iat: z.number(),
  exp: z.number(),
});
export type ControlTokenClaims = z.infer<typeof ControlTokenClaims>;
