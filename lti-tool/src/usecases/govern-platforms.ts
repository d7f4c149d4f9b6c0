import {
  type InvitationReply,
  LIMITS,
  type PlatformByHand,
  type PlatformChange,
  type PlatformState,
  type PlatformView,
  Refusal,
} from '@liveclass/contract';
import { faultOfAddress, type KnownPlatform } from '../domain/platform.ts';
import type { Invitations, PlatformRegistry, ProbeKeySet } from '../ports/desk.ts';
import type { Clock, Ids, PlatformKeys } from '../ports/identity.ts';

export interface GoverningPorts {
  readonly registry: PlatformRegistry;
  readonly keys: PlatformKeys;
  readonly invitations: Invitations;
  readonly probe: ProbeKeySet;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly production: boolean;
}

function viewOf({ id, registration, state, boundDeployment, plugin, lastLaunchAt, allowsGuests = false }: KnownPlatform): PlatformView {
  const { name, issuer, clientId, deploymentIds, courseMaterialsUrl } = registration;
  const bound = deploymentIds.length === 0 && boundDeployment !== undefined ? [boundDeployment] : deploymentIds;
  return {
    id,
    name,
    issuer,
    clientId,
    state,
    deploymentIds: bound,
    ...(lastLaunchAt === undefined ? {} : { lastLaunchAt }),
    ...(plugin === undefined ? {} : { plugin }),
    takesRecordings: courseMaterialsUrl !== undefined,
    allowsGuests,
  };
}

export async function listPlatforms({ registry }: Pick<GoverningPorts, 'registry'>): Promise<readonly PlatformView[]> {
  return (await registry.all()).map(viewOf);
}

/** From which states each other one is reached: a platform that waits is approved or removed, never paused. */
const FROM: Readonly<Record<'active' | 'paused', readonly PlatformState[]>> = {
  active: ['pending', 'paused', 'active'],
  paused: ['active', 'paused'],
};

/** Approves, pauses, resumes, renames, allows or forbids guests. Refused: 'not-found', 'wrong-phase'. */
export async function changePlatform(
  { registry }: GoverningPorts,
  id: string,
  { name, state, allowsGuests }: PlatformChange,
): Promise<PlatformView> {
  const to = { ...(name === undefined ? {} : { name }), ...(state === undefined ? {} : { state }) };
  const guests = allowsGuests === undefined ? {} : { allowsGuests };
  const changed = await registry.change(id, state && FROM[state], { ...to, ...guests });
  return viewOf(changed ?? (await refuse(registry, id)));
}

/** Forgets a platform that launches nothing, with the tool's keys for it; its classes and recordings stay. Refused: 'not-found', 'wrong-phase'. */
export async function removePlatform({ registry, keys }: GoverningPorts, id: string): Promise<void> {
  const removed = (await registry.remove(id)) ?? (await refuse(registry, id));
  await keys.forget(removed.registration);
}

async function refuse(registry: PlatformRegistry, id: string): Promise<never> {
  throw new Refusal((await registry.get(id)) ? 'wrong-phase' : 'not-found', 'platform');
}

/** A platform typed in by the admin; active at once. Refused: 'bad-request', 'lms-unreachable' (its key set), 'already-registered'. */
export async function addPlatform(ports: GoverningPorts, { deploymentId, ...by }: PlatformByHand): Promise<PlatformView> {
  const { registry, keys, probe, production } = ports;
  for (const address of [by.issuer, by.authorizationUrl, by.tokenUrl, by.jwksUrl]) {
    const fault = faultOfAddress(address, production);
    if (fault !== undefined) throw new Refusal('bad-request', `${address} ${fault}`);
  }
  if (await registry.known(by.issuer, by.clientId)) throw new Refusal('already-registered');
  await probe(by.jwksUrl);
  const added = await registry.add({ ...by, deploymentIds: [deploymentId] }, 'active');
  if (!added) throw new Refusal('already-registered');
  await keys.ensure(added.registration);
  return viewOf(added);
}

/** A new key pair for what the tool signs to this platform. Refused: 'not-found', 'wrong-phase' while a change is under way. */
export async function rotateKeys({ registry, keys }: GoverningPorts, id: string): Promise<void> {
  const platform = await registry.get(id);
  if (!platform) throw new Refusal('not-found', 'platform');
  if (!(await keys.rotate(platform.registration))) throw new Refusal('wrong-phase', 'keys change already');
}

/** A one-time code for one platform: for a plugin that pairs, or as an address for an LMS that registers itself. */
export async function invite(
  { invitations, clock, ids }: GoverningPorts,
  kind: 'pairing' | 'registration',
  publicUrl: URL,
): Promise<InvitationReply> {
  const code = ids.secret();
  const expiresAt = clock.now() + LIMITS.invitationMs;
  await invitations.create(code, kind, expiresAt);
  if (kind === 'pairing') return { code, expiresAt };
  return { code, expiresAt, url: new URL(`/lti/register?invitation=${code}`, publicUrl).href };
}
