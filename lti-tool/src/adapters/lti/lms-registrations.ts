import { LIMITS, Refusal } from '@liveclass/contract';
import { z } from 'zod';
import type { LmsConfiguration, LmsRegistrations } from '../../ports/desk.ts';
import { type Outbound, OutboundFailure, type OutboundRequest } from '../../ports/identity.ts';

const address = z.url({ protocol: /^https?$/ }).max(2048);
const words = z.array(z.string().max(500)).max(200).catch([]);
const PLATFORM = 'https://purl.imsglobal.org/spec/lti-platform-configuration';
const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

const Configuration = z.object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address,
  scopes_supported: words,
  claims_supported: words,
  [PLATFORM]: z
    .object({ messages_supported: z.array(z.object({ type: z.string().max(200) })).max(50) })
    .optional()
    .catch(undefined),
});

const Registered = z.object({
  client_id: z.string().min(1).max(255),
  [TOOL]: z
    .object({ deployment_id: z.string().min(1).max(255).optional() })
    .optional()
    .catch(undefined),
});

/** All that the tool ever uses: the roster, and grades of its own columns. */
const SCOPES = [
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
  'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
  'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
  'https://purl.imsglobal.org/spec/lti-ags/scope/score',
];
/** Names for the list of people; no e-mail address. */
const CLAIMS = ['iss', 'sub', 'name', 'given_name', 'family_name'];
const MESSAGES = ['LtiResourceLinkRequest', 'LtiDeepLinkingRequest'];

export interface ToolAddresses {
  readonly publicUrl: URL;
  readonly loginUrl: string;
  readonly launchUrl: string;
  readonly keysUrl: string;
  readonly iconUrl: string;
}

/** What the tool says of itself: no more scopes and claims than it uses, and none that the platform does not have. */
function metadataOf({ publicUrl, loginUrl, launchUrl, keysUrl, iconUrl }: ToolAddresses, of: LmsConfiguration): object {
  const offered = (wanted: readonly string[], there: readonly string[]) =>
    wanted.filter((one) => there.length === 0 || there.includes(one));
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt',
    client_name: 'Live Class',
    initiate_login_uri: loginUrl,
    redirect_uris: [launchUrl],
    jwks_uri: keysUrl,
    logo_uri: iconUrl,
    scope: offered(SCOPES, of.scopes).join(' '),
    [TOOL]: {
      domain: publicUrl.host,
      description: 'A live classroom inside the course.',
      target_link_uri: launchUrl,
      claims: offered(CLAIMS, of.claims),
      messages: offered(MESSAGES, of.messages).map((type) => ({ type, target_link_uri: launchUrl, label: 'Live Class' })),
    },
  };
}

const refused = (why: string): Refusal => new Refusal('registration-refused', why);

async function ask<T extends z.ZodType>(outbound: Outbound, url: string, request: Partial<OutboundRequest>, shape: T): Promise<z.infer<T>> {
  const bounds = { timeoutMs: LIMITS.registrationTimeoutMs, maxBytes: LIMITS.registrationBytes };
  const { status, body } = await outbound(url, { ...bounds, ...request }).catch((error: unknown) => {
    if (error instanceof OutboundFailure) throw new Refusal('lms-unreachable', `registration: ${error.fault}`);
    throw error;
  });
  if (status >= 500) throw new Refusal('lms-unreachable', `registration: status ${status}`);
  if (status !== 200 && status !== 201) throw refused(`status ${status}`);
  try {
    return shape.parse(JSON.parse(body));
  } catch {
    throw refused('the answer has another shape');
  }
}

/** Our own client of dynamic registration, under the guard of every way out. */
export function lmsRegistrations(outbound: Outbound, tool: ToolAddresses): LmsRegistrations {
  return {
    async configuration(url) {
      const read = await ask(outbound, url, { headers: { accept: 'application/json' } }, Configuration);
      return {
        issuer: read.issuer,
        authorizationUrl: read.authorization_endpoint,
        tokenUrl: read.token_endpoint,
        jwksUrl: read.jwks_uri,
        registrationUrl: read.registration_endpoint,
        scopes: read.scopes_supported,
        claims: read.claims_supported,
        messages: read[PLATFORM]?.messages_supported.map(({ type }) => type) ?? [],
      };
    },
    async register(configuration, token) {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const body = JSON.stringify(metadataOf(tool, configuration));
      const answer = await ask(outbound, configuration.registrationUrl, { method: 'POST', headers, body }, Registered);
      const deploymentId = answer[TOOL]?.deployment_id;
      return { clientId: answer.client_id, ...(deploymentId === undefined ? {} : { deploymentId }) };
    },
  };
}
