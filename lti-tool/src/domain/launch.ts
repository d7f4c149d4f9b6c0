import { LIMITS, type PlatformRegistration } from '@liveclass/contract';

/** What the tool remembers of a login until its launch comes back. */
export interface LaunchState {
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  /** Known only to the browser that began: in its cookie, or in the platform's storage for it. */
  readonly binding: string;
  /** `lti_storage_target` where the platform offers storage, with the origin that storage answers from. */
  readonly storage?: { readonly target: string; readonly origin: string };
  readonly expiresAt: number;
}

/** The claims of a proved id_token that the tool uses; everything else is dropped. */
export interface LaunchClaims {
  readonly iss: string;
  readonly aud: readonly string[];
  readonly azp?: string;
  readonly sub: string;
  /** Seconds since 1970, as in the token; absent where the platform left it out. */
  readonly iat?: number;
  readonly exp?: number;
  readonly nbf?: number;
  readonly nonce?: string;
  readonly messageType: string;
  readonly version: string;
  readonly deploymentId: string;
  readonly targetLinkUri?: string;
  readonly roles: readonly string[];
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly resourceLink?: { readonly id: string; readonly title?: string };
  readonly context?: { readonly id: string; readonly label?: string; readonly title?: string };
  readonly locale?: string;
  readonly returnUrl?: string;
  /** The custom parameter `recording_id`: the launch comes from a recording among the course materials. */
  readonly recordingId?: string;
  /** The activities that this one was copied from, the nearest first; where the platform tells it. */
  readonly linkHistory?: readonly string[];
  /** The custom parameter `class_id`: a further link to a class of the same course. */
  readonly classId?: string;
  /** The custom parameter `class_title`, for platforms that send no title of their link. */
  readonly classTitle?: string;
  readonly membershipsUrl?: string;
  readonly lineItemUrl?: string;
  readonly lineItemsUrl?: string;
  readonly gradeScopes?: readonly string[];
  readonly deepLinking?: {
    readonly returnUrl: string;
    readonly data?: string;
    readonly acceptTypes: readonly string[];
    readonly acceptMultiple: boolean;
    /** What the platform says of line items; most say nothing. */
    readonly acceptLineItem?: boolean;
  };
}

export const RESOURCE_LINK = 'LtiResourceLinkRequest';
export const DEEP_LINKING = 'LtiDeepLinkingRequest';

/**
 * Everything that a signature does not prove: that this token answers this login, now, and is meant for us.
 * Answers why not, for the log, or undefined.
 */
export function faultOfLaunch(claims: LaunchClaims, login: LaunchState, launchUrl: string, now: number): string | undefined {
  if (claims.iss !== login.issuer) return 'iss is not the issuer of this login';
  if (!claims.aud.includes(login.clientId)) return 'aud does not name the client of this login';
  if (claims.aud.length > 1 && claims.azp === undefined) return 'several audiences without azp';
  if (claims.azp !== undefined && claims.azp !== login.clientId) return 'azp is another client';
  if (claims.nonce !== login.nonce) return 'nonce is not the one of this login';
  return faultOfTimes(claims, now) ?? faultOfMessage(claims, launchUrl);
}

function faultOfTimes(claims: LaunchClaims, now: number): string | undefined {
  const skew = LIMITS.launchSkewMs;
  if (claims.iat === undefined) return 'iat is missing';
  if (claims.exp === undefined) return 'exp is missing';
  if (claims.iat * 1000 > now + skew) return 'iat lies in the future';
  if (claims.iat * 1000 < now - skew) return 'iat is too old';
  if (claims.exp * 1000 <= now - skew) return 'exp has passed';
  if (claims.exp < claims.iat) return 'exp lies before iat';
  if (claims.nbf !== undefined && claims.nbf * 1000 > now + skew) return 'nbf lies in the future';
  return undefined;
}

function faultOfMessage(claims: LaunchClaims, launchUrl: string): string | undefined {
  if (claims.version !== '1.3.0') return 'version is not 1.3.0';
  if (claims.messageType === RESOURCE_LINK) {
    if (!claims.resourceLink) return 'resource_link is missing';
    if (claims.targetLinkUri === undefined) return 'target_link_uri is missing';
  } else if (claims.messageType === DEEP_LINKING) {
    if (!claims.deepLinking) return 'deep_linking_settings are missing';
  } else return 'message_type is not one we take';
  if (claims.targetLinkUri !== undefined && !isOurLaunchUrl(claims.targetLinkUri, launchUrl)) return 'target_link_uri is not ours';
  return undefined;
}

/** Whether an address is our launch URL; a query of the platform's own is allowed and ignored. */
export function isOurLaunchUrl(candidate: string, launchUrl: string): boolean {
  // The URL parser drops tabs and line ends and turns backslashes; what was written is judged, not what it was bent into.
  if (!/^[\x21-\x5b\x5d-\x7e]{1,2048}$/.test(candidate) || !URL.canParse(candidate)) return false;
  const url = new URL(candidate);
  return url.username === '' && url.password === '' && url.origin + url.pathname === launchUrl;
}

/** Origins of a platform: they may frame the lobby, and a way "back to the course" must lead to one of them. */
export function originsOf(platform: PlatformRegistration): string[] {
  const all = [platform.issuer, platform.authorizationUrl, ...(platform.frameOrigins ?? [])];
  return [...new Set(all.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin))].filter((origin) => origin !== 'null');
}

/** An address of the platform to which a person or a form may be sent; undefined for any other. */
export function ownAddress(address: string | undefined, platform: PlatformRegistration): string | undefined {
  if (address === undefined || address.length > 2048 || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) && originsOf(platform).includes(url.origin) ? url.href : undefined;
}
