import type { MediaPass, SeatId, Source } from '@liveclass/contract';
import { MediaLink, type MediaState } from '../links/media-link.ts';
import type { Outgoing } from '../links/media-link-sending.ts';
import type { MyMedia } from './my-media.ts';
import type { Notices } from './notices.ts';
import { changesBetween, outgoingOf } from './outgoing.ts';

interface Options {
  readonly origin: string;
  readonly media: MyMedia;
  readonly notices: Notices;
  /** Asked before each attempt to connect. */
  pass(): Promise<MediaPass>;
  changed(state: MediaState): void;
  spoke(): void;
}

/** The room's media side: the link of the present seat, what this tab sends on it, and what it has on screen. */
export class RoomMedia {
  readonly #options: Options;
  #link: MediaLink | undefined;
  #unsubscribe: (() => void)[] = [];
  #sent: ReadonlyMap<Source, Outgoing> = new Map();
  /** What is on screen, and in which size; it outlives the link that a new seat replaces. */
  readonly #shown = new Map<string, [SeatId, 'camera' | 'screen', number]>();

  constructor(options: Options) {
    this.#options = options;
    options.media.state.subscribe(() => this.#sendMine());
  }

  get link(): MediaLink | undefined {
    return this.#link;
  }

  join(seat: SeatId): void {
    this.drop();
    const { origin, pass, changed, spoke } = this.#options;
    const link = new MediaLink({ origin, seat, pass, stoppedByTeacher: (source) => this.#stoppedByTeacher(source) });
    this.#link = link;
    this.#sent = new Map();
    this.#unsubscribe = [link.state.subscribe(() => changed(link.state.get())), link.speakers.subscribe(spoke)];
    this.#sendMine();
    // Tiles that stayed on screen through the change say nothing again.
    for (const place of this.#shown.values()) link.show(...place);
    link.open();
  }

  show(seatId: SeatId, source: 'camera' | 'screen', layer: number | undefined): void {
    const place = `${seatId}/${source}`;
    if (layer === undefined) this.#shown.delete(place);
    else this.#shown.set(place, [seatId, source, layer]);
    this.#link?.show(seatId, source, layer);
  }

  /** Everything of the seat closes at the gateway at once. */
  leave(): void {
    void this.#letGo()?.leave();
  }

  drop(): void {
    this.#letGo()?.close();
  }

  #letGo(): MediaLink | undefined {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    const link = this.#link;
    this.#link = undefined;
    return link;
  }

  #sendMine(): void {
    if (!this.#link) return;
    const wanted = outgoingOf(this.#options.media.state.get());
    for (const [source, outgoing] of changesBetween(this.#sent, wanted)) this.#link.send(source, outgoing);
    this.#sent = wanted;
  }

  #stoppedByTeacher(source: Source): void {
    const { media, notices } = this.#options;
    if (source === 'microphone') media.setMicrophone(false);
    if (source === 'camera') media.setCamera(false);
    if (source === 'screen' || source === 'screen-audio') media.stopScreen();
    if (source !== 'screen-audio') notices.say(`room.stoppedByTeacher.${source}`);
  }
}
