import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Answer,
  type ClassId,
  LIMITS,
  type Limits,
  type PersonId,
  type PlatformRegistration,
  type Role,
  TOOL_LINK_PATH,
} from '@liveclass/contract';
import express from 'express';
import type { Connection } from 'mongoose';
import { io, type Socket } from 'socket.io-client';
import { answerRefusal } from '../adapters/http/errors.ts';
import { prometheusMeters } from '../adapters/http/meters.ts';
import { connectMongo } from '../adapters/mongo/connection.ts';
import { hashOf } from '../adapters/mongo/launch-unique.ts';
import type { ClassLink, WebSession } from '../domain/identity.ts';
import { type Attendance, createAttendance } from '../main-attendance.ts';
import { type Calendar, createCalendar } from '../main-calendar.ts';
import { type Classroom, createClassroom, recordingDirectory } from '../main-classroom.ts';
import { createDesk } from '../main-desk.ts';
import { createFeedback } from '../main-feedback.ts';
import { type ClassFiles, createFiles } from '../main-files.ts';
import { createGuests } from '../main-guests.ts';
import { createIdentity, type Identity } from '../main-identity.ts';
import { createPolls } from '../main-polls.ts';
import { createRoster, type Roster } from '../main-roster.ts';
import type { Clock } from '../ports/identity.ts';
import type { Log } from '../ports/log.ts';
import { ScriptedGateway } from './scripted-gateway.ts';

/** Waits for a state and says at last why it did not come. */
export async function until<T>(what: string, look: () => T | Promise<T>, withinMs = 15_000): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  let last: unknown = 'not looked at';
  while (Date.now() < deadline) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what} did not come about: ${String(last)}`);
}

export const newId = (): string => randomBytes(16).toString('base64url');
export const newTab = newId;

export function testUri(name: string): string {
  const base = process.env['TEST_MONGODB_URI'];
  if (!base) throw new Error('TEST_MONGODB_URI is not set: run the tests by npm test');
  const uri = new URL(base);
  uri.pathname = `/${name}_${randomBytes(5).toString('hex')}`;
  return uri.href;
}

export interface TestPerson {
  readonly token: string;
  readonly personId: PersonId;
  readonly classId: ClassId;
  readonly role: Role;
}

/** A tab's tool link in a test: asks, and keeps every fact it was told. */
export class TestLink {
  readonly socket: Socket;
  readonly facts: { readonly name: string; readonly body: unknown }[] = [];

  constructor(url: string, options: Record<string, unknown>) {
    this.socket = io(url, {
      path: TOOL_LINK_PATH,
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { origin: url },
      ...options,
    });
    this.socket.onAny((name: string, body: unknown) => this.facts.push({ name, body }));
  }

  connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.once('connect', resolve);
      this.socket.once('connect_error', reject);
    });
  }

  ask(name: string, body: unknown = {}): Promise<Answer<Record<string, unknown>>> {
    return this.socket.timeout(8_000).emitWithAck(name, body) as Promise<Answer<Record<string, unknown>>>;
  }

  /** The value of an answer that must be a yes. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says itself which reply it expects.
  async get(name: string, body: unknown = {}): Promise<any> {
    const answer = await this.ask(name, body);
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.reason}`);
    return answer.value;
  }

  async reason(name: string, body: unknown = {}): Promise<string> {
    const answer = await this.ask(name, body);
    return answer.ok ? 'ok' : answer.reason;
  }

  events(type?: string): Record<string, unknown>[] {
    const all = this.facts.filter((fact) => fact.name === 'event').map((fact) => fact.body as Record<string, unknown>);
    return type ? all.filter((event) => event['type'] === type) : all;
  }

  fact<T = Record<string, unknown>>(name: string, fits: (body: T) => boolean = () => true): Promise<T> {
    return until(`the fact ${name}`, () =>
      this.facts
        .filter((fact) => fact.name === name)
        .map((fact) => fact.body as T)
        .find(fits),
    );
  }

  close(): void {
    this.socket.close();
  }
}

