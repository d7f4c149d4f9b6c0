import {
  type FactOf,
  KeyedQueue,
  type MediaFacts,
  type MediaPass,
  type MediaRoom,
  type MediaWishes,
  mediaFacts,
  mediaWishes,
  type Reason,
  type Rights,
  type SeatId,
  type Source,
} from '@liveclass/contract';
import type { Device } from 'mediasoup-client';
import { Watched } from '../watched.ts';
import { chance } from './backoff.ts';
import { Others } from './media-link-others.ts';
import { type Incoming, Receiving } from './media-link-receiving.ts';
import { type Outgoing, Sending, type SendingState } from './media-link-sending.ts';
import { browserDevice, keepAlive, loadMediaClient, makePair, type TransportTruth, truthOf } from './media-link-transports.ts';
import { LinkLost, Wire, type WireState } from './wire.ts';

export type EjectReason = FactOf<MediaFacts, 'ejected'>['reason'];

export interface MediaState {
  readonly wire: WireState;
  /** Rises with each rebuilt room; undefined before the first. */
  readonly generation: number | undefined;
  readonly outbound: TransportTruth;
  readonly inbound: TransportTruth;
  readonly sending: ReadonlyMap<Source, SendingState>;
  readonly incoming: readonly Incoming[];
  readonly rights: Rights | undefined;
  readonly ejected: EjectReason | undefined;
}

export interface Speakers {
  readonly dominant: SeatId | null;
  /** dBov, -127 to 0, of the loudest. */
  readonly levels: ReadonlyMap<SeatId, number>;
}

export interface MediaLinkOptions {
  readonly origin: string;
  readonly seat: SeatId;
  /** A fresh media token, asked before each attempt. */
  pass(): Promise<MediaPass>;
  /** A source was stopped by a teacher: muted, or its camera or screen closed. */
  stoppedByTeacher(source: Source): void;
  readonly makeDevice?: () => Promise<Device>;
  readonly random?: () => number;
}

/** Anything else may be a gateway that was just started again: the next pass leads to where the room is now. */
const FINAL: readonly Reason[] = ['superseded'];
const CHANGE_EVERY_MS = 50;

