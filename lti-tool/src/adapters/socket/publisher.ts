import { type ClassId, type ClassView, type FactOf, LIMITS, type PollCounts, type PollId, Role, type ToolFacts } from '@liveclass/contract';
import { hidden } from '../../domain/events.ts';
import type { Fact } from '../../domain/facts.ts';
import type { Boards } from '../../ports/board.ts';
import type { Events, Publisher } from '../../ports/classroom.ts';
import { checked } from './checked.ts';
import { LivelyDigest, type LivelyDigestDeps } from './lively-digest.ts';
import { cameInAs, followersOf, linksOf, seatedClasses, seatedIn, speakingFor, teachersOf, watchingAs } from './rooms.ts';
import { Soon } from './soon.ts';
import { WaitingTeller, type WaitingTellerDeps } from './waiting-teller.ts';

export interface PublisherDeps extends LivelyDigestDeps, WaitingTellerDeps {
  readonly events: Events;
  readonly boards: Pick<Boards, 'lastSeqs'>;
  /** The class of a room, by an id that names either. */
  readonly classOf: (roomId: ClassId) => Promise<ClassId>;
  /** The class as it is told to people of this role, for each audience among them. */
  readonly views: (classId: ClassId, role: Role) => Promise<readonly { readonly audience: string; readonly view: ClassView }[]>;
  /** How the answers to a question stand; null where there is no such question. */
  readonly counts: (classId: ClassId, pollId: PollId) => Promise<PollCounts | null>;
}

type PartFact = Extract<Fact, { kind: `waiting${string}` | 'reacted' | 'pace-changed' | `board-${string}` }>;
type PersonFact = Extract<Fact, { kind: 'superseded' | 'displaced' | 'seat-removed' | 'role-changed' | 'removed' }>;

/** However much happens in a class, its watchers get a fresh view at most so often. */
const VIEW_EVERY_MS = 250;
/** However many answer at once, teachers get fresh counts at most so often. */
const COUNTS_EVERY_MS = 400;

