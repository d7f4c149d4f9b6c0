import type { BansReply, PersonId } from '@liveclass/contract';
import type { BansApi } from '../links/bans-api.ts';
import { Watched } from '../watched.ts';
import type { BanWish } from './order.ts';
import { type ReplyState, takeReply } from './take-reply.ts';

export type BansState = ReplyState<BansReply>;

/** Who is kept out of the class, for its teachers. */
export class Bans {
  readonly state = new Watched<BansState>({ reply: undefined, refusedBy: undefined, isBusy: false });
  readonly #api: BansApi;

  constructor(api: BansApi) {
    this.#api = api;
  }

  load(): Promise<boolean> {
    return takeReply(this.state, () => this.#api.list());
  }

  ban(personId: PersonId, ban: BanWish): Promise<boolean> {
    return takeReply(this.state, () => this.#api.ban({ personId, ...ban }));
  }

  lift(id: string): Promise<boolean> {
    return takeReply(this.state, () => this.#api.lift(id));
  }
}
