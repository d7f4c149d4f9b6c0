import { LIMITS } from '@liveclass/contract';
import { z } from 'zod';
import type { LaunchClaims } from '../../domain/launch.ts';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings';
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';

const id = z.string().min(1).max(1024);
/** Shown or convenient only: a wrong type or length is as good as nothing, never a reason to refuse the launch. */
const shown = z.string().max(10_000).optional().catch(undefined);
const address = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .optional()
  .catch(undefined);

const Claims = z.object({
  iss: id,
  aud: z.union([id, z.array(id).min(1).max(20)]),
  azp: id.optional(),
  sub: z.string().min(1).max(255),
  iat: z.number().optional(),
  exp: z.number().optional(),
  nbf: z.number().optional(),
  nonce: id.optional(),
  name: shown,
  given_name: shown,
  family_name: shown,
  [`${LTI}message_type`]: id,
  [`${LTI}version`]: id,
  [`${LTI}deployment_id`]: z.string().min(1).max(255),
  [`${LTI}target_link_uri`]: id.max(2048).optional(),
  [`${LTI}roles`]: z.array(z.string()).max(100),
  [`${LTI}resource_link`]: z.object({ id, title: shown }).optional(),
  [`${LTI}context`]: z.object({ id, label: shown, title: shown }).optional(),
  [`${LTI}launch_presentation`]: z.object({ locale: shown, return_url: address }).optional().catch(undefined),
  [`${LTI}custom`]: z
    .object({ recording_id: shown, class_id: shown, class_title: shown, resource_link_history: shown })
    .nullish()
    .catch(undefined),
  [NRPS]: z.object({ context_memberships_url: address }).optional().catch(undefined),
  [AGS]: z
    .object({ scope: z.array(z.string().max(200)).max(20).optional().catch(undefined), lineitem: address, lineitems: address })
    .optional()
    .catch(undefined),
  [DL]: z
    .object({
      deep_link_return_url: z.url({ protocol: /^https?$/ }).max(2048),
      data: z.string().max(LIMITS.httpBodyBytes).optional(),
      accept_types: z.array(z.string().max(100)).max(20).default([]),
      accept_multiple: z.boolean().default(false),
      accept_lineitem: z.boolean().optional().catch(undefined),
    })
    .optional(),
});

/** Leaves out what is undefined, as exact optional properties want it. */
type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const present = <T extends object>(fields: T): Partial<Present<T>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Present<T>>;

const MOST_COPIES = 20;

/** `$ResourceLink.id.history`: ids in URL encoding, between commas. A platform that does not know the variable sends it as it stands. */
function historyOf(text: string | undefined): readonly string[] | undefined {
  if (!text || text.startsWith('$')) return undefined;
  try {
    const ids = text
      .split(',')
      .slice(0, MOST_COPIES)
      .map((id) => decodeURIComponent(id.trim()));
    return ids.filter((id) => id !== '');
  } catch {
    return undefined;
  }
}

function deepLinkingOf(settings: NonNullable<z.infer<typeof Claims>[typeof DL]>): NonNullable<LaunchClaims['deepLinking']> {
  return {
    returnUrl: settings.deep_link_return_url,
    acceptTypes: settings.accept_types,
    acceptMultiple: settings.accept_multiple,
    ...present({ data: settings.data, acceptLineItem: settings.accept_lineitem }),
  };
}

/** The claims of a payload whose signature has been proved; throws ZodError where a claim that decides has the wrong shape. */
export function claimsOf(payload: unknown): LaunchClaims {
  const claims = Claims.parse(payload);
  const link = claims[`${LTI}resource_link`];
  const context = claims[`${LTI}context`];
  const settings = claims[DL];
  const custom = claims[`${LTI}custom`];
  return {
    iss: claims.iss,
    aud: Array.isArray(claims.aud) ? claims.aud : [claims.aud],
    sub: claims.sub,
    messageType: claims[`${LTI}message_type`],
    version: claims[`${LTI}version`],
    deploymentId: claims[`${LTI}deployment_id`],
    roles: claims[`${LTI}roles`],
    ...present({
      azp: claims.azp,
      iat: claims.iat,
      exp: claims.exp,
      nbf: claims.nbf,
      nonce: claims.nonce,
      name: claims.name,
      givenName: claims.given_name,
      familyName: claims.family_name,
      targetLinkUri: claims[`${LTI}target_link_uri`],
      resourceLink: link && { id: link.id, ...present({ title: link.title }) },
      context: context && { id: context.id, ...present({ label: context.label, title: context.title }) },
      locale: claims[`${LTI}launch_presentation`]?.locale,
      returnUrl: claims[`${LTI}launch_presentation`]?.return_url,
      recordingId: custom?.recording_id,
      classId: custom?.class_id,
      classTitle: custom?.class_title,
      linkHistory: historyOf(custom?.resource_link_history),
      membershipsUrl: claims[NRPS]?.context_memberships_url,
      lineItemUrl: claims[AGS]?.lineitem,
      lineItemsUrl: claims[AGS]?.lineitems,
      gradeScopes: claims[AGS]?.scope,
      deepLinking: settings && deepLinkingOf(settings),
    }),
  };
}
