import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '@liveclass/contract';
import { type Request, Router } from 'express';
import ipaddr from 'ipaddr.js';
import type { PrometheusMeters } from './meters.ts';

export interface OpsParts {
  /** Each part by name, and whether it is ready; all must be. */
  readonly checks: () => Promise<Readonly<Record<string, boolean>>>;
  readonly meters: PrometheusMeters;
  readonly metricsToken: string | undefined;
}

/** GET /healthz and GET /metrics: neither holds anything personal. */
export function opsRoutes({ checks, meters, metricsToken }: OpsParts): Router {
  const router = Router();
  router.get('/healthz', async (_req, res) => {
    const ready = await checks();
    const ok = Object.values(ready).every(Boolean);
    res
      .status(ok ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ ok, ...ready });
  });
  router.get('/metrics', async (req, res) => {
    // Not 'forbidden': nobody outside needs to know that it is here.
    if (!mayMeasure(req, metricsToken)) throw new Refusal('not-found');
    res.set('Content-Type', meters.contentType).send(await meters.text());
  });
  return router;
}

/** A proxy in front makes every visitor come from its own private address, but says so in a header: then the token decides alone. */
function mayMeasure(req: Request, token: string | undefined): boolean {
  if (token !== undefined && isToken(req.headers.authorization ?? '', token)) return true;
  const isProxied = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => req.headers[name] !== undefined);
  return !isProxied && isPrivate(req.socket.remoteAddress ?? '');
}

function isToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(`Bearer ${token}`));
}

function isPrivate(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(address).range());
}
