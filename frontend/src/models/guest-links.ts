import type { GuestLinkBody, GuestLinksReply } from '@liveclass/contract';
import type { GuestsApi } from '../links/guests-api.ts';
import { Watched } from '../watched.ts';
import { type ReplyState, takeReply } from './take-reply.ts';

export interface GuestLinksState extends ReplyState<GuestLinksReply> {
  /** The address of the link that was made last: nobody can be told it again. */
  readonly made: string | undefined;
}

/** The links by which guests come to the class, for its teachers. */
export class GuestLinks {
  readonly state = new Watched<GuestLinksState>({ reply: undefined, made: undefined, refusedBy: undefined, isBusy: false });
  readonly #api: GuestsApi;

  constructor(api: GuestsApi) {
    this.#api = api;
  }

  load(): Promise<boolean> {
    return takeReply(this.state, () => this.#api.links());
  }

  make(body: GuestLinkBody): Promise<boolean> {
    return takeReply(this.state, async () => {
      const { url, ...reply } = await this.#api.make(body);
      this.state.change({ made: url });
      return reply;
    });
  }

  revoke(id: string): Promise<boolean> {
    return takeReply(this.state, () => this.#api.revoke(id));
  }
}
