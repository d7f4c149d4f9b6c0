import { type ClassId, LIMITS, type PersonId, type WaitingSnapshot, type WaitingView } from '@liveclass/contract';
import type { Fact } from '../../domain/facts.ts';
import type { Log } from '../../ports/log.ts';
import { checked } from './checked.ts';
import { teachersOf, waitingAt, waitingPeople, waitsAs } from './rooms.ts';
import type { ToolLinkServer } from './server.ts';

export interface WaitingTellerDeps {
  readonly io: ToolLinkServer;
  readonly log: Log;
  /** Other tools may have links too: what is told is then worked out although nobody is here who hears it. */
  readonly isAlone: boolean;
  readonly waiting: {
    /** As teachers of the room see it. */
    list(roomId: ClassId): Promise<WaitingSnapshot>;
    /** As those see it who wait. */
    view(roomId: ClassId): Promise<WaitingView>;
    /** These people are still there. */
    seen(roomId: ClassId, people: readonly PersonId[]): Promise<void>;
  };
}

/** However many come at once, teachers and those who wait are told at most so often. */
const TELL_EVERY_MS = 250;
/** Who waits with a link of this process is said to be there so often; several times within the grace. */
const SEEN_EVERY_MS = LIMITS.waitingGraceMs / 4;

/** Tells teachers who waits, and those who wait what they wait for. It holds no truth: each word is worked out when it is said. */
export class WaitingTeller {
  readonly #deps: WaitingTellerDeps;
  /** Rooms about which something is said soon; true where teachers hear it too. */
  readonly #soon = new Map<ClassId, { forTeachers: boolean; readonly timer: NodeJS.Timeout }>();
  readonly #beat: NodeJS.Timeout;

  constructor(deps: WaitingTellerDeps) {
    this.#deps = deps;
    this.#beat = setInterval(() => void this.#saySeen(), SEEN_EVERY_MS);
    this.#beat.unref();
  }

  /** The line, or the door. */
  changed(roomId: ClassId): void {
    this.#tellSoon(roomId, true);
  }

  /** Who is in the room, or whether it is open. */
  roomChanged(roomId: ClassId): void {
    this.#tellSoon(roomId, false);
  }

  settled({ classId, personIds, standing }: Extract<Fact, { kind: 'waiting-settled' }>): void {
    const links = personIds.map((personId) => waitsAs(classId, personId));
    this.#deps.io.to(links).emit('waiting.settled', checked('waiting.settled', { standing }));
    this.#deps.io.in(links).socketsLeave([waitingAt(classId), ...links]);
  }

  #tellSoon(roomId: ClassId, forTeachers: boolean): void {
    const soon = this.#soon.get(roomId);
    if (soon) {
      soon.forTeachers ||= forTeachers;
      return;
    }
    const timer = setTimeout(() => {
      const { forTeachers: both = false } = this.#soon.get(roomId) ?? {};
      this.#soon.delete(roomId);
      void this.#tell(roomId, both);
    }, TELL_EVERY_MS);
    timer.unref();
    this.#soon.set(roomId, { forTeachers, timer });
  }

  async #tell(roomId: ClassId, forTeachers: boolean): Promise<void> {
    const { io, waiting, log } = this.#deps;
    try {
      if (this.#isHeard(waitingAt(roomId)))
        io.to(waitingAt(roomId)).emit('waiting.changed', checked('waiting.changed', await waiting.view(roomId)));
      if (forTeachers && this.#isHeard(teachersOf(roomId)))
        io.to(teachersOf(roomId)).emit('waiting.list', checked('waiting.list', await waiting.list(roomId)));
    } catch (error) {
      log.warn({ err: error, classId: roomId }, 'a door was not told of');
    }
  }

  #isHeard(room: string): boolean {
    return !this.#deps.isAlone || this.#deps.io.sockets.adapter.rooms.has(room);
  }

  async #saySeen(): Promise<void> {
    const { io, waiting, log } = this.#deps;
    for (const [roomId, people] of waitingPeople(io.sockets.adapter.rooms.keys()))
      await waiting
        .seen(roomId, people)
        .catch((error: unknown) => log.warn({ err: error, classId: roomId }, 'who waits was not written down'));
  }

  end(): void {
    clearInterval(this.#beat);
    for (const { timer } of this.#soon.values()) clearTimeout(timer);
  }
}
