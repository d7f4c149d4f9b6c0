import type { DurableEvent, RoomSnapshot } from '@liveclass/contract';
import type { PartFact, ToolLink } from '../links/tool-link.ts';
import type { Watched } from '../watched.ts';
import { ClassTimer } from './class-timer.ts';
import { Draw } from './draw.ts';
import type { Notices } from './notices.ts';
import { Pace } from './pace.ts';
import { Reactions } from './reactions.ts';
import type { RoomPart } from './room-part.ts';
import type { RoomState } from './room-state.ts';
import { ServerClock } from './server-clock.ts';

export interface LivelyOptions {
  readonly room: { readonly state: Watched<RoomState>; readonly tool: Pick<ToolLink, 'ask'> };
  readonly notices: Notices;
  /** A soft sound. */
  chime(): void;
  /** The server's time, as exactly as this page knows it. */
  now(): number;
}

/** What keeps the class lively; each part has a state of its own. */
export class Lively implements RoomPart {
  readonly reactions: Reactions;
  readonly pace: Pace;
  readonly timer: ClassTimer;
  readonly draw: Draw;
  readonly #clock: ServerClock;

  constructor(given: LivelyOptions) {
    this.#clock = new ServerClock(given.now);
    const options = { ...given, now: () => this.#clock.now() };
    this.reactions = new Reactions(options);
    this.pace = new Pace(options);
    this.timer = new ClassTimer(options);
    this.draw = new Draw(options);
  }

  entered({ lively }: Pick<RoomSnapshot, 'lively'>): void {
    this.#clock.reset();
    this.#clock.heard(lively.now);
    for (const part of [this.pace, this.timer, this.draw]) part.entered(lively);
  }

  happened(event: DurableEvent): void {
    this.#clock.heard(event.at);
    for (const part of [this.pace, this.timer, this.draw]) part.happened(event);
  }

  told(heard: PartFact): void {
    if (heard.name === 'lively.reactions') this.reactions.told(heard.fact);
    else if (heard.name === 'lively.pace') this.pace.told(heard.fact);
  }

  ended(): void {
    for (const part of [this.reactions, this.pace, this.timer, this.draw]) part.ended();
  }
}
