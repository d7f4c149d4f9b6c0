import { LIMITS, type PlatformRegistration, Refusal } from '@liveclass/contract';
import { isOurLaunchUrl } from '../domain/launch.ts';
import type { KnownPlatform } from '../domain/platform.ts';
import type { Clock, Ids, LaunchStates, Platforms } from '../ports/identity.ts';

/** What a platform says when it begins a launch; checked strings, nothing else is true of them yet. */
export interface LoginRequest {
  readonly iss: string;
  readonly login_hint: string;
  readonly target_link_uri: string;
  readonly client_id?: string | undefined;
  readonly lti_message_hint?: string | undefined;
  readonly lti_storage_target?: string | undefined;
}

export interface Login {
  readonly state: string;
  /** The browser keeps it, in a cookie or in the platform's storage, and shows it at the launch. */
  readonly binding: string;
  /** Where the browser goes next. */
  readonly authorizationUrl: string;
  readonly storage?: { readonly target: string; readonly origin: string };
}

interface Ports {
  readonly platforms: Platforms;
  readonly states: LaunchStates;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Why nothing opens for a platform that is not active. */
function refuse(known: KnownPlatform | null): never {
  if (known?.state === 'pending') throw new Refusal('platform-pending', 'login by a platform that waits for approval');
  if (known?.state === 'paused') throw new Refusal('platform-paused', 'login by a paused platform');
  throw new Refusal('launch-refused', 'login by an unknown platform');
}

async function platformOf(platforms: Platforms, { iss, client_id }: LoginRequest): Promise<PlatformRegistration> {
  if (client_id !== undefined) {
    const found = await platforms.find(iss, client_id);
    return found ?? refuse(await platforms.known(iss, client_id));
  }
  // Several clients share one issuer on Open edX: guessing among them would send a person to the wrong one.
  const [only, ...others] = (await platforms.list()).filter((platform) => platform.issuer === iss);
  if (!only || others.length > 0) throw new Refusal('launch-refused', 'login without client_id by an unknown platform or one of several');
  return only;
}

function authorizationUrl(platform: PlatformRegistration, request: LoginRequest, launchUrl: string, state: string, nonce: string): string {
  const url = new URL(platform.authorizationUrl);
  const fields: Record<string, string | undefined> = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.clientId,
    // Always our one launch URL, never an address out of the request.
    redirect_uri: launchUrl,
    login_hint: request.login_hint,
    // Moodle's is a JSON text and works once: it goes back exactly as it came.
    lti_message_hint: request.lti_message_hint,
    state,
    nonce,
  };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

/** Begins a launch: remembers state, nonce and browser, and answers where to go. Refuses 'launch-refused', 'platform-pending', 'platform-paused'. */
export async function beginLogin(ports: Ports, request: LoginRequest, launchUrl: string): Promise<Login> {
  const { states, clock, ids } = ports;
  if (!isOurLaunchUrl(request.target_link_uri, launchUrl)) throw new Refusal('launch-refused', 'target_link_uri is not ours');
  const platform = await platformOf(ports.platforms, request);
  const [state, nonce, binding] = [ids.secret(), ids.secret(), ids.secret()];
  const target = request.lti_storage_target;
  const storage = target === undefined ? {} : { storage: { target, origin: new URL(platform.authorizationUrl).origin } };
  const { issuer, clientId } = platform;
  await states.create(state, { issuer, clientId, nonce, binding, ...storage, expiresAt: clock.now() + LIMITS.launchStateMs });
  return { state, binding, authorizationUrl: authorizationUrl(platform, request, launchUrl, state, nonce), ...storage };
}
