import { KeyedQueue, KIND_OF_SOURCE, type MediaRoom, type MediaWishes, type Reason, Refusal, type Source } from '@liveclass/contract';
import type { types } from 'mediasoup-client';
import { codecOptionsOf, encodingsOf } from './media-link-encodings.ts';
import { LinkLost, type Wire } from './wire.ts';

/** What this tab wants to send of one source. */
export interface Outgoing {
  readonly track: MediaStreamTrack;
  readonly isPaused: boolean;
}

/** What is true of one source on its way out. */
export type SendingState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'sending' }
  | { readonly phase: 'paused' }
  | { readonly phase: 'refused'; readonly reason: Reason };

type Ask = Wire<MediaWishes, never>['ask'];

interface Made {
  readonly producer: types.Producer;
  readonly transport: types.Transport;
}

/**
 * Holds what should be sent and brings the transport there, one source at a time. A new transport (another worker took the
 * room over) gets everything again, because the wanted state outlives it.
 */
export class Sending {
  readonly #wanted = new Map<Source, Outgoing>();
  readonly #made = new Map<Source, Made>();
  readonly #states = new Map<Source, SendingState>();
  readonly #queue = new KeyedQueue<Source>();
  readonly #ask: Ask;
  readonly #changed: () => void;
  #transport: types.Transport | undefined;

