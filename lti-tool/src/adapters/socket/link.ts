import {
  type Answer,
  type ClassId,
  KeyedQueue,
  LIMITS,
  type Reason,
  Refusal,
  type Role,
  TokenBucket,
  toolWishes,
} from '@liveclass/contract';
import { audienceOf } from '../../domain/rooms.ts';
import type { ClassroomPorts, Done, HeldSeat, LinkedCaller } from '../../ports/classroom.ts';
import type { Log } from '../../ports/log.ts';
import type { Meters } from '../../ports/meters.ts';
import { loseLink } from '../../usecases/leave-room.ts';
import type { Handlers } from './handler.ts';
import { cameInAs, followersOf, linksOf, seatedIn, speakingFor, teachersOf, watchingAs } from './rooms.ts';
import type { LinkData, ToolLinkSocket } from './server.ts';

export interface LinkDeps {
  readonly ports: ClassroomPorts;
  readonly handlers: Handlers;
  readonly authenticate: (token: string) => Promise<LinkData['session']>;
  readonly meters: Meters;
  readonly log: Log;
  /** This process; a link's name is `<tool>/<socket>`. */
  readonly tool: string;
}

type WishName = keyof typeof toolWishes;
type Ack = (answer: Answer<unknown>) => void;

/** A link that goes on sending after so many refusals for haste or nonsense is closed. */
const MOST_STRIKES = 100;

/** One tab's link: its wishes run one after the other, each within its budget, each with the role of that moment. */
export class Link {
  readonly #deps: LinkDeps;
  readonly #socket: ToolLinkSocket;
  readonly #name: string;
  readonly #turns = new KeyedQueue<string>();
  readonly #buckets = new Map<WishName, TokenBucket>();
  #strikes = 0;

  constructor(deps: LinkDeps, socket: ToolLinkSocket) {
    this.#deps = deps;
    this.#socket = socket;
    this.#name = `${deps.tool}/${socket.id}`;
    socket.onAny((name: unknown, ...args: unknown[]) => this.#hear(name, args));
    socket.on('disconnect', () => this.#lost());
    deps.meters.linkOpened();
  }

  #hear(name: unknown, args: readonly unknown[]): void {
    const ack = args.at(-1);
    if (typeof ack !== 'function' || args.length !== 2) {
      this.#strike();
      return;
    }
    const answer = once((given) => ack(given));
    if (typeof name !== 'string' || !isWish(name)) {
      this.#strike();
      answer({ ok: false, reason: 'bad-request' });
      return;
    }
    if (!this.#bucket(name).take(performance.now())) {
      this.#strike();
      this.#deps.meters.wish(name, 'too-fast', 0);
      answer({ ok: false, reason: 'too-fast' });
      return;
    }
    void this.#turns.run(this.#socket.id, () => this.#answer(name, args[0], answer));
  }

  #bucket(name: WishName): TokenBucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) this.#buckets.set(name, (bucket = new TokenBucket(toolWishes[name].rate, performance.now())));
    return bucket;
  }

  #strike(): void {
    this.#strikes += 1;
    if (this.#strikes > MOST_STRIKES) this.#socket.disconnect(true);
  }

