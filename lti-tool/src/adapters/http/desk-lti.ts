import { LIMITS, Refusal, type ToolAbout } from '@liveclass/contract';
import express, { type RequestHandler, Router } from 'express';
import { strangerRate } from './haste.ts';

export interface PluginUseCases {
  about(): ToolAbout;
  /** Both get the compact JWS as it was posted. */
  pair(token: string): Promise<void>;
  /** The answer to a ping carries what is told here. */
  hear(token: string): Promise<string | undefined>;
  now(): number;
}

/** A signed message is a body of its own type: a form or JSON that a foreign page could post is none. */
const signedOnly: RequestHandler = (req, _res, next) => {
  if (!req.is('application/jwt')) throw new Refusal('bad-request', 'not application/jwt');
  next();
};

const tokenOf = (body: unknown): string => {
  if (typeof body !== 'string' || body === '') throw new Refusal('bad-request', 'no message');
  return body;
};

/** What a plugin inside an LMS asks of the tool: GET /lti/about, POST /lti/pair, POST /lti/messages. */
export function pluginRoutes(useCases: PluginUseCases): Router {
  const router = Router();
  const signed = [strangerRate(), signedOnly, express.text({ type: 'application/jwt', limit: LIMITS.pluginMessageBytes })];
  router.get('/lti/about', (_req, res) => void res.json(useCases.about()));
  router.post('/lti/pair', ...signed, async (req, res) => {
    await useCases.pair(tokenOf(req.body));
    res.json({ about: useCases.about() });
  });
  router.post('/lti/messages', ...signed, async (req, res) => {
    const proof = await useCases.hear(tokenOf(req.body));
    res.json({ ok: true, now: useCases.now(), ...(proof === undefined ? {} : { proof }) });
  });
  return router;
}
