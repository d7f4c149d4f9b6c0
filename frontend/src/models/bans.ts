import { type BansReply, type PersonId, type Reason, Refusal } from '@liveclass/contract';
import type { BansApi } from '../links/bans-api.ts';
import { Watched } from '../watched.ts';
import type { BanWish } from './order.ts';

export interface BansState {
  readonly reply: BansReply | undefined;
  readonly refusedBy: Reason | undefined;
  readonly isBusy: boolean;
}

/** Who is kept out of the class, for its teachers. */
export class Bans {
  readonly state = new Watched<BansState>({ reply: undefined, refusedBy: undefined, isBusy: false });
  readonly #api: BansApi;

  constructor(api: BansApi) {
    this.#api = api;
  }

  load(): Promise<boolean> {
    return this.#take(() => this.#api.list());
  }

  ban(personId: PersonId, ban: BanWish): Promise<boolean> {
    return this.#take(() => this.#api.ban({ personId, ...ban }));
  }

  lift(id: string): Promise<boolean> {
    return this.#take(() => this.#api.lift(id));
  }

  async #take(ask: () => Promise<BansReply>): Promise<boolean> {
    this.state.change({ isBusy: true });
    try {
      this.state.change({ reply: await ask(), refusedBy: undefined });
      return true;
    } catch (error) {
      this.state.change({ refusedBy: error instanceof Refusal ? error.reason : 'unavailable' });
      return false;
    } finally {
      this.state.change({ isBusy: false });
    }
  }
}
