import { LIMITS, PairMessage, Refusal } from '@liveclass/contract';
import { faultOfAddresses } from '../domain/platform.ts';
import { faultOfClaims } from '../domain/plugin-message.ts';
import type { Invitations, PlatformRegistry, PluginTokens } from '../ports/desk.ts';
import type { Clock, Nonces, PlatformKeys } from '../ports/identity.ts';

export interface PairingPorts {
  readonly tokens: PluginTokens;
  readonly nonces: Nonces;
  readonly invitations: Invitations;
  readonly registry: PlatformRegistry;
  readonly keys: Pick<PlatformKeys, 'ensure'>;
  readonly clock: Clock;
  readonly production: boolean;
}

/** Ids of messages share the ledger of nonces under a name of their own. */
export async function requireFresh(nonces: Nonces, { iss, jti, exp }: { iss: string; jti: string; exp: number }): Promise<void> {
  const until = exp * 1000 + LIMITS.launchSkewMs;
  if (!(await nonces.claim(iss, `message ${jti}`, until))) throw new Refusal('launch-refused', 'jti was here before');
}

/**
 * Registers and activates the platform whose plugin shows a pairing code. Everything that costs nothing is checked first, the code
 * before any address of the message is asked for anything; the code is spent by the success alone.
 * Refused: 'bad-request', 'link-expired', 'lms-unreachable', 'launch-refused'.
 */
export async function pairPlatform(ports: PairingPorts, token: string, endpoint: string): Promise<void> {
  const { success, data: message, error } = PairMessage.safeParse(ports.tokens.claimsOf(token));
  if (!success) throw new Refusal('bad-request', error.issues[0]?.path);
  const now = ports.clock.now();
  const { code, registration, plugin } = message;
  const untimely = faultOfClaims(message, endpoint, now);
  if (untimely !== undefined) throw new Refusal('launch-refused', untimely);
  if (!(await ports.invitations.stands(code, 'pairing', now))) throw new Refusal('link-expired', 'pairing code');
  const fault = message.iss === registration.issuer ? faultOfAddresses(registration, ports.production) : 'iss is not the issuer';
  if (fault !== undefined) throw new Refusal('bad-request', fault);
  await ports.tokens.prove(token, registration);
  await requireFresh(ports.nonces, message);
  if (!(await ports.registry.pair({ code, registration, plugin, now }))) throw new Refusal('link-expired', 'pairing code');
  // The key pair is published before the plugin is answered, so that the first launch finds it.
  await ports.keys.ensure(registration);
}
