import { z } from 'zod';
import { AttendanceRule } from './attendance.ts';
import { PlatformRegistration } from './course-materials.ts';
import { ClassGroups } from './groups.ts';
import { Instant } from './ids.ts';
import { LIMITS } from './limits.ts';
import { ClassSettings } from './schedule.ts';

/*
 * What a plugin inside an LMS (local_liveclass in Moodle) says to the tool. The other direction is `course-materials.ts`.
 * Both directions are compact JWS (RS256, `kid` in the header) in a POST of `application/jwt`, signed by the sender's ordinary
 * LTI key: the tool checks them with the platform's `jwksUrl`, the plugin with the tool's `/lti/keys`. There is no shared secret.
 */

/** GET /lti/about: everything a plugin or an admin needs to know of the tool before anything is registered. Public. */
export const ToolAbout = z.object({
  product: z.literal('live-class'),
  version: z.string().max(40),
  /** The tool's clock in milliseconds since 1970, to be compared with the LMS's own. */
  now: Instant,
  loginUrl: z.url(),
  launchUrl: z.url(),
  keysUrl: z.url(),
  iconUrl: z.url(),
  /** Where `PairMessage` goes. */
  pairUrl: z.url(),
  /** Where `PluginMessage` goes. */
  messagesUrl: z.url(),
});
export type ToolAbout = z.infer<typeof ToolAbout>;

/** Claims that both kinds of message carry. `exp - iat` is at most 60 s, `jti` is accepted once, `aud` is the URL it is posted to. */
const claims = {
  /** The issuer of the platform, as in its launches. */
  iss: z.string().min(1).max(1024),
  aud: z.string().max(2048),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(16).max(64),
};

/** What runs on the LMS's side; shown to the tool's admin, compared with what the tool supports. */
export const PluginAbout = z.strictObject({
  component: z.string().max(100),
  version: z.string().max(40),
  /** For example "Moodle 4.5.6 (Build: 20250811)". */
  platform: z.string().max(200),
});
export type PluginAbout = z.infer<typeof PluginAbout>;

/** A one-time code of the tool's admin desk: 32 characters or more, base64url, single use, short-lived. */
export const PairCode = z.string().regex(/^[A-Za-z0-9_-]{32,64}$/);

/**
 * POST /lti/pair: registers the platform and activates it in one step. The code is checked before any address in the
 * registration is asked for anything; then the signature must stand against the registration's own key set, which also proves
 * that the tool reaches it.
 */
export const PairMessage = z.strictObject({
  ...claims,
  code: PairCode,
  registration: PlatformRegistration,
  plugin: PluginAbout,
});
export type PairMessage = z.infer<typeof PairMessage>;

/**
 * Refusals of a pairing, for the plugin's words: 'bad-request' (the message's shape, or addresses of the registration that are not
 * all on the issuer's host, or not https), 'link-expired' (the code was used, is too old or was never given), 'lms-unreachable' (the
 * tool could not read the key set), 'launch-refused' (signature, times or a repeated `jti`: compare the clocks), 'too-fast', 'too-large'.
 */
export const PairReply = z.object({ about: ToolAbout });
export type PairReply = z.infer<typeof PairReply>;

/** A class by its activity in the LMS, as launches name it; it need not have been launched yet. */
const activity = {
  ...claims,
  sub: z.string().min(1).max(255),
  deployment_id: z.string().min(1).max(255),
  context_id: z.string().min(1).max(1024),
  resource_link_id: z.string().min(1).max(255),
  title: z.string().max(LIMITS.titleChars),
  course_title: z.string().max(LIMITS.titleChars),
};

/** POST /lti/messages: what a paired plugin says later. Idempotent, because it is repeated until it is answered. */
export const PluginMessage = z.discriminatedUnion('action', [
  /** The status page asks whether both sides believe each other. */
  z.strictObject({ ...claims, sub: z.string().min(1).max(255), action: z.literal('ping'), plugin: PluginAbout }),
  /** Somebody deleted the module of a recording in the course: the library says so, and the recording itself stays. */
  z.strictObject({
    ...claims,
    sub: z.string().min(1).max(255),
    action: z.literal('module-deleted'),
    deployment_id: z.string().min(1).max(255),
    context_id: z.string().min(1).max(1024),
    recording_id: z.string().min(1).max(64),
    /** The module that it was; word of it may come when the recording has another one. Older plugins leave it out. */
    module_id: z.string().min(1).max(255).optional(),
  }),
  /** The module of a recording is back in its course, as from a recycle bin. */
  z.strictObject({
    ...claims,
    sub: z.string().min(1).max(255),
    action: z.literal('module-restored'),
    deployment_id: z.string().min(1).max(255),
    context_id: z.string().min(1).max(1024),
    recording_id: z.string().min(1).max(64),
  }),
  /** What a teacher saved in the activity's own form in the LMS: from now on it holds, until somebody changes it on either side. */
  z.strictObject({
    ...activity,
    action: z.literal('class-settings'),
    /** Grows with each change of this activity's settings: what was overtaken on the way changes nothing. */
    version: z.number().int().positive().max(Number.MAX_SAFE_INTEGER),
    settings: ClassSettings,
    attendance: AttendanceRule,
  }),
  /**
   * The activity was copied or restored from another of this platform: its class begins with that one's settings. `moved`: the other is
   * gone from this very course and came back as this one, as from a recycle bin; then it is the same class, with its recordings.
   */
  z.strictObject({
    ...activity,
    action: z.literal('class-copied'),
    from_resource_link_id: z.string().min(1).max(255),
    moved: z.boolean(),
  }),
  /** A privacy request: forget these people of the platform (their LMS ids, the `sub` of launches). */
  z.strictObject({
    ...claims,
    sub: z.string().min(1).max(255),
    action: z.literal('erase-people'),
    user_ids: z.array(z.string().min(1).max(255)).min(1).max(500),
  }),
  /** Which rooms the activity has, and its groups. */
  z.strictObject({ ...activity, action: z.literal('class-groups'), ...ClassGroups.shape }),
  /** The plugin is being removed: the platform is paused, nothing of its classes is lost. */
  z.strictObject({ ...claims, sub: z.string().min(1).max(255), action: z.literal('unpair') }),
]);
export type PluginMessage = z.infer<typeof PluginMessage>;

/** 200. Refusals are `{ reason }` with the reason's status, as in the rest of the HTTP API; 5xx, 408 and 429 are worth another try. */
export const PluginMessageReply = z.object({
  ok: z.literal(true),
  now: Instant,
  /**
   * To a ping: a compact JWS by the tool's key for that platform, with the ping's `jti`, `iss` the client id, `aud` the platform's
   * issuer. It shows the plugin that it can check what the tool signs, before the first recording depends on it.
   */
  proof: z.string().max(8192).optional(),
});
export type PluginMessageReply = z.infer<typeof PluginMessageReply>;
