import { LIMITS, PluginMessage, Refusal, TokenBucket } from '@liveclass/contract';
import type { KnownPlatform } from '../domain/platform.ts';
import { faultOfClaims } from '../domain/plugin-message.ts';
import type { ArrangeRooms, CoursePlace, LmsActivity, MoveModule, PeopleEraser, PlatformRegistry, PluginTokens } from '../ports/desk.ts';
import type { Nonces, PlatformSigner } from '../ports/identity.ts';
import { requireFresh } from './pair-platform.ts';
import { type LmsClassPorts, takeLmsCopy, takeLmsSettings } from './take-lms-settings.ts';

export interface HearingPorts extends LmsClassPorts {
  readonly tokens: PluginTokens;
  readonly nonces: Nonces;
  readonly registry: PlatformRegistry;
  readonly people: PeopleEraser;
  readonly leaveCourse: MoveModule;
  readonly returnToCourse: MoveModule;
  readonly arrangeRooms: ArrangeRooms;
  readonly signer: PlatformSigner;
}

/** Of one platform, at each tool: far above what a plugin says, far below what hurts. */
const RATE = { burst: 100, perSecond: 10 };

/**
 * Hears what a paired plugin says, once its signature is proved by the platform's own keys; nothing in the message is believed
 * before. A ping is answered with a proof that the tool signs. Saying the same again, as a plugin does that got no answer, changes nothing.
 * Refused: 'bad-request', 'launch-refused', 'lms-unreachable', 'platform-pending', 'platform-paused', 'too-fast', 'not-found'.
 */
export function pluginEar(ports: HearingPorts): (token: string, endpoint: string) => Promise<string | undefined> {
  const buckets = new Map<string, TokenBucket>();
  const hasten = (id: string, now: number): void => {
    const bucket = buckets.get(id) ?? new TokenBucket(RATE, now);
    buckets.set(id, bucket);
    if (!bucket.take(now)) throw new Refusal('too-fast', 'messages of one platform');
  };
  return async (token, endpoint) => {
    const { success, data: message, error } = PluginMessage.safeParse(ports.tokens.claimsOf(token));
    if (!success) throw new Refusal('bad-request', error.issues[0]?.path);
    const now = ports.clock.now();
    const untimely = faultOfClaims(message, endpoint, now);
    if (untimely !== undefined) throw new Refusal('launch-refused', untimely);
    const platform = await ports.registry.known(message.iss, message.sub);
    if (!platform) throw new Refusal('launch-refused', 'message of an unknown platform');
    await ports.tokens.prove(token, platform.registration);
    hasten(platform.id, now);
    await requireFresh(ports.nonces, message);
    await act(ports, platform, message);
    return message.action === 'ping' ? proofFor(ports, platform, message) : undefined;
  };
}

/** A ping is answered with a signature, so that the plugin knows that it can check ours. */
function proofFor({ signer, clock }: HearingPorts, { registration }: KnownPlatform, { jti }: PluginMessage): Promise<string> {
  const iat = Math.floor(clock.now() / 1000);
  return signer.sign(registration, {
    iss: registration.clientId,
    aud: registration.issuer,
    iat,
    exp: iat + LIMITS.pluginMessageMs / 1000,
    jti,
  });
}

async function act(ports: HearingPorts, platform: KnownPlatform, message: PluginMessage): Promise<void> {
  if (message.action === 'unpair') {
    await ports.registry.change(platform.id, ['active'], { state: 'paused' });
    return;
  }
  if (platform.state !== 'active')
    throw new Refusal(platform.state === 'paused' ? 'platform-paused' : 'platform-pending', 'plugin message');
  switch (message.action) {
    case 'ping':
      await ports.registry.change(platform.id, undefined, { plugin: message.plugin });
      return;
    case 'erase-people':
      await ports.people.erase(platform.registration.issuer, message.user_ids);
      return;
    case 'module-deleted':
      await ports.leaveCourse(courseOf(platform, message), message.recording_id, message.module_id);
      return;
    case 'module-restored':
      await ports.returnToCourse(courseOf(platform, message), message.recording_id);
      return;
    case 'class-settings':
      await takeLmsSettings(ports, activityOf(platform, message), message);
      return;
    case 'class-copied':
      await takeLmsCopy(ports, activityOf(platform, message), message.from_resource_link_id, message.moved);
      return;
    case 'class-groups':
      await ports.arrangeRooms(activityOf(platform, message), message);
      return;
  }
}

type OfCourse = Extract<PluginMessage, { context_id: string }>;
type OfActivity = Extract<PluginMessage, { resource_link_id: string }>;

/** A platform speaks for its own courses only: whose they are comes from its registration, never from the message. */
const courseOf = ({ registration: { issuer, clientId } }: KnownPlatform, message: OfCourse): CoursePlace => ({
  issuer,
  clientId,
  deploymentId: message.deployment_id,
  contextId: message.context_id,
});

const activityOf = (platform: KnownPlatform, message: OfActivity): LmsActivity => ({
  link: { ...courseOf(platform, message), resourceLinkId: message.resource_link_id },
  title: message.title,
  courseTitle: message.course_title,
});
