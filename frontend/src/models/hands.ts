import { type DurableEvent, type Floor, type HandView, Refusal, type RoomSnapshot, type SeatId } from '@liveclass/contract';
import type { ToolLink } from '../links/tool-link.ts';
import { Watched } from '../watched.ts';
import type { Notices } from './notices.ts';
import type { RoomPart } from './room-part.ts';
import type { RoomState } from './room-state.ts';
import { hasSaidIt, heard, type Spoke, silentSince } from './spoke.ts';

export interface HandsState {
  /** Who raised first is first. */
  readonly queue: readonly HandView[];
  readonly floor: Floor | null;
  /** What this person asked of their own hand and was not answered yet; it shows at once. */
  readonly asked: boolean | undefined;
}

export interface HandsOptions {
  readonly room: { readonly state: Watched<RoomState>; readonly tool: Pick<ToolLink, 'ask'> };
  readonly notices: Notices;
  /** A soft sound for a teacher. */
  chime(): void;
  now(): number;
}

type HandWish = 'hand.raise' | 'hand.lower' | 'hand.lower-all' | 'floor.end' | 'floor.return';

const LOOK_EVERY_MS = 1_000;
const EMPTY: HandsState = { queue: [], floor: null, asked: undefined };

/** Raised hands, and who has the floor. */
export class Hands implements RoomPart {
  readonly state = new Watched<HandsState>(EMPTY);
  readonly #options: HandsOptions;
  #spoke: Spoke | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: HandsOptions) {
    this.#options = options;
    options.room.state.subscribe(() => this.#listen());
  }

  get #me(): SeatId | undefined {
    return this.#options.room.state.get().me?.seatId;
  }

  get isMineUp(): boolean {
    const { queue, asked } = this.state.get();
    return asked ?? queue.some(({ seatId }) => seatId === this.#me);
  }

  get haveFloor(): boolean {
    return this.#me !== undefined && this.state.get().floor?.seatId === this.#me;
  }

  /** Shown at once; where the server says no, it is as it was, and the person is told. */
  async toggle(): Promise<void> {
    const asked = !this.isMineUp;
    this.state.change({ asked });
    await this.#wish(asked ? 'hand.raise' : 'hand.lower');
    // Another click may have come meanwhile.
    if (this.state.get().asked === asked) this.state.change({ asked: undefined });
  }

  lowerOther(seatId: SeatId): Promise<void> {
    return this.#try(() => this.#options.room.tool.ask('hand.lower-other', { seatId }));
  }

  lowerAll(): Promise<void> {
    return this.#wish('hand.lower-all');
  }

  giveFloor(seatId: SeatId): Promise<void> {
    return this.#try(() => this.#options.room.tool.ask('floor.give', { seatId }));
  }

  endFloor(): Promise<void> {
    return this.#wish('floor.end');
  }

  returnFloor(): Promise<void> {
    return this.#wish('floor.return');
  }

  entered({ hands }: RoomSnapshot): void {
    this.state.set({ queue: hands.hands, floor: hands.floor, asked: undefined });
    this.#spotlight();
    this.#listen();
  }

  happened(event: DurableEvent): void {
    const { queue, floor } = this.state.get();
    const without = (seatId: SeatId | null) => queue.filter((hand) => hand.seatId !== seatId);
    switch (event.type) {
      case 'hand.raised':
        this.state.change({ queue: [...without(event.seatId), { seatId: event.seatId, raisedAt: event.at }] });
        this.#raised(event.seatId);
        break;
      case 'hand.lowered':
        this.state.change({ queue: without(event.seatId) });
        if (event.by === 'teacher' && event.seatId === this.#me) this.#options.notices.say('hands.lowered');
        break;
      case 'hand.all-lowered':
        if (queue.some(({ seatId }) => seatId === this.#me)) this.#options.notices.say('hands.lowered');
        this.state.change({ queue: [] });
        break;
      case 'floor.changed':
        this.state.change({ queue: without(event.seatId), floor: event.seatId && { seatId: event.seatId, since: event.at } });
        this.#spotlight();
        break;
      case 'seat.left':
        this.state.change({ queue: without(event.seatId), floor: floor?.seatId === event.seatId ? null : floor });
        this.#spotlight();
        break;
      default:
        return;
    }
    this.#listen();
  }

  ended(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.state.set(EMPTY);
  }

  /** Only a teacher is called by it; everybody else sees it at the tile and in the list. */
  #raised(seatId: SeatId): void {
    const { me, people } = this.#options.room.state.get();
    if (me?.role !== 'teacher' || seatId === me.seatId) return;
    this.#options.chime();
    const name = people.find((person) => person.seatId === seatId)?.name;
    if (name !== undefined) this.#options.notices.say('hands.raisedBy', { name });
  }

  /** Everybody looks at whoever has the floor, who goes on looking at the others; a layout chosen afterwards wins. */
  #spotlight(): void {
    const { floor } = this.state.get();
    const spotlight = floor && floor.seatId !== this.#me ? floor.seatId : undefined;
    const { state } = this.#options.room;
    if (state.get().spotlight === spotlight) return;
    state.change({ spotlight, ...(spotlight ? { layout: undefined, pinned: undefined } : {}) });
  }

  /** While the hand is up its person is listened for: who has said it does not have to think of the hand. */
  #listen(): void {
    const { state } = this.#options.room;
    const now = this.#options.now();
    if (!this.isMineUp || !this.#me) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#spoke = undefined;
      return;
    }
    this.#spoke = heard(this.#spoke ?? silentSince(now), state.get().speaking.has(this.#me), now);
    this.#timer ??= setInterval(() => this.#listen(), LOOK_EVERY_MS);
    if (!hasSaidIt(this.#spoke, now)) return;
    this.#spoke = undefined;
    this.#options.notices.say('hands.loweredAfter');
    void this.toggle();
  }

  #wish(name: HandWish): Promise<void> {
    return this.#try(() => this.#options.room.tool.ask(name, {}));
  }

  async #try(wish: () => Promise<unknown>): Promise<void> {
    try {
      await wish();
    } catch (error) {
      this.#options.notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
    }
  }
}
