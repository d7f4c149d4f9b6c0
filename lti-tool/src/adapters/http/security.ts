import { Refusal } from '@liveclass/contract';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

interface Rules {
  readonly publicUrl: URL;
  /** Origins of registered platforms. */
  readonly frameAncestors: () => Promise<readonly string[]>;
}

/** Pages that live in the course's frame; everything else, the room above all, may not be framed. */
const FRAMED = /^\/(?:lobby|recording|pick|lti)(?:\/|$)/;

function policyOf(path: string, { publicUrl }: Rules, platforms: readonly string[]): string {
  const links = `${publicUrl.protocol === 'https:' ? 'wss' : 'ws'}://${publicUrl.host}`;
  const ancestors = FRAMED.test(path) ? ["'self'", ...platforms].join(' ') : "'none'";
  // The picker posts its signed answer as a form to the platform; no other page may post a form anywhere else.
  const forms = path.startsWith('/pick') ? ["'self'", ...platforms].join(' ') : "'self'";
  const directives: Record<string, string> = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self' data:",
    'media-src': "'self' blob:",
    // Named besides 'self', which does not cover websockets in every browser.
    'connect-src': `'self' ${links}`,
    'worker-src': "'self' blob:",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'object-src': "'none'",
    'form-action': forms,
    'frame-ancestors': ancestors,
  };
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

const PERMISSIONS = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'fullscreen=(self)',
  'autoplay=(self)',
  'picture-in-picture=(self)',
  'screen-wake-lock=(self)',
  'speaker-selection=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
].join(', ');

/** Headers of every answer: no referrer, no sniffing, nothing inline, framed by registered platforms only or by nobody. */
export function securityHeaders(rules: Rules): RequestHandler[] {
  const secure = rules.publicUrl.protocol === 'https:';
  const base = helmet({
    contentSecurityPolicy: false,
    // `frame-ancestors` says it per page; X-Frame-Options could not name the platforms.
    frameguard: false,
    // The lobby opens the room's window in the click and navigates it afterwards; an opener policy would cut that tie.
    crossOriginOpenerPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  });
  const own: RequestHandler = async (req, res, next) => {
    const platforms = FRAMED.test(req.path) ? await rules.frameAncestors() : [];
    res.set('Content-Security-Policy', policyOf(req.path, rules, platforms));
    res.set('Permissions-Policy', PERMISSIONS);
    next();
  };
  return [base, own];
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A change of state comes from our own pages: the Origin is ours, or, where a client sends none (no browser), the request
 * carries a bearer, which no foreign page has. There is no CORS, so no foreign page reads an answer either.
 */
export function requireOwnOrigin(publicUrl: URL): RequestHandler {
  return (req, _res, next) => {
    if (SAFE.has(req.method)) return next();
    const { origin, authorization } = req.headers;
    if (origin === undefined ? authorization === undefined : origin !== publicUrl.origin) throw new Refusal('forbidden', 'foreign origin');
    next();
  };
}
