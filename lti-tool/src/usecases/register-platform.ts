import { PlatformRegistration, Refusal } from '@liveclass/contract';
import { faultOfAddress, faultOfHosts } from '../domain/platform.ts';
import type { Invitations, LmsConfiguration, LmsRegistrations, PlatformRegistry } from '../ports/desk.ts';
import type { Clock, PlatformKeys } from '../ports/identity.ts';

export interface RegisteringPorts {
  readonly invitations: Invitations;
  readonly lms: LmsRegistrations;
  readonly registry: PlatformRegistry;
  readonly keys: Pick<PlatformKeys, 'ensure'>;
  readonly clock: Clock;
  readonly production: boolean;
}

/** What the LMS's page sends along; checked strings, nothing else is true of them yet. */
export interface RegistrationRequest {
  readonly configurationUrl: string;
  readonly token: string | undefined;
  readonly invitation: string;
}

const refused = (why: string): Refusal => new Refusal('registration-refused', why);

async function configurationOf({ lms, production }: RegisteringPorts, url: string): Promise<LmsConfiguration> {
  const of = await lms.configuration(url);
  const { issuer, authorizationUrl, tokenUrl, jwksUrl, registrationUrl } = of;
  const fault = faultOfHosts(issuer, { configuration: url, authorizationUrl, tokenUrl, jwksUrl, registrationUrl }, production);
  if (fault !== undefined) throw refused(fault);
  return of;
}

/**
 * Registers the tool at an LMS that was invited, and keeps the LMS as pending: nothing launches before an admin approves it. The
 * invitation is taken before the LMS is told anything, and given back when nothing came of it. An LMS that is known stays exactly
 * as it is. Refused: 'bad-request', 'link-expired', 'lms-unreachable', 'registration-refused'.
 */
export async function registerPlatform(
  ports: RegisteringPorts,
  { configurationUrl, token, invitation }: RegistrationRequest,
): Promise<void> {
  const { invitations, clock, production } = ports;
  if (!URL.canParse(configurationUrl) || faultOfAddress(configurationUrl, production) !== undefined)
    throw new Refusal('bad-request', 'openid_configuration is no address of a platform');
  if (!(await invitations.stands(invitation, 'registration', clock.now()))) throw new Refusal('link-expired', 'invitation');
  const configuration = await configurationOf(ports, configurationUrl);
  const until = await invitations.take(invitation, 'registration', clock.now());
  if (until === null) throw new Refusal('link-expired', 'invitation');
  try {
    await keep(ports, configuration, await ports.lms.register(configuration, token));
  } catch (error) {
    await invitations.create(invitation, 'registration', until);
    throw error;
  }
}

async function keep(
  { registry, keys }: RegisteringPorts,
  { issuer, authorizationUrl, tokenUrl, jwksUrl }: LmsConfiguration,
  { clientId, deploymentId }: { readonly clientId: string; readonly deploymentId?: string },
): Promise<void> {
  const registration = PlatformRegistration.parse({
    name: new URL(issuer).host,
    issuer,
    clientId,
    deploymentIds: deploymentId === undefined ? [] : [deploymentId],
    authorizationUrl,
    tokenUrl,
    jwksUrl,
  });
  await registry.add(registration, 'pending');
  await keys.ensure(registration);
}
