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
import type { ClassroomPorts, Done, LinkedCaller } from '../../ports/classroom.ts';
import type { Log } from '../../ports/log.ts';
import type { Meters } from '../../ports/meters.ts';
import { loseLink } from '../../usecases/leave-room.ts';
import type { Handlers } from './handler.ts';
import { seatedIn, speakingFor, teachersOf, watchingAs } from './rooms.ts';
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
    if (role !== before) await this.#changeRooms(classId, before, role);
    return { classId, personId, name, role, link: this.#name, seat: data.seat };
  }

  async #changeRooms(classId: ClassId, before: Role, role: Role): Promise<void> {
    if (role === 'teacher') await this.#socket.join(teachersOf(classId));
    else await this.#socket.leave(teachersOf(classId));
    if (!this.#socket.data.isWatching) return;
    await this.#socket.leave(watchingAs(classId, before));
    await this.#socket.join(watchingAs(classId, role));
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
    if (name === 'class.watch') {
      this.#socket.data.isWatching = true;
      await this.#socket.join(watchingAs(caller.classId, caller.role));
    }
    if (name === 'room.leave' && caller.seat) {
      this.#socket.data.seat = null;
      await this.#socket.leave(seatedIn(caller.classId));
      await this.#socket.leave(speakingFor(caller.seat.seatId));
    }
    return handler(caller, body);
  }

  async #enter(caller: LinkedCaller, body: unknown): Promise<Done<unknown>> {
    const { handlers, ports } = this.#deps;
    const { held, value, facts } = await handlers['room.enter'](caller, toolWishes['room.enter'].body.parse(body));
    const socket = this.#socket;
    socket.data.seat = held;
    await socket.join([seatedIn(caller.classId), speakingFor(held.seatId)]);
    // The tab went away while it entered, when nobody spoke for the seat yet: without this it would sit there for ever.
    if (!socket.connected) ports.publisher.publish(await loseLink(ports, this.#name));
    const afterwards = async (): Promise<void> => {
      // What happened between the snapshot and the joining of the room.
      for (const event of await ports.events.since(caller.classId, value.lastSeq, 100, caller)) socket.emit('event', event);
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
