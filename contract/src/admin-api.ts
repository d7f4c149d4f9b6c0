import { z } from 'zod';
import { Instant } from './ids.ts';
import { PluginAbout, ToolAbout } from './plugin.ts';

/*
 * The admin desk's HTTP API, for the tool's own page /admin. JSON; the admin's session is a first-party cookie, and every change comes
 * from the tool's own origin. A refusal is `{ reason }` with the status of the reason.
 */

/** 'pending' waits for the admin's approval, 'paused' is shut out for now; only an 'active' platform launches and is believed. */
export const PlatformState = z.enum(['pending', 'active', 'paused']);
export type PlatformState = z.infer<typeof PlatformState>;

/** POST /api/admin/session: the one-time code of an admin link (the fragment of /admin) becomes the cookie. */
export const AdminCodeBody = z.strictObject({ code: z.string().regex(/^[A-Za-z0-9_-]{32,64}$/) });

/** POST and GET /api/admin/session; DELETE signs out -> 204. */
export const AdminSessionView = z.strictObject({ expiresAt: Instant, about: ToolAbout });
export type AdminSessionView = z.infer<typeof AdminSessionView>;

export const PlatformView = z.strictObject({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  state: PlatformState,
  /** Registered, or bound at the first launch; empty until then. */
  deploymentIds: z.array(z.string()),
  lastLaunchAt: Instant.optional(),
  /** Of a paired platform. */
  plugin: PluginAbout.optional(),
  /** Whether recordings appear in its courses by themselves. */
  takesRecordings: z.boolean(),
  /** Whether its teachers may let guests in by links; not before the admin says so. */
  allowsGuests: z.boolean(),
});
export type PlatformView = z.infer<typeof PlatformView>;

/** GET /api/admin/platforms, the newest first. */
export const PlatformsReply = z.strictObject({ platforms: z.array(PlatformView) });

const name = z.string().trim().min(1).max(200);

/** PATCH /api/admin/platforms/:id -> PlatformView. 'active' approves a pending platform or resumes a paused one. DELETE -> 204, not for an active one. */
export const PlatformChange = z.strictObject({
  name: name.optional(),
  state: z.enum(['active', 'paused']).optional(),
  allowsGuests: z.boolean().optional(),
});
export type PlatformChange = z.infer<typeof PlatformChange>;

const id = z.string().trim().min(1).max(255);
const address = z
  .string()
  .trim()
  .pipe(z.url({ protocol: /^https?$/ }).max(2048));

/** POST /api/admin/platforms -> PlatformView: what Studio shows of an LTI consumer block, or any platform that is registered by hand. */
export const PlatformByHand = z.strictObject({
  name,
  issuer: address,
  clientId: id,
  deploymentId: id,
  authorizationUrl: address,
  tokenUrl: address,
  jwksUrl: address,
});
export type PlatformByHand = z.infer<typeof PlatformByHand>;

/** POST /api/admin/invitations: a pairing code for the plugin, or the address that invites an LMS to register itself. */
export const InvitationBody = z.strictObject({ kind: z.enum(['pairing', 'registration']) });
export const InvitationReply = z.strictObject({
  code: z.string(),
  /** For 'registration': the dynamic-registration URL that carries the code. */
  url: z.string().optional(),
  expiresAt: Instant,
});
export type InvitationReply = z.infer<typeof InvitationReply>;
/* POST /api/admin/platforms/:id/keys -> 204: a new key pair for what the tool signs to this platform; the old one stays published for a day. */