export interface WorldOptions {
  /** Kept by whoever made it; absent: one of its own. */
  readonly filesDir?: string;
  readonly scanCommand?: readonly string[];
  readonly uri?: string;
  readonly limits?: Partial<Limits>;
  readonly replicas?: number;
  readonly playbackLinkMs?: number;
  readonly courseMaterialsUrl?: string;
  readonly clock?: Clock;
  readonly gateway?: ScriptedGateway;
  /** Reads rosters by itself; else only when a test asks. */
  readonly keepsRosters?: boolean;
}

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => quiet };
const GATEWAY_SECRET = 'a gateway secret of the tests, longer than thirty-two characters';

/** The tool in one process on a free port and a database of its own, with a scripted gateway beside it. */
export class World {
  readonly url: string;
  readonly connection: Connection;
  readonly identity: Identity;
  readonly classroom: Classroom;
  readonly roster: Roster;
  /** It runs no rounds by itself: a test says when. */
  readonly attendance: Attendance;
  /** As attendance: a test says when. */
  readonly calendar: Calendar;
  readonly files: ClassFiles;
  readonly filesDir: string;
  readonly gateway: ScriptedGateway;
  readonly uri: string;
  readonly clock: Clock;
  readonly problems: unknown[];
  readonly #end: () => Promise<void>;
  readonly #links: TestLink[] = [];

  constructor(
    parts: Pick<
      World,
      | 'url'
      | 'connection'
      | 'identity'
      | 'classroom'
      | 'roster'
      | 'attendance'
      | 'calendar'
      | 'files'
      | 'filesDir'
      | 'gateway'
      | 'uri'
      | 'clock'
      | 'problems'
    >,
    end: () => Promise<void>,
  ) {
    this.url = parts.url;
    this.connection = parts.connection;
    this.identity = parts.identity;
    this.classroom = parts.classroom;
    this.roster = parts.roster;
    this.attendance = parts.attendance;
    this.calendar = parts.calendar;
    this.files = parts.files;
    this.filesDir = parts.filesDir;
    this.gateway = parts.gateway;
    this.uri = parts.uri;
    this.clock = parts.clock;
    this.problems = parts.problems;
    this.#end = end;
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const uri = options.uri ?? testUri('classroom');
    const connection = await connectMongo(uri);
    const gateway = options.gateway ?? new ScriptedGateway(connection, GATEWAY_SECRET);
    if (!options.gateway) await gateway.start();
    const app = express();
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://localhost:${(server.address() as AddressInfo).port}`;
    const problems: unknown[] = [];
    const log: Log = { ...quiet, error: (fields, message) => problems.push({ fields, message }), child: () => log };
    const clock = options.clock ?? { now: () => Date.now() };
    const ids = { id: newId, secret: () => randomBytes(32).toString('base64url') };
    const config = {
      publicUrl: new URL(url),
      production: false,
      secret: 'a secret of the tests, longer than thirty-two characters',
      gatewaySecret: GATEWAY_SECRET,
      platformsFile: undefined,
      lmsAllowedNetworks: [],
      playbackLinkMs: options.playbackLinkMs ?? LIMITS.playbackLinkMs,
      replicas: options.replicas ?? 1,
    };
    const identity = await createIdentity({ connection, config, clock, ids, log, recordings: recordingDirectory(connection) });
    const limits = { ...LIMITS, ...options.limits };
    const tool = newId();
    const meters = prometheusMeters();
    const classroom = await createClassroom({ connection, server, config, identity, clock, ids, log, meters, tool, limits });
    const roster = await createRoster({ connection, identity, classroom, ids, log, tool, limits, restsMs: [10, 20] });
    const attendance = await createAttendance({ connection, identity, clock, ids, log, tool });
    const calendar = await createCalendar({ connection, identity, clock, log });
    const feedback = await createFeedback({ connection, identity, classroom });
    const filesDir = options.filesDir ?? mkdtempSync(join(tmpdir(), 'live-class-files-'));
    const fileConfig = { secret: config.secret, filesDir, scanCommand: options.scanCommand };
    const files = await createFiles({ connection, config: fileConfig, identity, classroom, limits });
    app.locals['log'] = log;
    const { leaveCourse, returnToCourse, announce, arrangeRooms } = classroom;
    const told = { leaveCourse, returnToCourse, announce, arrangeRooms };
    const desk = await createDesk({ connection, config, identity, ...told, clock, ids, log });
    app.use(identity.router);
    app.use(
      classroom.router,
      desk.router,
      roster.router,
      attendance.router,
      createPolls({ connection, identity, classroom }),
      feedback.router,
      files.router,
    );
    app.use(await createGuests({ connection, identity, config, clock, ids }), answerRefusal);
    await classroom.start();
    if (options.keepsRosters) roster.start();
    return new World(
      { url, connection, identity, classroom, roster, attendance, calendar, files, filesDir, gateway, uri, clock, problems },
      async () => {
        await roster.end();
        await classroom.end();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await identity.close();
        if (!options.filesDir) rmSync(filesDir, { recursive: true, force: true });
        if (!options.gateway) await gateway.stop();
        if (!options.uri) await connection.dropDatabase();
        await connection.close();
      },
    );
  }

