import { type Reason, Refusal } from '@liveclass/contract';
import type { ErrorRequestHandler } from 'express';
import type { Log } from '../../ports/log.ts';

/** The one map from reasons to HTTP statuses; the type makes it complete. */
export const STATUS = {
  'bad-request': 400,
  'not-signed-in': 401,
  'session-expired': 401,
  forbidden: 403,
  'not-found': 404,
  'too-fast': 429,
  'too-large': 413,
  busy: 503,
  'wrong-phase': 409,
  'class-ended': 410,
  'class-full': 409,
  'consent-needed': 409,
  superseded: 409,
  'other-room': 403,
  'already-recording': 409,
  'not-recording': 409,
  'no-gateway': 503,
  'gateway-failed': 502,
  'disk-full': 507,
  'cannot-consume': 409,
  'unknown-transport': 404,
  'link-expired': 403,
  'launch-refused': 401,
  'lms-unreachable': 502,
  banned: 403,
  'sent-out': 403,
  'must-wait': 403,
  'waiting-full': 409,
  'guests-off': 403,
  'guest-over': 401,
  'bad-name': 400,
  'link-full': 409,
  'platform-pending': 403,
  'platform-paused': 403,
  'already-registered': 409,
  'registration-refused': 502,
  'wrong-type': 415,
  'quota-full': 409,
  infected: 422,
  unavailable: 500,
} as const satisfies Record<Reason, number>;

/** What body parsers throw; their statuses are the sender's mistakes, not ours. */
function reasonOfParserError(error: unknown): Reason | undefined {
  if (typeof error !== 'object' || error === null || !('type' in error) || !('status' in error)) return undefined;
  if (typeof error.status !== 'number' || error.status >= 500) return undefined;
  return error.status === 413 ? 'too-large' : 'bad-request';
}

/** The reason behind anything that was thrown; undefined for a bug. */
export function reasonOf(error: unknown): Reason | undefined {
  if (error instanceof Refusal) return error.reason;
  // A path that cannot be decoded (`/%ff`) is the sender's mistake as well.
  if (error instanceof URIError) return 'bad-request';
  return reasonOfParserError(error);
}

/**
 * Last error middleware of the HTTP edge: a Refusal becomes `{ reason }` with its status, anything else is logged whole and
 * told as 'unavailable'. The logger is read from `app.locals.log`.
 */
export const answerRefusal: ErrorRequestHandler = (error, req, res, next) => {
  const log: Log | undefined = req.app.locals['log'];
  const reason = reasonOf(error);
  if (!reason) log?.error({ err: error, method: req.method, path: req.path }, 'a request failed by a bug');
  else if (error instanceof Refusal && error.detail !== undefined)
    log?.info({ reason, detail: error.detail, path: req.path }, 'a request was refused');
  if (res.headersSent) return next(error);
  const told = reason ?? 'unavailable';
  res.status(STATUS[told]).set('Cache-Control', 'no-store').json({ reason: told });
};
