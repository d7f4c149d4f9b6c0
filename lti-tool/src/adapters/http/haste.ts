import { Refusal } from '@liveclass/contract';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import ipaddr from 'ipaddr.js';
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

/**
 * Where a request comes from. A proxy in front has a private address and says who asked it; of a public address, what it says
 * about itself is not believed.
 */
function addressOf(req: Request): string {
  const socket = req.socket.remoteAddress ?? '';
  const said = String(req.headers['x-forwarded-for'] ?? '').trim();
  const isProxy = ipaddr.isValid(socket) && ['private', 'loopback', 'uniqueLocal'].includes(ipaddr.process(socket).range());
  return ipKeyGenerator(isProxy && ipaddr.isValid(said) ? said : socket);
}

/** A rate for each address, where nobody is known yet: servers of LMSs, and admins before they are signed in. */
export function strangerRate(limit = MOST_PER_WINDOW): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    legacyHeaders: false,
    validate: { xForwardedForHeader: false },
    keyGenerator: addressOf,
    handler: (_req, _res, next) => next(new Refusal('too-fast')),
  });
}
