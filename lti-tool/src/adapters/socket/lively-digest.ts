import { type ClassId, LIMITS, type PaceView, toolFacts } from '@liveclass/contract';
import type { Fact } from '../../domain/facts.ts';
import { ReactionWindow } from '../../domain/pace.ts';
import type { Log } from '../../ports/log.ts';
import { seatedIn, teachersOf } from './rooms.ts';
import type { ToolLinkServer } from './server.ts';
import { Soon } from './soon.ts';

export interface LivelyDigestDeps {
  readonly io: ToolLinkServer;
  /** How the pace of a class is at this moment, as each role is told it; null while nobody meets. */
  readonly pace: (classId: ClassId) => Promise<{ readonly teachers: PaceView; readonly students: PaceView } | null>;
  /** Whether students may not know who else is there. */
  readonly hidesPeople: (classId: ClassId) => Promise<boolean>;
  readonly log: Log;
}

/** However many react or change their state at once, a class is told of all of it together, a few times a second. */
export class LivelyDigest {
  readonly #deps: LivelyDigestDeps;
  readonly #windows = new Map<ClassId, ReactionWindow>();
  readonly #reactions = new Soon<ClassId>(LIMITS.reactionWindowMs);
  readonly #paces = new Soon<ClassId>(LIMITS.paceEveryMs);

  constructor(deps: LivelyDigestDeps) {
    this.#deps = deps;
  }

  hear(fact: Fact): void {
    const { classId } = fact;
    if (fact.kind === 'reacted') {
      const window = this.#windows.get(classId) ?? new ReactionWindow();
      window.add(fact.seatId, fact.reaction);
      this.#windows.set(classId, window);
      this.#reactions.ask(classId, () => this.#mind(classId, () => this.#tellReactions(classId)));
    }
    // Whoever goes takes their state with them.
    const isGone = fact.kind === 'event' && fact.event.type === 'seat.left';
    if (fact.kind === 'pace-changed' || isGone) this.#paces.ask(classId, () => this.#mind(classId, () => this.#tellPace(classId)));
  }

  end(): void {
    this.#reactions.end();
    this.#paces.end();
  }

  async #tellReactions(classId: ClassId): Promise<void> {
    const burst = this.#windows.get(classId)?.told(LIMITS.reactionsNamed);
    this.#windows.delete(classId);
    if (!burst) return;
    const toStudents = (await this.#deps.hidesPeople(classId)) ? { ...burst, from: [] } : burst;
    const { told, others } = this.#rooms(classId);
    told.volatile.emit('lively.reactions', toolFacts['lively.reactions'].parse(burst));
    others.volatile.emit('lively.reactions', toolFacts['lively.reactions'].parse(toStudents));
  }

  async #tellPace(classId: ClassId): Promise<void> {
    const pace = await this.#deps.pace(classId);
    if (!pace) return;
    const { told, others } = this.#rooms(classId);
    told.emit('lively.pace', toolFacts['lively.pace'].parse(pace.teachers));
    others.emit('lively.pace', toolFacts['lively.pace'].parse(pace.students));
  }

  /** Who teaches is told who it was. */
  #rooms(classId: ClassId) {
    const { io } = this.#deps;
    const teachers = teachersOf(classId);
    return { told: io.to(teachers), others: io.to(seatedIn(classId)).except(teachers) };
  }

  #mind(classId: ClassId, work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#deps.log.warn({ err: error, classId }, 'a class was not told how lively it is'));
  }
}
