import {
  type Answer,
  type BodyOf,
  DEFAULT_RIGHTS,
  type FactOf,
  MEDIA_LINK_PATH,
  type MediaFacts,
  MediaRoom,
  type MediaWishes,
  type ReplyOf,
} from '@liveclass/contract';
import { SignJWT } from 'jose';
import { io, type Socket } from 'socket.io-client';
import { NODE, SECRET, type TestGateway } from './gateway.ts';
import { opus, vp8 } from './rtp.ts';
import { until } from './until.ts';

export type Claims = Record<string, unknown>;

export const claimsOf = (session: string, seat: string, claims: Claims = {}): Claims => ({
  ...{
    iss: 'liveclass-tool',
    aud: NODE,
    purpose: 'media',
    cls: `${session}-class`,
    ses: session,
    seat,
    tab: `tab-of-${seat}-0123`,
    turn: 0,
  },
  ...{ role: 'student', rights: DEFAULT_RIGHTS.student, iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 60 },
  ...claims,
});

export const signToken = (claims: Claims, secret = SECRET, alg = 'HS256'): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));

type Wish = keyof MediaWishes;
type Fact = keyof MediaFacts;

/** One browser tab without media: it wishes, and remembers what it was told. */
export class Tab {
  static async connect(gateway: TestGateway, token: string, options: Record<string, unknown> = {}): Promise<Tab> {
    const socket = io(gateway.url, {
      path: MEDIA_LINK_PATH,
      transports: ['websocket'],
      auth: { token },
      reconnection: false,
      forceNew: true,
      ...options,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    return new Tab(socket);
  }

  /** Connected and joined, with the router's own capabilities. */
  static async join(gateway: TestGateway, session: string, seat: string, claims: Claims = {}): Promise<Tab> {
    const tab = await Tab.connect(gateway, await signToken(claimsOf(session, seat, claims)));
    await tab.enter();
    return tab;
  }

  readonly socket: Socket;
  readonly facts: { readonly name: string; readonly fact: unknown }[] = [];
  #room: MediaRoom | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, fact: unknown) => this.facts.push({ name, fact }));
  }

  get room(): MediaRoom {
    if (!this.#room) throw new Error('not joined');
    return this.#room;
  }

  set room(room: MediaRoom) {
    this.#room = room;
  }

  async enter(generation?: number): Promise<MediaRoom> {
    this.#room = MediaRoom.parse(await this.get('media.join', generation === undefined ? {} : { generation }));
    await this.get('media.capabilities', { rtpCapabilities: this.#room.routerRtpCapabilities });
    return this.#room;
  }

  wish<N extends Wish>(name: N, body: BodyOf<MediaWishes, N>): Promise<Answer<ReplyOf<MediaWishes, N>>> {
    return this.socket.timeout(10_000).emitWithAck(name, body);
  }

  /** The value of the answer; throws its reason. */
  async get<N extends Wish>(name: N, body: BodyOf<MediaWishes, N>): Promise<ReplyOf<MediaWishes, N>> {
    const answer = await this.wish(name, body);
    if (!answer.ok) throw new Error(answer.reason);
    return answer.value;
  }

  /** The reason of the answer, or 'ok'. */
  async reason<N extends Wish>(name: N, body: BodyOf<MediaWishes, N>): Promise<string> {
    const answer = await this.wish(name, body);
    return answer.ok ? 'ok' : answer.reason;
  }

  async microphone(paused = false): Promise<string> {
    const order = { transportId: this.room.send.id, kind: 'audio', source: 'microphone', paused, rtpParameters: opus() } as const;
    return (await this.get('produce', order)).producerId;
  }

  async camera(layers = 1): Promise<string> {
    const order = { transportId: this.room.send.id, kind: 'video', source: 'camera', paused: false, rtpParameters: vp8(layers) } as const;
    return (await this.get('produce', order)).producerId;
  }

  told<N extends Fact>(name: N): FactOf<MediaFacts, N>[] {
    return this.facts.filter((told) => told.name === name).map(({ fact }) => fact as FactOf<MediaFacts, N>);
  }

  untilTold<N extends Fact>(name: N, fits: (fact: FactOf<MediaFacts, N>) => boolean = () => true): Promise<FactOf<MediaFacts, N>> {
    return until(`the fact ${name}`, () => this.told(name).find(fits)) as Promise<FactOf<MediaFacts, N>>;
  }

  /** As when the network goes: the other side hears nothing but the end of the connection. */
  cut(): void {
    this.socket.io.engine.close();
  }
}
