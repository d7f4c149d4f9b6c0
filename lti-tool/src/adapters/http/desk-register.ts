import { Refusal } from '@liveclass/contract';
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Log } from '../../ports/log.ts';
import type { RegistrationRequest } from '../../usecases/register-platform.ts';
import { reasonOf, STATUS } from './errors.ts';
import { strangerRate } from './haste.ts';
import { notRegisteredPage, registeredPage } from './lti-pages.ts';
import { languageFor } from './lti-words.ts';

const Query = z.object({
  openid_configuration: z.string().min(1).max(2048),
  registration_token: z
    .string()
    .regex(/^[\x21-\x7e]{1,16384}$/)
    .optional(),
  invitation: z.string().regex(/^[A-Za-z0-9_-]{32,64}$/),
});

/** The origin of the page that opened this one, as it says itself; it is only ever shown and closed to, never believed. */
function originOf(req: Request): string | undefined {
  const address = req.query['openid_configuration'];
  if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
  const { protocol, origin } = new URL(address);
  return /^https?:$/.test(protocol) ? origin : undefined;
}

/** The LMS shows this in a frame or a small window before it is registered; the page can do nothing but close. */
const framedByTheLms: RequestHandler = (req, res, next) => {
  const policy = String(res.getHeader('Content-Security-Policy') ?? '');
  const origin = originOf(req);
  if (origin) res.set('Content-Security-Policy', policy.replace(/frame-ancestors [^;]*/, `frame-ancestors 'self' ${origin}`));
  next();
};

/** GET /lti/register: dynamic registration of an LMS that was invited; its end is a page that closes itself at the LMS. */
export function registrationRoutes(register: (request: RegistrationRequest) => Promise<void>, log: Log): Router {
  const router = Router();
  const show = (req: Request, res: Response, status: number, page: (language: 'en' | 'ar') => string) => {
    const language = languageFor(req.headers['accept-language']);
    res.status(status).type('html').set('Content-Language', language).send(page(language));
  };
  const refused: ErrorRequestHandler = (error, req, res, next) => {
    const reason = reasonOf(error);
    if (!reason) log.error({ err: error, path: req.path }, 'a registration failed by a bug');
    else log.warn({ reason, detail: error instanceof Refusal ? error.detail : undefined }, 'a registration was refused');
    if (res.headersSent) return next(error);
    show(req, res, STATUS[reason ?? 'unavailable'], (language) => notRegisteredPage(language, reason ?? 'unavailable'));
  };
  router.get(
    '/lti/register',
    framedByTheLms,
    strangerRate(),
    async (req: Request, res: Response) => {
      const { success, data, error } = Query.safeParse(req.query);
      const origin = originOf(req);
      if (!success || !origin) throw new Refusal('bad-request', error?.issues[0]?.path);
      const { openid_configuration: configurationUrl, registration_token: token, invitation } = data;
      await register({ configurationUrl, token, invitation });
      show(req, res, 200, (language) => registeredPage(language, origin));
    },
    refused,
  );
  router.all('/lti/register', (_req) => {
    throw new Refusal('bad-request', 'a registration that is not a GET');
  });
  router.use('/lti/register', refused);
  return router;
}