/** The connection that carries sound and pictures. What is wanted outlives every transport, so a rebuilt room needs no reload. */
export class MediaLink {
  readonly state: Watched<MediaState>;
  readonly speakers = new Watched<Speakers>({ dominant: null, levels: new Map() });
  readonly #options: MediaLinkOptions;
  readonly #wire: Wire<MediaWishes, MediaFacts>;
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #queue = new KeyedQueue<'room'>();
  /** Of the rooms that are being put to use; the last one counts, the others are on their way out. */
  readonly #takes = new Set<Others>();
  #keepers: ReturnType<typeof keepAlive>[] = [];
  #generation: number | undefined;
  #newest = 0;
  #rights: Rights | undefined;
  #ejected: EjectReason | undefined;
  #pending: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MediaLinkOptions) {
    this.#options = options;
    this.#wire = new Wire<MediaWishes, MediaFacts>({
      wishes: mediaWishes,
      facts: mediaFacts,
      origin: options.origin,
      ticket: () => options.pass(),
      onOpen: () => void this.#join(),
      onFact: (name, fact) => this.#heard({ name, fact } as AnyFact),
      onState: () => this.#changed(),
      finalReasons: FINAL,
      random: options.random ?? chance,
    });
    this.#sending = new Sending(this.#ask, this.#changed);
    this.#receiving = new Receiving(this.#ask, this.#changed);
    this.state = new Watched(this.#read());
  }

  open(): void {
    // Where it cannot be had now, building the room asks again.
    if (!this.#options.makeDevice) loadMediaClient().catch(() => undefined);
    this.#wire.open();
  }

  /** Leave: everything of the seat closes at the gateway at once. */
  async leave(): Promise<void> {
    const told = this.#ask('media.leave', {}).catch(() => undefined);
    await Promise.race([told, new Promise((done) => setTimeout(done, 500))]);
    this.close();
  }

  close(): void {
    this.#wire.close();
    this.#dropTransports();
  }

  /** The network changed or came back: connect now, and find new ways for the media. */
  hurry(): void {
    this.#wire.hurry();
    for (const keeper of this.#keepers) keeper.restart();
  }

  send(source: Source, outgoing: Outgoing | undefined): void {
    this.#sending.want(source, outgoing);
  }

  show(seatId: SeatId, source: Source, layer: number | undefined): void {
    this.#receiving.show(seatId, source, layer);
  }

  sendStats(): Promise<RTCStatsReport | undefined> {
    return this.#sending.stats();
  }

  dump(): object {
    return {
      wire: this.#wire.dump(),
      generation: this.#generation,
      outbound: this.#sending.transport?.connectionState,
      inbound: this.#receiving.transport?.connectionState,
      sending: this.#sending.dump(),
      receiving: this.#receiving.dump(),
    };
  }

  readonly #ask: Wire<MediaWishes, MediaFacts>['ask'] = (name, body) => this.#wire.ask(name, body);

  /** Many facts come together (a class of 25 is entered); one new state for all of them is enough. */
  readonly #changed = (): void => {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      this.state.set(this.#read());
    }, CHANGE_EVERY_MS);
  };

  #read(): MediaState {
    const before = this.state?.get();
    return {
      wire: this.#wire.state,
      generation: this.#generation,
      outbound: truthOf(this.#sending.transport),
      inbound: truthOf(this.#receiving.transport),
      sending: new Map(this.#sending.states),
      incoming: this.#receiving.list(),
      rights: this.#rights ?? before?.rights,
      ejected: this.#ejected,
    };
  }

  async #join(): Promise<void> {
    try {
      const had = this.#generation;
      const room = await this.#wire.ask('media.join', had === undefined ? {} : { generation: had });
      await this.#take(room);
    } catch (error) {
      // Without a room the connection is of no use: come back with a fresh token.
      if (!(error instanceof LinkLost)) this.#again();
    }
  }

  #again(): void {
    if (this.#wire.state.phase !== 'open') return;
    this.#wire.close();
    setTimeout(() => this.#ejected ?? this.#wire.open(), 1_000);
  }

  #take(room: MediaRoom): Promise<void> {
    const others = new Others(room.producers, this.#options.seat);
    this.#takes.add(others);
    const taken = this.#queue.run('room', async () => {
      // An older word overtaken by a newer one: 'room.moved' may arrive before the answer to 'media.join'.
      if (room.generation < this.#newest) return;
      this.#newest = room.generation;
      this.#rights = room.rights;
      const same = room.resumed && room.generation === this.#generation && this.#sending.transport?.id === room.send.id;
      if (same) this.#resume(others, room.own);
      else await this.#rebuild(room, others);
      this.#changed();
    });
    return taken.finally(() => this.#takes.delete(others));
  }

  #resume(others: Others, own: MediaRoom['own']): void {
    this.#receiving.reset(others.list());
    for (const source of this.#sending.returnTo(own)) this.#options.stoppedByTeacher(source);
    this.#sending.refresh();
    for (const keeper of this.#keepers) keeper.restart();
  }

  async #rebuild(room: MediaRoom, others: Others): Promise<void> {
    this.#dropTransports();
    const pair = await makePair(room, this.#ask, this.#options.makeDevice ?? browserDevice);
    if (this.#wire.state.phase === 'closed') {
      // Left while the room was being built.
      pair.send.close();
      pair.receive.close();
      return;
    }
    this.#generation = room.generation;
    this.#keepers = [pair.send, pair.receive].map((transport) => keepAlive(transport, this.#ask, this.#changed));
    // Own media first: the others wait for it, and everybody of the room is rebuilding at the same moment.
    await this.#sending.attach(pair.send);
    this.#receiving.attach(pair.receive, others.list());
  }

  #dropTransports(): void {
    for (const keeper of this.#keepers.splice(0)) keeper.stop();
    this.#sending.transport?.close();
    this.#receiving.transport?.close();
    this.#sending.detach();
    this.#receiving.detach();
    // What is closed here cannot be resumed: the next 'media.join' asks for new transports.
    this.#generation = undefined;
  }

  #heard(heard: AnyFact): void {
    switch (heard.name) {
      case 'producer.opened':
        if (heard.fact.seatId !== this.#options.seat) for (const one of this.#hearers()) one.opened(heard.fact);
        return;
      case 'producer.changed':
        this.#producerChanged(heard.fact);
        return;
      case 'producer.closed':
        this.#producerClosed(heard.fact);
        return;
      case 'consumer.closed':
        this.#receiving.consumerClosed(heard.fact.consumerId);
        return;
      case 'consumer.score':
        this.#receiving.scored(heard.fact.consumerId, heard.fact.score, heard.fact.producerScore);
        return;
      case 'speakers':
        this.speakers.set({
          dominant: heard.fact.dominant,
          levels: new Map(heard.fact.levels.map(({ seatId, level }) => [seatId, level])),
        });
        return;
      case 'room.moved':
        void this.#take(heard.fact).catch(() => this.#again());
        return;
      case 'rights.changed':
        this.#rights = heard.fact;
        this.#changed();
        return;
      case 'ejected':
        this.#wasEjected(heard.fact.reason);
        return;
    }
  }

  #hearers = (): (Receiving | Others)[] => [...this.#takes, this.#receiving];

  #producerChanged(fact: FactOf<MediaFacts, 'producer.changed'>): void {
    if (fact.seatId !== this.#options.seat) {
      for (const one of this.#hearers()) one.changed(fact.producerId, fact.paused);
      return;
    }
    if (fact.by !== 'teacher' || !fact.paused) return;
    const source = this.#sending.pausedByGateway(fact.producerId);
    if (source) this.#options.stoppedByTeacher(source);
  }

  #producerClosed(fact: FactOf<MediaFacts, 'producer.closed'>): void {
    if (fact.seatId !== this.#options.seat) {
      for (const one of this.#hearers()) one.closed(fact.producerId);
      return;
    }
    const source = this.#sending.closedByGateway(fact.producerId);
    if (source) this.#options.stoppedByTeacher(source);
  }

  #wasEjected(reason: EjectReason): void {
    this.#dropTransports();
    // A node that drains sends everybody away; the next token leads to another node.
    if (reason === 'draining') {
      this.#again();
      return;
    }
    this.#ejected = reason;
    this.#wire.close();
    this.#changed();
  }
}

type AnyFact = { [N in keyof MediaFacts]: { readonly name: N; readonly fact: FactOf<MediaFacts, N> } }[keyof MediaFacts];
