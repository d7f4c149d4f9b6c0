import type { BodyOf, FactOf, ReplyOf, RoomId } from '@liveclass/contract';
import {
  type ClassView,
  DurableEvent,
  type MediaPass,
  type Reason,
  Refusal,
  type Role,
  type RoomSnapshot,
  TOOL_LINK_PATH,
  type ToolFacts,
  type ToolWishes,
  toolFacts,
  toolWishes,
} from '@liveclass/contract';
import { chance } from './backoff.ts';
import { Wire, type WireState } from './wire.ts';

/** What the tool link tells the models. */
export interface ToolLinkListener {
  state(state: WireState): void;
  /** The whole truth of the room, after each entering and each return. */
  snapshot(snapshot: RoomSnapshot): void;
  /** Durable events, each once and in order. */
  event(event: DurableEvent): void;
  classChanged(view: ClassView): void;
  connection(fact: FactOf<ToolFacts, 'seat.connection'>): void;
  /** Another tab of this person has the seat now. */
  superseded(): void;
  /** The groups changed, and the room is not this person's any more. */
  displaced(): void;
  trouble(reason: string): void;
  /** What is for a part of the room, and nothing to the link itself. */
  told?(fact: PartFact): void;
  /** The course changed what this person is in it. */
  roleChanged(role: Role): void;
  /** The person is not of the class any more, or banned from it; the link is closed for good. */
  removed(why: 'course' | 'banned'): void;
  /** A return to the room was refused. */
  refused(reason: Reason): void;
}

export interface ToolLinkOptions {
  readonly origin: string;
  readonly token: () => string;
  readonly tab: string;
  /** The room to sit down in; absent: the one for all. */
  readonly roomId?: string | undefined;
  readonly listener: ToolLinkListener;
  readonly random?: () => number;
}

/** Between two tries to take the seat again, where the link stands and the server does not answer. */
const AGAIN_MS = 1_000;

/** The connection that carries the class. It watches and enters again after each loss, and fills holes in the numbered events. */
export class ToolLink {
  readonly #options: ToolLinkOptions;
  readonly #wire: Wire<ToolWishes, ToolFacts>;
  #isWatching = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #isSeated = false;
  #lastSeq: number | undefined;
  #filling: Promise<void> | undefined;

