import type { PlatformRegistration } from '@liveclass/contract';
import type { ClassLink } from './identity.ts';

/** A course of an LMS, as one registration of the tool knows it. */
export type Course = Omit<ClassLink, 'resourceLinkId'>;

type Site = Pick<PlatformRegistration, 'issuer' | 'clientId' | 'authorizationUrl'>;

/** Open edX names itself in no claim; the address that all its blocks share does. */
export const isOpenEdx = ({ authorizationUrl }: Pick<Site, 'authorizationUrl'>): boolean =>
  URL.canParse(authorizationUrl) && /\/api\/lti_consumer\/v1\/launch\/?$/.test(new URL(authorizationUrl).pathname);

/**
 * Whether two registrations speak for the same courses. Open edX gives each block a client id of its own, and all of them name
 * one course by one id. Of any other platform a context id is only good within its own client: several schools may share an issuer.
 */
export function areOneSite(one: Site, other: Site): boolean {
  if (one.issuer !== other.issuer) return false;
  return one.clientId === other.clientId || (isOpenEdx(one) && one.authorizationUrl === other.authorizationUrl);
}

/**
 * The course of an Open edX block by the block's own key: deep-linking requests of its older releases (9.14) name the block
 * and not the course. Undefined for a key of another kind.
 */
export function courseOfBlock(usageKey: string | undefined): string | undefined {
  const found = /^(ccx-)?block-v1:([^@+]+\+[^@+]+\+[^@+]+(?:\+ccx@\d+)?)\+type@/.exec(usageKey ?? '');
  return found ? `${found[1] ? 'ccx-v1' : 'course-v1'}:${found[2]}` : undefined;
}

/** Whether the platform takes a line item with a link: what it says, or else yes, since it would drop what it does not know. */
export const takesLineItems = (platform: Site, said: boolean | undefined): boolean =>
  // Open edX keeps a picked line item unread; its gradebook column comes from the block's own settings.
  !isOpenEdx(platform) && said !== false;
