import { type BanBody, BansReply } from '@liveclass/contract';
import type { Call, Shape } from './json-call.ts';

type Asking = <T>(call: Call, reply: Shape<T>) => Promise<T>;

/** The bans of the class; teachers only. */
export class BansApi {
  readonly #ask: Asking;

  constructor(ask: Asking) {
    this.#ask = ask;
  }

  list(): Promise<BansReply> {
    return this.#ask({ method: 'GET', path: '/api/bans' }, BansReply);
  }

  ban(body: BanBody): Promise<BansReply> {
    return this.#ask({ method: 'POST', path: '/api/bans', body }, BansReply);
  }

  lift(id: string): Promise<BansReply> {
    return this.#ask({ method: 'POST', path: `/api/bans/${id}/lift`, body: {} }, BansReply);
  }
}
