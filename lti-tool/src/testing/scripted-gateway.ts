import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CONTROL_EVENTS_PATH,
  type ControlEvent,
  ControlTokenClaims,
  controlCalls,
  NodeId,
  type Reason,
  type RecordingId,
  type RecordingStatus,
  Refusal,
} from '@liveclass/contract';
import { jwtVerify } from 'jose';
import type { Connection } from 'mongoose';

interface Call {
  readonly name: keyof typeof controlCalls;
  readonly body: Record<string, unknown>;
}

/**
 * The control side of a gateway, as the contract says it, on a real port: it checks every signature and body, keeps rooms and
 * recordings in memory, and does as a test tells it. There is no media in it; the stories run against the real one.
 */
export class ScriptedGateway {
  readonly node: NodeId;
  readonly secret: string;
  readonly rooms = new Set<string>();
  readonly recordings = new Map<string, RecordingStatus>();
  readonly admitted = new Map<string, Set<string>>();
  readonly calls: Call[] = [];
  readonly ejected: Record<string, unknown>[] = [];
  file = Buffer.from('0123456789'.repeat(100));
  /** What happens to the next calls of a name: a reason is answered, 'drop' cuts the connection before, 'lose' after doing it. */
  readonly plans = new Map<string, (Reason | 'drop' | 'lose' | (() => Promise<void>))[]>();
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();
  readonly #used = new Set<string>();
  readonly #connection: Connection;
  #heart: NodeJS.Timeout | undefined;
  epoch = 0;

  constructor(connection: Connection, secret: string, node = 'gateway-1') {
    this.#connection = connection;
    this.secret = secret;
    this.node = NodeId.parse(node);
    this.#server = createServer((req, res) => void this.#serve(req, res).catch((error: unknown) => this.#answerError(res, error)));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    // As the real one: each start is another process.
    this.epoch += 1;
    await this.beat();
    this.#heart = setInterval(() => void this.beat().catch(() => undefined), 500);
  }