  /** A class in a course; with an endpoint for course materials when one is given. */
  async class(title = 'Biology', courseMaterialsUrl?: string): Promise<ClassId> {
    const issuer = `https://lms.example/${newId()}`;
    if (courseMaterialsUrl) await this.register(issuer, 'client', courseMaterialsUrl);
    return this.classAt({ issuer, clientId: 'client', deploymentId: 'd', contextId: 'c', resourceLinkId: newId() }, title);
  }

  /** The class of that link, whose platform is registered: people of another open nothing. */
  async classAt(link: ClassLink, title = 'Biology'): Promise<ClassId> {
    const { issuer, clientId } = link;
    if (!(await this.identity.desk.registry.known(issuer, clientId))) await this.register(issuer, clientId);
    return (await this.identity.classes.upsert(link, { title, courseTitle: 'Life' })).id;
  }

  async register(issuer: string, clientId: string, courseMaterialsUrl?: string): Promise<void> {
    const registration = {
      name: 'LMS',
      issuer,
      clientId,
      deploymentIds: [],
      authorizationUrl: `${issuer}/auth`,
      tokenUrl: `${issuer}/token`,
      jwksUrl: `${issuer}/jwks`,
      ...(courseMaterialsUrl !== undefined && { courseMaterialsUrl }),
    };
    await this.registerAs(registration);
  }

  async registerAs(registration: PlatformRegistration): Promise<void> {
    const { issuer, clientId } = registration;
    await this.connection
      .collection('platforms')
      .updateOne({ issuer, clientId }, { $set: { registration, state: 'active' } }, { upsert: true });
  }

  async person(classId: ClassId, role: Role, name: string = role): Promise<TestPerson> {
    const issuer = (await this.identity.classes.find(classId))?.issuer ?? 'https://lms.example';
    const person = await this.identity.persons.upsert({ issuer, sub: newId(), name });
    await this.identity.memberships.put({ classId, personId: person.id, role, lastLaunchAt: this.clock.now() });
    return this.signIn({ classId, personId: person.id, role, name });
  }

  /** Another web session of the same person. */
  async signIn({ classId, personId, role, name }: { classId: ClassId; personId: PersonId; role: Role; name: string }): Promise<TestPerson> {
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const session: WebSession = { personId, classId, role, name, place: 'lobby', createdAt: now, expiresAt: now + LIMITS.webSessionMs };
    await this.connection
      .getClient()
      .db(this.connection.name)
      .collection<{ _id: string }>('web-sessions')
      .insertOne({ _id: hashOf(token), session, until: new Date(now + LIMITS.webSessionIdleMs) } as never);
    return { token, personId, classId, role };
  }

  async link({ token }: Pick<TestPerson, 'token'>): Promise<TestLink> {
    const link = new TestLink(this.url, { auth: { token } });
    this.#links.push(link);
    await link.connected();
    return link;
  }

  /** A link with options of its own; rejects with the refusal. */
  async tryLink(options: Record<string, unknown>): Promise<void> {
    const link = new TestLink(this.url, options);
    this.#links.push(link);
    await link.connected();
  }

  /** A link that has entered the room. */
  async enter(person: TestPerson, body: Record<string, unknown> = {}): Promise<TestLink & { snapshot: Record<string, never> }> {
    const link = await this.link(person);
    const snapshot = await link.get('room.enter', { tab: newTab(), ...body });
    return Object.assign(link, { snapshot });
  }

  api(path: string, { token, ...init }: RequestInit & { token?: string } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (token) headers.set('authorization', `Bearer ${token}`);
    if (init.body) headers.set('content-type', 'application/json');
    return fetch(`${this.url}${path}`, { ...init, headers });
  }

  async close(): Promise<void> {
    for (const link of this.#links) link.close();
    await this.#end();
  }
}
