import type { Server } from 'node:http';
import { CONTROL_EVENTS_PATH, type Limits, type NodeId, Refusal } from '@liveclass/contract';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import type { Clock, Log, Recorder, Rooms } from '../ports.ts';
import { createCalls, runCall } from './calls.ts';
import { EventStreams } from './events.ts';
import { type Check, healthHandler } from './health.ts';
import { sendRecording } from './recording-file.ts';
import { createRequestGuard } from './signed-requests.ts';
import { STATUS } from './status.ts';

export interface ControlOptions {
  readonly node: NodeId;
  readonly secret: string;
  /** Listens already. */
  readonly server: Server;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly rooms: Rooms;
  readonly recorder: Recorder;
  readonly checks: readonly Check[];
  readonly metrics: Registry;
}

/** The internal HTTP API. Everything below /control is signed; health and metrics are open and tell counts only. */
export class ControlServer {
  readonly #events: EventStreams;
  readonly #http: Server;

  constructor(options: ControlOptions) {
    this.#events = new EventStreams(options);
    this.#http = options.server;
    this.#http.removeAllListeners('request').on('request', createApp(options, this.#events));
  }

  async close(): Promise<void> {
    this.#events.close();
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    this.#http.closeAllConnections();
    await closed;
  }
}

function createApp(options: ControlOptions, events: EventStreams): Express {
  const { rooms, recorder, log } = options;
  const calls = createCalls(rooms, recorder);
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  const health = healthHandler(options.checks);
  app.get('/healthz', (_request, response) => health(response));
  app.get('/metrics', async (_request, response) => {
    response.type('text/plain; version=0.0.4').send(await options.metrics.metrics());
  });
  app.use('/control', express.raw({ type: () => true, limit: options.limits.httpBodyBytes, inflate: false }), signedOnly(options));
  app.get(CONTROL_EVENTS_PATH, (_request, response) => events.add(response));
  app.get('/control/recordings/:recordingId/file', (request, response) => sendRecording(recorder, request, response));
  app.post('/control/:name', async (request, response) => {
    const value = await runCall(calls, request.params['name'], bodyOf(request.body));
    response.json({ ok: true, value });
  });
  app.use(() => {
    throw new Refusal('not-found');
  });
  app.use(answerErrors(log));
  return app;
}

function signedOnly(options: ControlOptions): RequestHandler {
  const isOurs = createRequestGuard({ ...options, skewMs: options.limits.controlSkewMs });
  return async (request, _response, next) => {
    const { authorization } = request.headers;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    await isOurs({ authorization, method: request.method, path: request.originalUrl, body });
    next();
  };
}

function bodyOf(raw: unknown): unknown {
  if (!Buffer.isBuffer(raw)) throw new Refusal('bad-request');
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch (error) {
    throw new Refusal('bad-request', error);
  }
}

function answerErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const refusal = asRefusal(error);
    if (!refusal) log.error({ method: request.method, err: error }, 'a control request failed');
    else if (refusal.reason === 'not-signed-in' || refusal.reason === 'forbidden')
      log.warn({ method: request.method, reason: refusal.reason, detail: refusal.detail }, 'a control request was not believed');
    // The head of a file may have left already; then the connection can only be cut.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const reason = refusal?.reason ?? 'unavailable';
    response.status(STATUS[reason]).json({ ok: false, reason });
  };
}

/** Express's own errors of a bad request carry a status; anything else is a bug. */
function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 413) return new Refusal('too-large', error);
  return typeof status === 'number' && status >= 400 && status < 500 ? new Refusal('bad-request', error) : undefined;
}