  async beat(fields: Record<string, unknown> = {}): Promise<void> {
    const { epoch, url } = this;
    const doc = { signallingUrl: url, controlUrl: url, epoch, draining: false, rooms: this.rooms.size, seats: 0, ...fields };
    await this.#connection
      .getClient()
      .db(this.#connection.name)
      .collection<{ _id: string }>('gateways')
      .updateOne({ _id: this.node }, { $set: doc, $currentDate: { seenAt: true } }, { upsert: true });
  }

  /** As a host that is gone: no answer, no heartbeat, and its last one long ago. */
  async die(): Promise<void> {
    await this.stop();
    await this.#connection
      .getClient()
      .db(this.#connection.name)
      .collection<{ _id: string }>('gateways')
      .updateOne({ _id: this.node }, { $set: { seenAt: new Date(0) } });
  }

  async stop(): Promise<void> {
    clearInterval(this.#heart);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  plan(name: keyof typeof controlCalls, ...steps: (Reason | 'drop' | 'lose' | (() => Promise<void>))[]): void {
    this.plans.set(name, steps);
  }

  called(name: keyof typeof controlCalls): Call[] {
    return this.calls.filter((call) => call.name === name);
  }

  /** Says a status as the recorder would. */
  tell(recordingId: RecordingId, change: Partial<RecordingStatus>): void {
    const status = { ...this.#recording(recordingId), ...change };
    this.recordings.set(recordingId, status);
    this.say({ type: 'recording.status', status });
  }

  say(event: ControlEvent): void {
    for (const stream of this.#streams) stream.write(`${JSON.stringify(event)}\n`);
  }

  get listeners(): number {
    return this.#streams.size;
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    await this.#prove(req, body);
    const path = req.url ?? '';
    if (path === CONTROL_EVENTS_PATH) return this.#stream(res);
    if (path.endsWith('/file')) return this.#serveFile(req, res);
    const name = path.slice('/control/'.length) as Call['name'];
    const read = controlCalls[name].body.parse(JSON.parse(body.toString())) as Call['body'];
    this.calls.push({ name, body: read });
    const step = this.plans.get(name)?.shift();
    if (step === 'drop') return void res.destroy();
    if (typeof step === 'function') await step();
    else if (step && step !== 'lose') throw new Refusal(step);
    const value = this.#do(name, read);
    if (step === 'lose') return void res.destroy();
    res.end(JSON.stringify({ ok: true, value: controlCalls[name].reply.parse(value) }));
  }

  async #prove(req: IncomingMessage, body: Buffer): Promise<void> {
    const token = req.headers.authorization?.replace('Bearer ', '') ?? '';
    const { payload } = await jwtVerify(token, new TextEncoder().encode(this.secret), { algorithms: ['HS256'], audience: this.node });
    const claims = ControlTokenClaims.parse(payload);
    const hash = createHash('sha256').update(body).digest('base64url');
    if (claims.method !== req.method || claims.path !== req.url || claims.body !== hash || this.#used.has(claims.jti))
      throw new Refusal('forbidden');
    this.#used.add(claims.jti);
  }

  #answerError(res: ServerResponse, error: unknown): void {
    const reason: Reason = error instanceof Refusal ? error.reason : 'forbidden';
    res.statusCode = 400;
    res.end(JSON.stringify({ ok: false, reason }));
  }

  #stream(res: ServerResponse): void {
    this.#streams.add(res);
    res.on('close', () => this.#streams.delete(res));
    const hello = { type: 'hello', node: this.node, rooms: [...this.rooms], recordings: [...this.recordings.values()] };
    res.write(`${JSON.stringify(hello)}\n`);
  }

  #serveFile(req: IncomingMessage, res: ServerResponse): void {
    const total = this.file.length;
    res.setHeader('accept-ranges', 'bytes').setHeader('content-type', 'video/mp4').setHeader('x-secret-path', '/srv/recordings');
    const range = /^bytes=(\d+)-(\d*)$/.exec(req.headers.range ?? '');
    if (!range) return void res.setHeader('content-length', total).end(req.method === 'HEAD' ? undefined : this.file);
    const start = Number(range[1]);
    const end = range[2] ? Math.min(Number(range[2]), total - 1) : total - 1;
    if (start >= total) return void res.writeHead(416, { 'content-range': `bytes */${total}` }).end();
    res.writeHead(206, { 'content-range': `bytes ${start}-${end}/${total}`, 'content-length': end - start + 1 });
    res.end(req.method === 'HEAD' ? undefined : this.file.subarray(start, end + 1));
  }

  #recording(id: unknown): RecordingStatus {
    const status = this.recordings.get(String(id));
    if (!status) throw new Refusal('not-found');
    return status;
  }

  #set(id: unknown, change: Partial<RecordingStatus>): RecordingStatus {
    const status = { ...this.#recording(id), ...change };
    this.recordings.set(status.recordingId, status);
    return status;
  }

  #do(name: Call['name'], body: Call['body']): unknown {
    const { recordingId } = body;
    switch (name) {
      case 'rooms.open':
        this.rooms.add(String(body['sessionId']));
        return {};
      case 'rooms.close':
        this.rooms.delete(String(body['sessionId']));
        return {};
      case 'seats.eject':
        this.ejected.push(body);
        return {};
      case 'recordings.start':
        return this.#begin(body);
      case 'recordings.admit':
        this.#recording(recordingId);
        this.admitted.get(String(recordingId))?.add(String(body['seatId']));
        return {};
      case 'recordings.pause':
        return this.#set(recordingId, { phase: 'paused', recordedMs: 1_000 });
      case 'recordings.resume':
        return this.#set(recordingId, { phase: 'recording' });
      case 'recordings.stop': {
        const { phase } = this.#recording(recordingId);
        return phase === 'recording' || phase === 'paused'
          ? this.#set(recordingId, { phase: 'stopped', recordedMs: 2_000 })
          : this.#recording(recordingId);
      }
      case 'recordings.compose':
        return this.#set(recordingId, { phase: 'composing' });
      case 'recordings.status':
        return this.#recording(recordingId);
      case 'recordings.delete':
        this.recordings.delete(String(recordingId));
        return {};
      default:
        return {};
    }
  }

  #begin({ recordingId, sessionId, seats }: Call['body']): RecordingStatus {
    const id = String(recordingId);
    if (!this.rooms.has(String(sessionId))) throw new Refusal('not-found');
    const status = {
      recordingId: id,
      sessionId,
      phase: 'recording',
      startedAt: Date.now(),
      recordedMs: 0,
      progress: 0,
      bytes: 0,
    } as RecordingStatus;
    if (!this.recordings.has(id)) {
      this.recordings.set(id, status);
      this.admitted.set(id, new Set((seats as string[]) ?? []));
    }
    return this.#recording(id);
  }
}
