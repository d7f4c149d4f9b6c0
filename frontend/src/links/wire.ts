import {
  answerOf,
  type BodyOf,
  type FactOf,
  type FactTable,
  LIMITS,
  Reason,
  Refusal,
  type ReplyOf,
  type WishTable,
} from '@liveclass/contract';
import { io, type Socket } from 'socket.io-client';
import { waitBefore } from './backoff.ts';

/** The answer did not come: whether the wish was done is unknown, and it is asked again or given up by the caller. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost';
}

export type WireState =
  | { readonly phase: 'connecting'; readonly attempt: number }
  | { readonly phase: 'open' }
  | { readonly phase: 'lost'; readonly attempt: number; readonly reason: Reason | undefined }
  | { readonly phase: 'closed'; readonly reason: Reason | undefined };

export interface Ticket {
  readonly path: string;
  readonly token: string;
}

export interface WireOptions<W extends WishTable, F extends FactTable> {
  readonly wishes: W;
  readonly facts: F;
  /** Origin of the server, for example https://class.example.org */
  readonly origin: string;
  /** Asked anew before each attempt, because a token may have expired in between. */
  ticket(): Promise<Ticket>;
  /** Each time the connection stands. */
  onOpen(): void;
  onFact<N extends keyof F & string>(name: N, fact: FactOf<F, N>): void;
  onState(state: WireState): void;
  /** Refusals of a connection that another attempt will not change. */
  readonly finalReasons: readonly Reason[];
  readonly random: () => number;
}

const reasonOf = (error: unknown): Reason | undefined => {
  if (error instanceof Refusal) return error.reason;
  const { message, data } = error as { message?: unknown; data?: { reason?: unknown } };
  const parsed = Reason.safeParse(data?.reason ?? message);
  return parsed.success ? parsed.data : undefined;
};

/** One socket.io connection that comes back by itself and speaks only what the contract's tables know, in both directions. */
export class Wire<W extends WishTable, F extends FactTable> {
  readonly #options: WireOptions<W, F>;
  #socket: Socket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: WireState = { phase: 'closed', reason: undefined };
  /** Facts that did not fit the contract; a number above zero is a bug of one side. */
  #refusedFacts = 0;

  constructor(options: WireOptions<W, F>) {
    this.#options = options;
  }

  get state(): WireState {
    return this.#state;
  }

  open(): void {
    if (this.#state.phase !== 'closed') return;
    this.#attempt = 0;
    void this.#connect();
  }

  close(reason?: Reason): void {
    clearTimeout(this.#timer);
    this.#drop();
    this.#enter({ phase: 'closed', reason });
  }

  /** The network came back: the wait is over. */
  hurry(): void {
    if (this.#state.phase !== 'lost') return;
    clearTimeout(this.#timer);
    void this.#connect();
  }

  /** Throws `Refusal` where the server said no, `LinkLost` where the outcome is unknown. */
  async ask<N extends keyof W & string>(name: N, body: BodyOf<W, N>): Promise<ReplyOf<W, N>> {
    const row = this.#options.wishes[name];
    const socket = this.#socket;
    if (!row || !socket?.connected) throw new LinkLost(name);
    const sent: unknown = row.body.parse(body);
    let raw: unknown;
    try {
      raw = await socket.timeout(LIMITS.wishTimeoutMs + 1_000).emitWithAck(name, sent);
    } catch {
      throw new LinkLost(name);
    }
    const answer = answerOf(row.reply).safeParse(raw);
    if (!answer.success) throw new Refusal('unavailable', answer.error);
    if (!answer.data.ok) throw new Refusal(answer.data.reason, name);
    return answer.data.value as ReplyOf<W, N>;
  }

  dump(): object {
    return { state: this.#state, attempt: this.#attempt, connected: this.#socket?.connected ?? false, refusedFacts: this.#refusedFacts };
  }

  async #connect(): Promise<void> {
    this.#enter({ phase: 'connecting', attempt: this.#attempt });
    const connecting = this.#state;
    let ticket: Ticket;
    try {
      ticket = await this.#options.ticket();
    } catch (error) {
      if (this.#state === connecting) this.#lost(reasonOf(error));
      return;
    }
    // Closed, or hurried into another attempt, while the ticket was on its way.
    if (this.#state !== connecting) return;
    this.#drop();
    this.#socket = this.#dial(ticket);
  }

  #dial(ticket: Ticket): Socket {
    const socket = io(this.#options.origin, {
      path: ticket.path,
      auth: { token: ticket.token },
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: LIMITS.wishTimeoutMs,
    });
    const mine = (then: () => void) => {
      if (this.#socket === socket) then();
    };
    socket.on('connect', () => mine(() => this.#opened()));
    socket.on('connect_error', (error) => mine(() => this.#lost(reasonOf(error))));
    socket.on('disconnect', () => mine(() => this.#lost(undefined)));
    for (const name of Object.keys(this.#options.facts)) socket.on(name, (raw: unknown) => mine(() => this.#heard(name, raw)));
    return socket;
  }

  #heard(name: string, raw: unknown): void {
    const parsed = this.#options.facts[name]?.safeParse(raw);
    if (parsed?.success) this.#options.onFact(name, parsed.data as FactOf<F, string>);
    else this.#refusedFacts += 1;
  }

  #opened(): void {
    this.#attempt = 0;
    this.#enter({ phase: 'open' });
    this.#options.onOpen();
  }

  #lost(reason: Reason | undefined): void {
    if (this.#state.phase === 'closed') return;
    if (reason && this.#options.finalReasons.includes(reason)) {
      this.close(reason);
      return;
    }
    this.#drop();
    const wait = waitBefore(this.#attempt, this.#options.random);
    this.#enter({ phase: 'lost', attempt: this.#attempt, reason });
    this.#attempt += 1;
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.disconnect();
  }

  #enter(state: WireState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
