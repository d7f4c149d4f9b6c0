import {
  type BankDraft,
  type DurableEvent,
  type PollAnswer,
  type PollCounts,
  type PollId,
  type PollResults,
  type PollsSnapshot,
  type PollView,
  Refusal,
  type RoomSnapshot,
} from '@liveclass/contract';
import { sendId } from '../links/tab.ts';
import type { PartFact, ToolLink } from '../links/tool-link.ts';
import { Watched } from '../watched.ts';
import type { Notices } from './notices.ts';
import type { RoomPart } from './room-part.ts';

/** 'sent': an answer is there that this page does not know, or that nobody can tell any more. */
export type Mine = PollAnswer | 'sent' | null;

export interface PollsState {
  readonly open: PollView | null;
  /** This person's own answer to the open question. */
  readonly mine: Mine;
  readonly sending: 'no' | 'now' | 'failed';
  /** An answer that could not be sent: it is offered again. */
  readonly unsent: PollAnswer | null;
  /** For teachers: how answers stand; of the question that ended last too. */
  readonly counts: PollCounts | null;
  /** Over, and not shown: for teachers. */
  readonly last: PollView | null;
  readonly shown: { readonly poll: PollView; readonly results: PollResults } | null;
  /** What is new was put aside by this person. */
  readonly isAside: boolean;
  /** A teacher's wish is under way. */
  readonly isBusy: boolean;
}

const NOTHING: PollsState = {
  open: null,
  mine: null,
  sending: 'no',
  unsent: null,
  counts: null,
  last: null,
  shown: null,
  isAside: false,
  isBusy: false,
};

const newest = ({ open, shown }: Pick<PollsSnapshot, 'open' | 'shown'>): PollId | undefined => (open ?? shown?.poll)?.pollId;

/** Questions in the room: what is asked, what this person said, and for teachers how the class answers. */
export class Polls implements RoomPart {
  readonly state = new Watched<PollsState>(NOTHING);
  readonly #tool: Pick<ToolLink, 'ask'>;
  readonly #notices: Notices;

  constructor(tool: Pick<ToolLink, 'ask'>, notices: Notices) {
    this.#tool = tool;
    this.#notices = notices;
  }

  entered({ polls }: Pick<RoomSnapshot, 'polls'>): void {
    const before = this.state.get();
    // What was shown before the open question is no news.
    const isSame = newest(before) === newest(polls);
    this.state.change({
      open: polls.open,
      mine: this.#mineAfter(polls),
      counts: polls.counts ?? (polls.open ? null : before.counts),
      shown: polls.shown,
      last: polls.shown?.poll.pollId === before.last?.pollId ? null : before.last,
      ...(isSame ? {} : { isAside: false, sending: 'no' as const, unsent: null }),
    });
  }

  happened(event: DurableEvent): void {
    switch (event.type) {
      case 'poll.asked': {
        const counts = { pollId: event.poll.pollId, voters: 0, counts: [] };
        this.state.change({ ...NOTHING, open: event.poll, counts, isBusy: this.state.get().isBusy });
        return;
      }
      case 'poll.ended': {
        const { poll, results } = event;
        const shown = results ? { poll, results } : this.state.get().shown;
        this.state.change({ open: null, sending: 'no', unsent: null, last: results ? null : poll, shown, isAside: !results });
        return;
      }
      case 'poll.shown': {
        const { poll, results } = event;
        this.state.change({ shown: { poll, results }, last: null, isAside: false });
        return;
      }
      default:
        return;
    }
  }

  told(heard: PartFact): void {
    if (heard.name !== 'poll.counts') return;
    const counts = heard.fact;
    const { open, last, counts: before } = this.state.get();
    if (counts.pollId !== (open ?? last)?.pollId) return;
    // Of two tools that tell, one may be late.
    if (before?.pollId === counts.pollId && counts.voters < before.voters) return;
    this.state.change({ counts });
  }

  ended(): void {
    this.state.set(NOTHING);
  }

  putAside(isAside: boolean): void {
    this.state.change({ isAside });
  }

  /** The answer shows at once; it is confirmed when it counts, and given back where it could not be sent. */
  async vote(answer: PollAnswer): Promise<void> {
    const { open, mine: before } = this.state.get();
    if (!open) return;
    this.state.change({ mine: answer, sending: 'now', unsent: null });
    const isStill = () => this.state.get().open?.pollId === open.pollId;
    try {
      const { outcome } = await this.#tool.ask('poll.vote', { pollId: open.pollId, answer });
      if (!isStill()) return;
      this.state.change({ sending: 'no', mine: outcome === 'counted' ? answer : 'sent' });
      if (outcome === 'before') this.#notices.say('polls.before');
    } catch (error) {
      if (!isStill()) return;
      this.state.change({ sending: 'failed', mine: before, unsent: answer });
      this.#refused(error);
    }
  }

  ask({ question, isAnonymous, canChange }: BankDraft): Promise<boolean> {
    return this.#try(() => this.#tool.ask('poll.ask', { sendId: sendId(), question, isAnonymous, canChange }));
  }

  end(pollId: PollId, show: boolean): Promise<boolean> {
    return this.#try(() => this.#tool.ask('poll.end', { sendId: sendId(), pollId, show }));
  }

  show(pollId: PollId): Promise<boolean> {
    return this.#try(() => this.#tool.ask('poll.show', { sendId: sendId(), pollId }));
  }

  #mineAfter({ open, mine }: PollsSnapshot): Mine {
    if (!open || !mine) return null;
    if (mine.answer) return mine.answer;
    const before = this.state.get();
    // The server cannot say what it was; this page may still know.
    return before.open?.pollId === open.pollId && before.mine ? before.mine : 'sent';
  }

  async #try(wish: () => Promise<unknown>): Promise<boolean> {
    this.state.change({ isBusy: true });
    try {
      await wish();
      return true;
    } catch (error) {
      this.#refused(error);
      return false;
    } finally {
      this.state.change({ isBusy: false });
    }
  }

  #refused(error: unknown): void {
    const reason = error instanceof Refusal ? error.reason : 'unavailable';
    this.#notices.say(reason === 'wrong-phase' ? 'polls.wrongPhase' : `reasons.${reason}`, {}, 'trouble');
  }
}
