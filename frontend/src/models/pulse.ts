import type { MediaLink } from '../links/media-link.ts';
import type { WireState } from '../links/wire.ts';
import type { Watched } from '../watched.ts';
import { follow, type Losses, NO_LOSSES, truthAt } from './connection.ts';
import type { RoomState } from './room-state.ts';
import { NOBODY, nextSpeaker, type SpeakerPlace } from './speaker.ts';
import { uplinkOf, uplinkQuality } from './uplink.ts';

const BEAT_MS = 500;
const UPLINK_EVERY_BEATS = 6;
/** Above this on the mixer's scale a person is heard. */
const HEARD_DBOV = -60;

/** What only time changes: how long a loss lasts, who has spoken long enough, how the uplink is. */
export class Pulse {
  readonly #state: Watched<RoomState>;
  readonly #links: () => { readonly tool: WireState; readonly media: MediaLink | undefined };
  #losses: Losses = NO_LOSSES;
  #speaker: SpeakerPlace = NOBODY;
  #beats = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(state: Watched<RoomState>, links: () => { readonly tool: WireState; readonly media: MediaLink | undefined }) {
    this.#state = state;
    this.#links = links;
  }

  start(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.beat(), BEAT_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#losses = NO_LOSSES;
    this.#speaker = NOBODY;
  }

  /** Between the beats too, whenever a link has news. */
  beat(): void {
    if (this.#timer === undefined) return;
    const { tool, media } = this.#links();
    const now = performance.now();
    this.#losses = follow(this.#losses, tool, media?.state.get(), now);
    const connection = truthAt(this.#losses, now);
    if (JSON.stringify(connection) !== JSON.stringify(this.#state.get().connection)) this.#state.change({ connection });
    this.#speaker = nextSpeaker(this.#speaker, media?.speakers.get().dominant ?? null, now);
    if (this.#speaker.main !== this.#state.get().mainSpeaker) this.#state.change({ mainSpeaker: this.#speaker.main });
    this.#beats += 1;
    if (this.#beats % UPLINK_EVERY_BEATS === 0) void this.#readUplink(media);
  }

  spoke(): void {
    const speakers = this.#links().media?.speakers.get();
    if (!speakers) return;
    const speaking = new Set([...speakers.levels].filter(([, level]) => level > HEARD_DBOV).map(([seatId]) => seatId));
    this.#state.change({ speaking });
    this.beat();
  }

  dump(): object {
    return { losses: this.#losses, speaker: this.#speaker };
  }

  async #readUplink(media: MediaLink | undefined): Promise<void> {
    const stats = await media?.sendStats().catch(() => undefined);
    const myQuality = uplinkQuality(stats && uplinkOf(stats.values() as Iterable<Record<string, unknown>>));
    if (myQuality !== this.#state.get().myQuality) this.#state.change({ myQuality });
  }
}
