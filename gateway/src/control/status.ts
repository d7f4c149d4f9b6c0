import type { Reason } from '@liveclass/contract';

/** The HTTP status of each reason on the control API. */
export const STATUS = {
  'bad-request': 400,
  'not-signed-in': 401,
  'session-expired': 401,
  'link-expired': 401,
  forbidden: 403,
  'launch-refused': 403,
  'not-found': 404,
  'unknown-transport': 404,
  'wrong-phase': 409,
  'class-ended': 409,
  'consent-needed': 409,
  superseded: 409,
  'already-recording': 409,
  'not-recording': 409,
  'cannot-consume': 409,
  'too-large': 413,
  'too-fast': 429,
  unavailable: 500,
  'lms-unreachable': 502,
  'gateway-failed': 503,
  'no-gateway': 503,
  busy: 503,
  'class-full': 409,
  'disk-full': 507,
} as const satisfies Record<Reason, number>;
