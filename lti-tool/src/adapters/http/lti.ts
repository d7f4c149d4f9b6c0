import { fileURLToPath } from 'node:url';
import { LIMITS, type Reason, Refusal } from '@liveclass/contract';
import { parseCookie } from 'cookie';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Log } from '../../ports/log.ts';
import { reasonOf, STATUS } from './errors.ts';
import { loginPage, refusedPage, storagePage } from './lti-pages.ts';
import { languageFor } from './lti-words.ts';
import type { LaunchUseCases } from './session-use-cases.ts';

const STATE = /^[A-Za-z0-9_-]{16,128}$/;
const STATE_COOKIE = '__Host-st_';

const LoginParameters = z.object({
  iss: z.string().min(1).max(1024),
  login_hint: z.string().min(1).max(8192),
  target_link_uri: z.string().min(1).max(2048),
  client_id: z.string().min(1).max(255).optional(),
  lti_message_hint: z.string().max(16_384).optional(),
  lti_storage_target: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,100}$/)
    .optional()
    .catch(undefined),
});

const LaunchParameters = z.object({
  id_token: z.string().min(1).max(LIMITS.launchBodyBytes),
  state: z.string().regex(STATE),
  /** What the platform's storage gave back, where it stood in for the cookie. */
  binding: z.string().max(128).optional(),
});

/** Every field is one string: arrays and objects out of `a[]=` or repeated names have crashed and confused others. */
function flat(fields: unknown): Record<string, string> {
  if (typeof fields !== 'object' || fields === null) throw new Refusal('bad-request', 'no form');
  const entries = Object.entries(fields);
  if (entries.some(([, value]) => typeof value !== 'string')) throw new Refusal('bad-request', 'a field is not one string');
  return Object.fromEntries(entries);
}

function read<T extends z.ZodType>(schema: T, fields: unknown): z.infer<T> {
  const { success, data, error } = schema.safeParse(flat(fields));
  if (!success) throw new Refusal('bad-request', error.issues[0]?.path);
  return data;
}

/** Only forms: ltijs and body parsers read JSON as well, and a guard that reads forms alone must not be walked around. */
const formsOnly: RequestHandler = (req, res, next) => {
  if (req.method === 'POST' && !req.is('application/x-www-form-urlencoded')) return refuse(req, res, 'bad-request', 415);
  next();
};

function refuse(req: Request, res: Response, reason: Reason, status: number = STATUS[reason]): void {
  const language = languageFor(req.headers['accept-language']);
  res.status(status).type('html').set('Content-Language', language).send(refusedPage(language, reason));
}

/** The same login as a plain GET, for a window of its own. */
function again(parameters: z.infer<typeof LoginParameters>): string {
  const given = Object.entries(parameters).filter(([name, value]) => value !== undefined && name !== 'lti_storage_target');
  return `/lti/login?${new URLSearchParams(given as [string, string][])}`;
}

function loginHandler(useCases: LaunchUseCases): RequestHandler {
  return async (req, res) => {
    const parameters = read(LoginParameters, req.method === 'POST' ? req.body : req.query);
    const login = await useCases.beginLogin(parameters);
    // SameSite=None because the platform's POST comes from another site, even at top level; Partitioned so that frames keep it.
    res.cookie(STATE_COOKIE + login.state, login.binding, {
      httpOnly: true,
      secure: true,
      sameSite: 'none',
      partitioned: true,
      path: '/',
      maxAge: LIMITS.launchStateMs,
    });
    const language = languageFor(req.headers['accept-language']);
    res.type('html').send(loginPage(language, { ...login, again: again(parameters) }));
  };
}

function launchHandler(useCases: LaunchUseCases): RequestHandler {
  return async (req, res) => {
    const { id_token: idToken, state, binding } = read(LaunchParameters, req.body);
    const kept = parseCookie(req.headers.cookie ?? '')[STATE_COOKIE + state];
    if (kept === undefined && binding === undefined) {
      const storage = await useCases.storageOf(state);
      const language = languageFor(req.headers['accept-language']);
      if (storage) return void res.type('html').send(storagePage(language, { idToken, state, ...storage }));
    }
    const bindings = [kept, binding].filter((value) => value !== undefined && value !== '') as string[];
    if (kept !== undefined)
      res.clearCookie(STATE_COOKIE + state, { secure: true, sameSite: 'none', partitioned: true, httpOnly: true, path: '/' });
    const { place, code } = await useCases.acceptLaunch({ idToken, state, bindings });
    // The code stands behind the #: it reaches no server, no log and no Referer.
    res.redirect(303, `/${place}#code=${code}`);
  };
}

const STATIC = fileURLToPath(new URL('./lti-static/', import.meta.url));

/** The icon stands in pages of the LMS: other sites may show it, which the tool's headers forbid for everything else. */
function openToCourses(res: Response, path: string): void {
  if (path.endsWith('icon.svg')) res.set('Cross-Origin-Resource-Policy', 'cross-origin');
}

interface Parts {
  readonly useCases: LaunchUseCases;
  readonly log: Log;
  /** Told the result of each launch, for the metrics: 'accepted' or the reason. */
  readonly onLaunch: (result: 'accepted' | Reason) => void;
}

/** The LTI endpoints of launches. A refused launch is a kind page with the reason's status; its cause goes to the log only. */
export function ltiRoutes({ useCases, log, onLaunch }: Parts): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: LIMITS.launchBodyBytes, parameterLimit: 100 });
  const launch = launchHandler(useCases);
  const counted: RequestHandler = async (req, res, next) => {
    await launch(req, res, next);
    if (res.statusCode === 303) onLaunch('accepted');
  };
  const refused: ErrorRequestHandler = (error, req, res, next) => {
    const reason = reasonOf(error);
    if (req.path === '/launch') onLaunch(reason ?? 'unavailable');
    if (!reason) log.error({ err: error, path: req.path }, 'a launch failed by a bug');
    else log.warn({ reason, detail: error instanceof Refusal ? error.detail : undefined, path: req.path }, 'a launch was refused');
    if (res.headersSent) return next(error);
    refuse(req, res, reason ?? 'unavailable');
  };
  router.use('/static', express.static(STATIC, { index: false, maxAge: '1h', setHeaders: openToCourses }));
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/keys', async (_req, res) => {
    res.set('Cache-Control', 'public, max-age=300').json(await useCases.keySet());
  });
  router.use(['/login', '/launch'], formsOnly);
  router.get('/login', loginHandler(useCases));
  router.post('/login', form, loginHandler(useCases));
  router.post('/launch', form, counted);
  router.all('/launch', () => {
    throw new Refusal('session-expired', 'a launch that is not a POST');
  });
  // What plugins and registering platforms ask for is the desk's, which stands behind this router.
  router.use(['/about', '/pair', '/messages', '/register'], (_req, _res, next) => next('router'));
  router.use(() => {
    throw new Refusal('not-found');
  });
  router.use(refused);
  return router;
}
