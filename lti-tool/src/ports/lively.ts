import type { ClassId, DurableEvent, Instant, PaceState, SeatId, SessionId } from '@liveclass/contract';
import type { Sender } from '../domain/events.ts';
import type { LivelyRecord, LivelyStep } from '../domain/lively.ts';
import type { SaidState } from '../domain/pace.ts';

/** What teachers set going in meetings: timer, draws, and how reactions and pace are told. */
export interface Livelies {
  find(sessionId: SessionId): Promise<LivelyRecord>;
  /** Changes what stands at that moment, with its event, all or nothing; null where nothing was to be changed. */
  change(order: {
    readonly classId: ClassId;
    readonly sessionId: SessionId;
    readonly at: Instant;
    readonly by?: Sender;
    step(before: LivelyRecord): LivelyStep;
  }): Promise<DurableEvent | null>;
}

/** The states that seats said, one each. */
export interface Paces {
  /** Null takes it back. */
  say(
    seat: { readonly id: SeatId; readonly sessionId: SessionId },
    said: { readonly state: PaceState | null; readonly round: number; readonly at: Instant },
  ): Promise<void>;
  /** Of one round, also of people who have gone. */
  of(sessionId: SessionId, round: number): Promise<readonly SaidState[]>;
}

/** Chance that nobody can foresee. */
export interface Chance {
  /** A number from 0 to below `n`, each as likely as the others. */
  below(n: number): number;
}
