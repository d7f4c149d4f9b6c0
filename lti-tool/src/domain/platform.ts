import type { PlatformRegistration, PlatformState, PluginAbout } from '@liveclass/contract';

/** A platform as the tool knows it, whatever its state. */
export interface KnownPlatform {
  readonly id: string;
  readonly registration: PlatformRegistration;
  readonly state: PlatformState;
  /** The one deployment that a registration without any took at its first launch. */
  readonly boundDeployment?: string;
  readonly lastLaunchAt?: number;
  /** The admin lets its teachers invite guests; absent: not. */
  readonly allowsGuests?: boolean;
  /** What the paired plugin said of itself last. */
  readonly plugin?: PluginAbout;
}

/**
 * Why a registration that came over the network does not hold together; undefined when it does. Everything that the tool will talk
 * to or trust stands on the issuer's own host: whoever may write one page there cannot point keys or tokens elsewhere.
 */
export function faultOfAddresses(registration: PlatformRegistration, production: boolean): string | undefined {
  const { issuer, authorizationUrl, tokenUrl, jwksUrl, courseMaterialsUrl, frameOrigins = [] } = registration;
  const frames = Object.fromEntries(frameOrigins.map((origin, index) => [`frameOrigins ${index}`, origin]));
  return faultOfHosts(
    issuer,
    { authorizationUrl, tokenUrl, jwksUrl, ...(courseMaterialsUrl && { courseMaterialsUrl }), ...frames },
    production,
  );
}

/** The same for addresses by name. */
export function faultOfHosts(issuer: string, addresses: Readonly<Record<string, string>>, production: boolean): string | undefined {
  const { host } = new URL(issuer);
  for (const [name, address] of Object.entries({ issuer, ...addresses })) {
    const fault = faultOfAddress(address, production);
    if (fault) return `${name} ${fault}`;
    if (new URL(address).host !== host) return `${name} is not on the issuer's host`;
  }
  return undefined;
}

/** Why this is no address of a platform; undefined when it is one. */
export function faultOfAddress(address: string, production: boolean): string | undefined {
  if (address.length > 2048) return 'is too long';
  const url = new URL(address);
  if (url.protocol !== 'https:' && (production || url.protocol !== 'http:')) return 'is not https';
  if (url.username || url.password) return 'carries credentials';
  return url.hash ? 'carries a fragment' : undefined;
}
