import { type GuestLinkBody, type GuestLinksReply, type Reason, Refusal } from '@liveclass/contract';
import type { GuestsApi } from '../links/guests-api.ts';
import { Watched } from '../watched.ts';

export interface GuestLinksState {
  readonly reply: GuestLinksReply | undefined;
  /** The address of the link that was made last: nobody can be told it again. */
  readonly made: string | undefined;
  readonly refusedBy: Reason | undefined;
  readonly isBusy: boolean;
}

/** The links by which guests come to the class, for its teachers. */
export class GuestLinks {
  readonly state = new Watched<GuestLinksState>({ reply: undefined, made: undefined, refusedBy: undefined, isBusy: false });
  readonly #api: GuestsApi;

  constructor(api: GuestsApi) {
    this.#api = api;
  }

  load(): Promise<boolean> {
    return this.#take(() => this.#api.links());
  }

  make(body: GuestLinkBody): Promise<boolean> {
    return this.#take(async () => {
      const { url, ...reply } = await this.#api.make(body);
      this.state.change({ made: url });
      return reply;
    });
  }

  revoke(id: string): Promise<boolean> {
    return this.#take(() => this.#api.revoke(id));
  }

  async #take(ask: () => Promise<GuestLinksReply>): Promise<boolean> {
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
