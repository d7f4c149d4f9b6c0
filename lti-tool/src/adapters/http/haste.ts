import { Refusal } from '@liveclass/contract';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { sessionOf } from './session-guard.ts';

const WINDOW_MS = 10_000;
/** Far above what a page does, far below what hurts. */
const MOST_PER_WINDOW = 100;

/**
 * A rate for each person, after their session is known: an address would be a whole school behind one router. Each tool counts for
 * itself; it is a brake, not a ledger.
 */
export function personRate(limit = MOST_PER_WINDOW): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    legacyHeaders: false,
    keyGenerator: (_req, res) => sessionOf(res).personId,
    handler: (_req, _res, next) => next(new Refusal('too-fast')),
  });
}