/** Puts facts on the links. Every fact is checked against the contract before it leaves. */
export class SocketPublisher implements Publisher {
  readonly #deps: PublisherDeps;
  readonly #views = new Soon<ClassId>(VIEW_EVERY_MS);
  readonly #counts = new Soon<PollId>(COUNTS_EVERY_MS);
  readonly #lively: LivelyDigest;
  readonly #waiting: WaitingTeller;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    this.#lively = new LivelyDigest(deps);
    this.#waiting = new WaitingTeller(deps);
    this.#heartbeat = setInterval(() => void this.#tellNumbers(), LIMITS.seqHeartbeatMs);
    this.#heartbeat.unref();
  }

  publish(facts: readonly Fact[]): void {
    for (const fact of facts) {
      this.#one(fact);
      this.#lively.hear(fact);
    }
  }

  #one(fact: Fact): void {
    switch (fact.kind) {
      case 'event':
        this.#tellEvent(fact);
        return;
      case 'class-changed':
        this.#classChanged(fact.classId);
        return;
      case 'connection':
        this.#connection(fact);
        return;
      case 'regrouped':
        this.#emit(followersOf(fact.classId), 'class.regrouped', {});
        return;
      case 'poll-counts':
        this.#counts.ask(fact.pollId, () => this.#tellCounts(fact.classId, fact.pollId));
        return;
      case 'trouble':
        this.#emit(seatedIn(fact.classId), 'recording.trouble', { reason: fact.reason });
        return;
      case 'file-gone':
        this.#emit(seatedIn(fact.classId), 'file.gone', { fileId: fact.fileId });
        return;
      default:
        this.#ofPart(fact);
    }
  }

  #ofPart(fact: PartFact | PersonFact): void {
    switch (fact.kind) {
      case 'waiting':
        this.#waiting.changed(fact.classId);
        return;
      case 'waiting-settled':
        this.#waiting.settled(fact);
        return;
      case 'reacted':
      case 'pace-changed':
        // Told by the digest, together with what else comes.
        return;
      case 'board-drawn':
        this.#emit(seatedIn(fact.classId), 'board.drawn', fact.drawn);
        return;
      case 'board-changed':
        this.#emit(seatedIn(fact.classId), 'board.changed', fact.board);
        return;
      case 'board-pointer':
        this.#point(fact);
        return;
      default:
        this.#ofPerson(fact);
    }
  }

  /** What changes who hears what. */
  #ofPerson(fact: PersonFact): void {
    switch (fact.kind) {
      case 'superseded':
        this.#supersede(fact);
        return;
      case 'displaced':
        this.#displace(fact);
        return;
      case 'seat-removed':
        this.#removeSeat(fact);
        return;
      case 'role-changed':
        this.#changeRole(fact);
        return;
      case 'removed':
        this.#remove(fact);
        return;
    }
  }

  #connection({ classId, seatId, connected }: Extract<Fact, { kind: 'connection' }>): void {
    this.#deps.io.to(seatedIn(classId)).volatile.emit('seat.connection', checked('seat.connection', { seatId, connected }));
  }

  #point({ classId, except, pointer }: Extract<Fact, { kind: 'board-pointer' }>): void {
    const others = this.#deps.io.to(seatedIn(classId)).except(socketOf(except));
    others.volatile.emit('board.pointer', checked('board.pointer', pointer));
  }

  /** A link of a teacher who is not seated, in a lobby, gets it as well and has no use for it. */
  #tellEvent({ classId, event, audience }: Extract<Fact, { kind: 'event' }>): void {
    if (!audience) {
      this.#emit(seatedIn(classId), 'event', event);
      // Who is to be in the next session enters anew; nobody hears it by having been in this one.
      if (event.type === 'session.ended') this.#deps.io.in(seatedIn(classId)).socketsLeave(seatedIn(classId));
      return;
    }
    const told = (audience.persons ?? []).map((personId) => cameInAs(classId, personId));
    if (audience.teachers) told.push(teachersOf(classId));
    this.#deps.io
      .to(seatedIn(classId))
      .except(told)
      .emit('event', checked('event', hidden(event)));
    if (told.length > 0) this.#deps.io.to(told).emit('event', checked('event', event));
  }

  /** Those at the door are told whether it has begun, and whether a teacher is there. */
  #classChanged(classId: ClassId): void {
    this.#views.ask(classId, () => this.#tellViews(classId));
    this.#waiting.roomChanged(classId);
  }

  #emit<N extends keyof ToolFacts>(room: string, name: N, fact: FactOf<ToolFacts, N>): void {
    this.#deps.io.to(room).emit(name, checked(name, fact));
  }

  #supersede({ classId, seatId, except }: Extract<Fact, { kind: 'superseded' }>): void {
    const others = this.#deps.io.in(speakingFor(seatId)).except(socketOf(except));
    others.emit('seat.superseded', checked('seat.superseded', {}));
    others.socketsLeave([speakingFor(seatId), seatedIn(classId)]);
  }

  #displace({ classId, seatId, personId }: Extract<Fact, { kind: 'displaced' }>): void {
    this.#emit(speakingFor(seatId), 'seat.displaced', {});
    const inside = cameInAs(classId, personId);
    this.#deps.io.in(inside).socketsLeave([inside, speakingFor(seatId), seatedIn(classId), teachersOf(classId)]);
  }

  /** What the former role alone may see is told to these links no more, also where their pages do not listen. */
  #changeRole({ classId, personId, role }: Extract<Fact, { kind: 'role-changed' }>): void {
    const links = linksOf(classId, personId);
    for (const other of Role.options) if (other !== role) this.#deps.io.in(links).socketsLeave(watchingAs(classId, other));
    if (role === 'teacher') this.#deps.io.in(links).socketsJoin(teachersOf(classId));
    else this.#deps.io.in(links).socketsLeave(teachersOf(classId));
    this.#emit(links, 'role.changed', { role });
  }

  #removeSeat({ classId, seatId, personId }: Extract<Fact, { kind: 'seat-removed' }>): void {
    this.#emit(speakingFor(seatId), 'seat.removed', {});
    const inside = cameInAs(classId, personId);
    this.#deps.io.in(inside).socketsLeave([inside, speakingFor(seatId), seatedIn(classId)]);
  }

  #remove({ classId, personId, why }: Extract<Fact, { kind: 'removed' }>): void {
    const links = linksOf(classId, personId);
    this.#emit(links, 'person.removed', { why });
    this.#deps.io.in(links).disconnectSockets(true);
  }

  async #tellCounts(classId: ClassId, pollId: PollId): Promise<void> {
    try {
      const counts = await this.#deps.counts(classId, pollId);
      if (counts) this.#emit(teachersOf(classId), 'poll.counts', counts);
    } catch (error) {
      this.#deps.log.warn({ err: error, classId }, 'teachers were not told how answers stand');
    }
  }

  /** What happens in a group's room changes the class that it is a room of. */
  async #tellViews(roomId: ClassId): Promise<void> {
    const { io, classOf, views, log, isAlone } = this.#deps;
    try {
      const classId = await classOf(roomId);
      if (isAlone && !io.sockets.adapter.rooms.has(followersOf(classId))) return;
      for (const role of Role.options)
        for (const { audience, view } of await views(classId, role)) this.#emit(watchingAs(classId, role, audience), 'class.changed', view);
    } catch (error) {
      log.error({ err: error, classId: roomId }, 'watchers were not told');
    }
  }

  /** A broadcast can be lost without a word; the last number tells who missed something. Each process tells its own links. */
  async #tellNumbers(): Promise<void> {
    const { io, events, boards, log } = this.#deps;
    const classes = seatedClasses(io.sockets.adapter.rooms.keys());
    if (classes.length === 0) return;
    try {
      for (const [classId, lastSeq] of await events.lastSeqs(classes))
        io.local.to(seatedIn(classId)).emit('seq.now', checked('seq.now', { lastSeq }));
      for (const [classId, seq] of await boards.lastSeqs(classes))
        io.local.to(seatedIn(classId)).emit('board.now', checked('board.now', { seq }));
    } catch (error) {
      log.warn({ err: error }, 'the last numbers could not be told');
    }
  }

  end(): void {
    this.#waiting.end();
    clearInterval(this.#heartbeat);
    for (const part of [this.#views, this.#counts, this.#lively]) part.end();
  }
}

const socketOf = (link: string): string => link.slice(link.indexOf('/') + 1);
