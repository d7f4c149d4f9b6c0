import {
  type ClassId,
  type ClassView,
  type FactOf,
  LIMITS,
  type PollCounts,
  type PollId,
  Role,
  type ToolFacts,
  toolFacts,
} from '@liveclass/contract';
import { hidden } from '../../domain/events.ts';
import type { Fact } from '../../domain/facts.ts';
import type { Boards } from '../../ports/board.ts';
import type { Events, Publisher } from '../../ports/classroom.ts';
import type { Log } from '../../ports/log.ts';
import { cameInAs, followersOf, linksOf, seatedClasses, seatedIn, speakingFor, teachersOf, watchingAs } from './rooms.ts';
import type { ToolLinkServer } from './server.ts';

export interface PublisherDeps {
  readonly io: ToolLinkServer;
  readonly events: Events;
  readonly boards: Pick<Boards, 'lastSeqs'>;
  /** The class of a room, by an id that names either. */
  readonly classOf: (roomId: ClassId) => Promise<ClassId>;
  /** The class as it is told to people of this role, for each audience among them. */
  readonly views: (classId: ClassId, role: Role) => Promise<readonly { readonly audience: string; readonly view: ClassView }[]>;
  /** How the answers to a question stand; null where there is no such question. */
  readonly counts: (classId: ClassId, pollId: PollId) => Promise<PollCounts | null>;
  readonly log: Log;
  /** Other tools may have watchers too: the view is then worked out although none is here. */
  readonly isAlone: boolean;
}

/** However much happens in a class, its watchers get a fresh view at most so often. */
const VIEW_EVERY_MS = 250;
/** However many answer at once, teachers get fresh counts at most so often. */
const COUNTS_EVERY_MS = 400;

/** Puts facts on the links. Every fact is checked against the contract before it leaves. */
export class SocketPublisher implements Publisher {
  readonly #deps: PublisherDeps;
  readonly #views = new Map<ClassId, NodeJS.Timeout>();
  readonly #counts = new Map<PollId, NodeJS.Timeout>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    this.#heartbeat = setInterval(() => void this.#tellNumbers(), LIMITS.seqHeartbeatMs);
    this.#heartbeat.unref();
  }

  publish(facts: readonly Fact[]): void {
    for (const fact of facts) this.#one(fact);
  }

  #one(fact: Fact): void {
    switch (fact.kind) {
      case 'event':
        this.#tellEvent(fact);
        // Who is to be in the next session enters anew; nobody hears it by having been in this one.
        if (fact.event.type === 'session.ended') this.#deps.io.in(seatedIn(fact.classId)).socketsLeave(seatedIn(fact.classId));
        return;
      case 'class-changed':
        this.#viewSoon(fact.classId);
        return;
      case 'connection':
        this.#connection(fact);
        return;
      case 'superseded':
        this.#supersede(fact);
        return;
      case 'displaced':
        this.#displace(fact);
        return;
      case 'role-changed':
        this.#changeRole(fact);
        return;
      case 'removed':
        this.#remove(fact);
        return;
      case 'poll-counts':
        this.#countsSoon(fact);
        return;
      case 'board-drawn':
      case 'board-changed':
      case 'board-pointer':
        this.#board(fact);
        return;
      case 'seat-removed':
        this.#removeSeat(fact);
        return;
      case 'regrouped':
      case 'file-gone':
      case 'trouble':
        this.#tellAll(fact);
        return;
    }
  }

  #tellAll(fact: Extract<Fact, { kind: 'regrouped' | 'file-gone' | 'trouble' }>): void {
    if (fact.kind === 'regrouped') this.#emit(followersOf(fact.classId), 'class.regrouped', {});
    else if (fact.kind === 'file-gone') this.#emit(seatedIn(fact.classId), 'file.gone', { fileId: fact.fileId });
    else this.#emit(seatedIn(fact.classId), 'recording.trouble', { reason: fact.reason });
  }

  #connection({ classId, seatId, connected }: Extract<Fact, { kind: 'connection' }>): void {
    this.#deps.io.to(seatedIn(classId)).volatile.emit('seat.connection', checked('seat.connection', { seatId, connected }));
  }

  #board(fact: Extract<Fact, { kind: 'board-drawn' | 'board-changed' | 'board-pointer' }>): void {
    const room = seatedIn(fact.classId);
    if (fact.kind === 'board-drawn') this.#emit(room, 'board.drawn', fact.drawn);
    else if (fact.kind === 'board-changed') this.#emit(room, 'board.changed', fact.board);
    else {
      const others = this.#deps.io.to(room).except(socketOf(fact.except));
      others.volatile.emit('board.pointer', checked('board.pointer', fact.pointer));
    }
  }

  /** A link of a teacher who is not seated, in a lobby, gets it as well and has no use for it. */
  #tellEvent({ classId, event, audience }: Extract<Fact, { kind: 'event' }>): void {
    if (!audience) {
      this.#emit(seatedIn(classId), 'event', event);
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

  #countsSoon({ classId, pollId }: Extract<Fact, { kind: 'poll-counts' }>): void {
    if (this.#counts.has(pollId)) return;
    const timer = setTimeout(() => {
      this.#counts.delete(pollId);
      void this.#tellCounts(classId, pollId);
    }, COUNTS_EVERY_MS);
    timer.unref();
    this.#counts.set(pollId, timer);
  }

  async #tellCounts(classId: ClassId, pollId: PollId): Promise<void> {
    try {
      const counts = await this.#deps.counts(classId, pollId);
      if (counts) this.#emit(teachersOf(classId), 'poll.counts', counts);
    } catch (error) {
      this.#deps.log.warn({ err: error, classId }, 'teachers were not told how answers stand');
    }
  }

  #viewSoon(classId: ClassId): void {
    if (this.#views.has(classId)) return;
    const timer = setTimeout(() => {
      this.#views.delete(classId);
      void this.#tellViews(classId);
    }, VIEW_EVERY_MS);
    timer.unref();
    this.#views.set(classId, timer);
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
    clearInterval(this.#heartbeat);
    for (const timer of [...this.#views.values(), ...this.#counts.values()]) clearTimeout(timer);
  }
}

function checked<N extends keyof ToolFacts>(name: N, fact: FactOf<ToolFacts, N>): unknown {
  return toolFacts[name].parse(fact);
}

const socketOf = (link: string): string => link.slice(link.indexOf('/') + 1);