  constructor(options: ToolLinkOptions) {
    this.#options = options;
    this.#wire = new Wire<ToolWishes, ToolFacts>({
      wishes: toolWishes,
      facts: toolFacts,
      origin: options.origin,
      ticket: async () => ({ path: TOOL_LINK_PATH, token: options.token() }),
      onOpen: () => void this.#returned(),
      onFact: (name, fact) => this.#heard({ name, fact } as AnyFact),
      onState: (state) => options.listener.state(state),
      finalReasons: ['session-expired', 'not-signed-in', 'forbidden', 'banned', 'guest-over', 'guests-off'],
      random: options.random ?? chance,
    });
  }

  open(): void {
    this.#wire.open();
  }

  close(): void {
    clearTimeout(this.#again);
    this.#isSeated = false;
    this.#isWatching = false;
    this.#wire.close();
  }

  hurry(): void {
    this.#wire.hurry();
  }

  /** Follow the class; answered by `classChanged`, now and after each change. */
  watch(): void {
    this.#isWatching = true;
    if (this.#wire.state.phase === 'open') void this.#watchNow();
  }

  /** Take the seat. Refusals of the first entering are thrown; later returns tell `refused`. */
  async enter(agreedTo?: string): Promise<void> {
    const snapshot = await this.#wire.ask('room.enter', { ...this.#place(), ...(agreedTo ? { agreedTo } : {}) });
    this.#isSeated = true;
    this.#take(snapshot);
  }

  #place(): { tab: string; roomId?: RoomId } {
    const { tab, roomId } = this.#options;
    return { tab, ...(roomId ? { roomId: roomId as RoomId } : {}) };
  }

  async agree(version: string): Promise<void> {
    await this.#wire.ask('recording.agree', { version });
  }

  /** Ask for the seat again, where something says that it may be gone. */
  enterAgain(): void {
    if (this.#wire.state.phase === 'open') void this.#returned();
  }

  async leave(): Promise<void> {
    this.#unseat();
    await this.#wire.ask('room.leave', {});
  }

  pass(): Promise<MediaPass> {
    return this.#wire.ask('media.pass', {});
  }

  ask<N extends keyof ToolWishes & string>(name: N, body: BodyOf<ToolWishes, N>): Promise<ReplyOf<ToolWishes, N>> {
    return this.#wire.ask(name, body);
  }

  dump(): object {
    return { wire: this.#wire.dump(), isWatching: this.#isWatching, isSeated: this.#isSeated, lastSeq: this.#lastSeq };
  }

  #unseat(): void {
    clearTimeout(this.#again);
    this.#isSeated = false;
    this.#lastSeq = undefined;
  }

  async #watchNow(): Promise<void> {
    const view = await this.#wire.ask('class.watch', {}).catch(() => undefined);
    if (view && this.#isWatching) this.#options.listener.classChanged(view);
  }

  async #returned(): Promise<void> {
    if (this.#isWatching) void this.#watchNow();
    if (!this.#isSeated) return;
    clearTimeout(this.#again);
    try {
      const snapshot = await this.#wire.ask('room.enter', { ...this.#place(), resume: true });
      // Left while the answer was on its way.
      if (this.#isSeated) this.#take(snapshot);
    } catch (error) {
      // Only a spoken "no" is final. A server that had no time, just after it started, said nothing about the seat.
      if (!(error instanceof Refusal) || error.reason === 'unavailable') {
        if (this.#isSeated) this.#again = setTimeout(() => this.enterAgain(), AGAIN_MS);
        return;
      }
      this.#unseat();
      this.#options.listener.refused(error.reason);
    }
  }

  #take(snapshot: RoomSnapshot): void {
    this.#lastSeq = snapshot.lastSeq;
    this.#options.listener.snapshot(snapshot);
  }

  #heard(heard: AnyFact): void {
    const { listener } = this.#options;
    switch (heard.name) {
      case 'event':
        this.#arrived(heard.fact);
        return;
      case 'seq.now':
        this.#lastIs(heard.fact.lastSeq);
        return;
      case 'seat.superseded':
      case 'seat.displaced':
      case 'seat.removed':
        this.#lostSeat(heard.name);
        return;
      case 'class.regrouped':
        if (this.#isWatching) void this.#watchNow();
        return;
      case 'seat.connection':
        listener.connection(heard.fact);
        return;
      case 'class.changed':
        listener.classChanged(heard.fact);
        return;
      case 'recording.trouble':
        listener.trouble(heard.fact.reason);
        return;
      case 'role.changed':
        this.#roleChanged(heard.fact.role);
        return;
      case 'person.removed':
        this.#removed(heard.fact.why);
        return;
      default:
        listener.told?.(heard);
    }
  }

  #lastIs(lastSeq: number): void {
    if (this.#lastSeq !== undefined && lastSeq > this.#lastSeq) this.#fill();
  }

  #removed(why: FactOf<ToolFacts, 'person.removed'>['why']): void {
    this.close();
    this.#options.listener.removed(why);
  }

  /** What the class looks like to the new role is asked for; the server tells nothing of the old one any more. */
  #roleChanged(role: Role): void {
    this.#options.listener.roleChanged(role);
    if (this.#isWatching) void this.#watchNow();
  }

  #lostSeat(how: 'seat.superseded' | 'seat.displaced' | 'seat.removed'): void {
    const { listener } = this.#options;
    this.#unseat();
    if (how === 'seat.superseded') listener.superseded();
    else if (how === 'seat.displaced') listener.displaced();
    else listener.refused('sent-out');
  }

  #arrived(event: DurableEvent): void {
    if (this.#lastSeq === undefined || event.seq <= this.#lastSeq) return;
    // A broadcast can be lost without a word: the hole is asked for before anything later is shown.
    if (event.seq > this.#lastSeq + 1) {
      this.#fill();
      return;
    }
    this.#lastSeq = event.seq;
    this.#options.listener.event(event);
  }

  #fill(): void {
    this.#filling ??= this.#askForHole()
      .catch(() => undefined)
      .finally(() => {
        this.#filling = undefined;
      });
  }

  async #askForHole(): Promise<void> {
    for (let more = true; more && this.#lastSeq !== undefined; ) {
      const answer = await this.#wire.ask('events.since', { seq: this.#lastSeq });
      const before = this.#lastSeq;
      for (const raw of answer.events) {
        const event = DurableEvent.safeParse(raw);
        if (event.success && this.#lastSeq !== undefined && event.data.seq > this.#lastSeq) {
          this.#lastSeq = event.data.seq;
          this.#options.listener.event(event.data);
        }
      }
      more = answer.more && this.#lastSeq !== before;
    }
  }
}

type AnyFact = { [N in keyof ToolFacts]: { readonly name: N; readonly fact: FactOf<ToolFacts, N> } }[keyof ToolFacts];

/** The link itself minds what concerns the seat, the class and the person; all the rest is for parts of the room. */
export type PartFact = Exclude<
  AnyFact,
  {
    readonly name: 'event' | 'seq.now' | 'recording.trouble' | `seat.${string}` | `class.${string}` | `role.${string}` | `person.${string}`;
  }
>;