  constructor(ask: Ask, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  get states(): ReadonlyMap<Source, SendingState> {
    return this.#states;
  }

  get transport(): types.Transport | undefined {
    return this.#transport;
  }

  /** The source of one of our own producers, if it is ours. */
  sourceOf(producerId: string): Source | undefined {
    for (const [source, { producer }] of this.#made) if (producer.id === producerId) return source;
    return undefined;
  }

  want(source: Source, outgoing: Outgoing | undefined): void {
    if (outgoing) {
      this.#wanted.set(source, outgoing);
      // Before any message: a muted microphone is silent from this moment, whatever the network does.
      outgoing.track.enabled = !outgoing.isPaused;
      if (this.#states.get(source)?.phase === 'refused') this.#states.delete(source);
    } else this.#wanted.delete(source);
    void this.#bring(source);
  }

  /** Everything goes through this transport from now on; resolves when all that can be sent is. */
  async attach(transport: types.Transport): Promise<void> {
    this.#transport = transport;
    this.#made.clear();
    this.#states.clear();
    await Promise.all([...this.#wanted.keys()].map((source) => this.#bring(source)));
  }

  /** After a return of the link: repeat what could not be told meanwhile. */
  refresh(): void {
    for (const source of new Set([...this.#wanted.keys(), ...this.#made.keys()])) void this.#bring(source);
  }

  /** The gateway closed a producer of ours; it is not made again by itself. */
  closedByGateway(producerId: string): Source | undefined {
    const source = this.sourceOf(producerId);
    if (!source) return undefined;
    this.#made.get(source)?.producer.close();
    this.#made.delete(source);
    this.#wanted.delete(source);
    this.#tell(source, undefined);
    return source;
  }

  /** The gateway paused a producer of ours (a teacher muted us). */
  pausedByGateway(producerId: string): Source | undefined {
    const source = this.sourceOf(producerId);
    const wanted = source && this.#wanted.get(source);
    if (!source || !wanted) return undefined;
    this.#made.get(source)?.producer.pause();
    this.want(source, { ...wanted, isPaused: true });
    return source;
  }

  /**
   * The gateway's word on our producers after an absence. What we stopped meanwhile is closed there too; answers what a teacher
   * stopped: closed, or muted although this side still means to send.
   */
  returnTo(own: MediaRoom['own']): Source[] {
    for (const { producerId } of own) {
      // Refused where a newer producer of the same source took its place.
      if (!this.sourceOf(producerId)) void this.#ask('producer.close', { producerId }).catch(() => undefined);
    }
    const known = new Map(own.map(({ producerId, isMutedByTeacher }) => [producerId, isMutedByTeacher]));
    return [...this.#made].flatMap(([source, { producer }]) => {
      const isMuted = known.get(producer.id);
      if (isMuted === undefined) return this.closedByGateway(producer.id) ?? [];
      return isMuted && !this.#wanted.get(source)?.isPaused ? (this.pausedByGateway(producer.id) ?? []) : [];
    });
  }

  detach(): void {
    this.#transport = undefined;
    this.#made.clear();
    this.#states.clear();
    this.#changed();
  }

  async stats(): Promise<RTCStatsReport | undefined> {
    return this.#transport && !this.#transport.closed ? await this.#transport.getStats() : undefined;
  }

  dump(): object {
    const row = ([source, { producer }]: [Source, Made]) => ({
      source,
      id: producer.id,
      isPaused: producer.paused,
      track: producer.track?.readyState,
    });
    return { wanted: [...this.#wanted.keys()], states: Object.fromEntries(this.#states), made: [...this.#made].map(row) };
  }

  #bring(source: Source): Promise<void> {
    return this.#queue.run(source, () => this.#bringNow(source).catch((error: unknown) => this.#failed(source, error)));
  }

  #failed(source: Source, error: unknown): void {
    // Lost on the way: the next attach or refresh does it again.
    if (error instanceof LinkLost || this.#transport?.closed !== false) return;
    this.#tell(source, { phase: 'refused', reason: error instanceof Refusal ? error.reason : 'unavailable' });
  }

  async #bringNow(source: Source): Promise<void> {
    const transport = this.#transport;
    if (!transport || transport.closed) return;
    let made = this.#made.get(source);
    if (made && (made.producer.closed || made.transport !== transport)) {
      this.#made.delete(source);
      made = undefined;
    }
    const wanted = this.#wanted.get(source);
    if (!wanted) return made ? await this.#close(source, made) : this.#tell(source, undefined);
    if (made) await this.#adjust(source, made, wanted);
    else await this.#make(source, transport, wanted);
  }

  async #make(source: Source, transport: types.Transport, wanted: Outgoing): Promise<void> {
    if (wanted.track.readyState === 'ended' || this.#states.get(source)?.phase === 'refused') return;
    this.#tell(source, { phase: 'starting' });
    const encodings = KIND_OF_SOURCE[source] === 'video' || source === 'screen-audio' ? encodingsOf(source, wanted.track) : undefined;
    const producer = await transport.produce({
      track: wanted.track,
      ...(encodings ? { encodings } : {}),
      codecOptions: codecOptionsOf(source),
      stopTracks: false,
      disableTrackOnPause: true,
      zeroRtpOnPause: true,
      appData: { source, isPaused: wanted.isPaused },
    });
    const made = { producer, transport };
    if (this.#transport !== transport) return producer.close();
    this.#made.set(source, made);
    if (wanted.isPaused) producer.pause();
    this.#tell(source, { phase: wanted.isPaused ? 'paused' : 'sending' });
    const now = this.#wanted.get(source);
    if (!now) await this.#close(source, made);
    else if (now !== wanted) await this.#adjust(source, made, now);
  }

  async #adjust(source: Source, { producer }: Made, wanted: Outgoing): Promise<void> {
    if (producer.track !== wanted.track) await producer.replaceTrack({ track: wanted.track });
    if (wanted.isPaused && !producer.paused) {
      producer.pause();
      this.#tell(source, { phase: 'paused' });
      await this.#ask('producer.pause', { producerId: producer.id });
    } else if (!wanted.isPaused && producer.paused) {
      await this.#ask('producer.resume', { producerId: producer.id });
      // Muted again while the answer was on its way: stay silent.
      if (this.#wanted.get(source)?.isPaused !== false) return;
      producer.resume();
    }
    this.#tell(source, { phase: wanted.isPaused ? 'paused' : 'sending' });
  }

  async #close(source: Source, { producer }: Made): Promise<void> {
    this.#made.delete(source);
    producer.close();
    this.#tell(source, undefined);
    await this.#ask('producer.close', { producerId: producer.id });
  }

  #tell(source: Source, state: SendingState | undefined): void {
    if (state) this.#states.set(source, state);
    else this.#states.delete(source);
    this.#changed();
  }
}