  /** Answers within the budget, whatever the wish does; what it does afterwards still counts and is still told. */
  async #answer(name: WishName, body: unknown, answer: Ack): Promise<void> {
    const began = performance.now();
    const finish = (given: Answer<unknown>): void => {
      answer(given);
      this.#deps.meters.wish(name, given.ok ? 'ok' : given.reason, performance.now() - began);
    };
    const finishOnce = once(finish);
    const work = this.#grant(name, body)
      .then((done) => this.#follow(done, finishOnce))
      .catch((error: unknown) => finishOnce({ ok: false, reason: this.#reasonOf(name, error) }));
    await Promise.race([work, overtime(work)]);
    finishOnce({ ok: false, reason: 'unavailable' });
  }

  async #grant(name: WishName, body: unknown): Promise<Done<unknown>> {
    const row = toolWishes[name];
    const read = row.body.safeParse(body);
    // Who may not wish it is told so whatever they send, and no look into the database is spent on nonsense.
    if (!read.success) throw new Refusal(row.from.some((role) => role === this.#socket.data.session.role) ? 'bad-request' : 'forbidden');
    const caller = await this.#caller();
    if (!row.from.some((role) => role === caller.role)) throw new Refusal('forbidden');
    const done = await this.#handle(name, caller, read.data);
    return { ...done, value: row.reply.parse(done.value) };
  }

  /** The role is that of this moment: a launch elsewhere may have changed it, and a session may have ended. */
  async #caller(): Promise<LinkedCaller> {
    const { data } = this.#socket;
    const before = data.session.role;
    data.session = await this.#deps.authenticate(data.token).catch((error: unknown) => this.#unknown(error));
    const { classId, personId, name, role } = data.session;
    const caller = { classId, personId, name, role, link: this.#name, seat: data.seat };
    if (role !== before) await this.#changeRooms(caller);
    return caller;
  }

  /** Told of the class as those of the same role and groups are. Followed first: what changes from here on makes the page ask anew. */
  async #watch({ classId, personId, role }: LinkedCaller): Promise<void> {
    const socket = this.#socket;
    if (socket.data.watching !== null) await socket.leave(socket.data.watching);
    await socket.join(followersOf(classId));
    const audience = role === 'teacher' ? '' : audienceOf(await this.#deps.ports.rooms.of(classId, personId));
    socket.data.watching = watchingAs(classId, role, audience);
    await socket.join(socket.data.watching);
  }

  async #changeRooms(caller: LinkedCaller): Promise<void> {
    for (const roomId of new Set([caller.classId, caller.seat?.roomId ?? caller.classId])) await this.#teach(roomId, caller.role);
    if (this.#socket.data.watching !== null) await this.#watch(caller);
  }

  /** What teachers alone are told of a room. */
  async #teach(roomId: ClassId, role: Role): Promise<void> {
    if (role === 'teacher') await this.#socket.join(teachersOf(roomId));
    else await this.#socket.leave(teachersOf(roomId));
  }

  /** Who is not of the class any more, or not signed in, gets this answer and hears nothing after it. */
  #unknown(error: unknown): never {
    if (error instanceof Refusal) setImmediate(() => this.#socket.disconnect(true));
    throw error;
  }

  async #handle(name: WishName, caller: LinkedCaller, body: unknown): Promise<Done<unknown>> {
    const { handlers } = this.#deps;
    if (name === 'room.enter') return this.#enter(caller, body);
    // The row's own schema has just read the body; the table of handlers has the same keys.
    const handler = handlers[name] as (caller: LinkedCaller, body: unknown) => Promise<Done<unknown>>;
    if (name === 'class.watch') await this.#watch(caller);
    if (name === 'room.leave' && caller.seat) await this.#unseat(caller.seat);
    return handler(caller, body);
  }

  async #unseat({ roomId, seatId }: HeldSeat): Promise<void> {
    this.#socket.data.seat = null;
    await this.#socket.leave(seatedIn(roomId));
    await this.#socket.leave(speakingFor(seatId));
    const { classId, personId } = this.#socket.data.session;
    await this.#socket.leave(cameInAs(roomId, personId));
    if (roomId === classId) return;
    await this.#socket.leave(teachersOf(roomId));
    await this.#socket.leave(linksOf(roomId, personId));
  }

  async #enter(caller: LinkedCaller, body: unknown): Promise<Done<unknown>> {
    const { handlers, ports } = this.#deps;
    const { held, value, facts } = await handlers['room.enter'](caller, toolWishes['room.enter'].body.parse(body));
    const socket = this.#socket;
    // A link speaks for one seat: who goes on to another room hears nothing more of the one before.
    if (caller.seat && caller.seat.roomId !== held.roomId) await this.#unseat(caller.seat);
    socket.data.seat = held;
    await socket.join([seatedIn(held.roomId), speakingFor(held.seatId)]);
    await socket.join([cameInAs(held.roomId, caller.personId), linksOf(held.roomId, caller.personId)]);
    await this.#teach(held.roomId, caller.role);
    // The tab went away while it entered, when nobody spoke for the seat yet: without this it would sit there for ever.
    if (!socket.connected) ports.publisher.publish(await loseLink(ports, this.#name));
    const afterwards = async (): Promise<void> => {
      // What happened between the snapshot and the joining of the room.
      for (const event of await ports.events.since(held.roomId, value.lastSeq, 100, caller)) socket.emit('event', event);
    };
    return { value, facts, afterwards };
  }

  #follow({ value, facts, afterwards }: Done<unknown>, answer: Ack): void {
    answer({ ok: true, value });
    this.#deps.ports.publisher.publish(facts);
    void afterwards?.().catch((error: unknown) => this.#deps.log.warn({ err: error }, 'what follows an answer failed'));
  }

  #reasonOf(name: string, error: unknown): Reason {
    if (!(error instanceof Refusal)) {
      this.#deps.log.error({ err: error, wish: name }, 'a wish failed by a bug');
      return 'unavailable';
    }
    this.#deps.log.debug({ wish: name, reason: error.reason, detail: error.detail }, 'a wish was refused');
    if (error.reason === 'bad-request') this.#strike();
    return error.reason;
  }

  #lost(): void {
    this.#deps.meters.linkClosed();
    loseLink(this.#deps.ports, this.#name).then(
      (facts) => this.#deps.ports.publisher.publish(facts),
      // The sweeper finds the seat when this process is gone; until then it only looks connected.
      (error: unknown) => this.#deps.log.warn({ err: error }, 'a lost link could not be written down'),
    );
  }
}

const isWish = (name: string): name is WishName => Object.hasOwn(toolWishes, name);

function once(act: Ack): Ack {
  let isDone = false;
  return (answer) => {
    if (isDone) return;
    isDone = true;
    act(answer);
  };
}

/** Resolves when the budget is over, or with the work, whichever is first; leaves no timer behind. */
function overtime(work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LIMITS.wishTimeoutMs);
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
