import { type GuestLinkBody, GuestLinkMade, GuestLinksReply, GuestLookReply, HandoffReply } from '@liveclass/contract';
import type { Call, Shape } from './json-call.ts';

type Asking = <T>(call: Call, reply: Shape<T>) => Promise<T>;

/** Links for guests: for teachers who make them, and, without any session, for who opens one. */
export class GuestsApi {
  readonly #ask: Asking;

  constructor(ask: Asking) {
    this.#ask = ask;
  }

  links(): Promise<GuestLinksReply> {
    return this.#ask({ method: 'GET', path: '/api/guest-links' }, GuestLinksReply);
  }

  make(body: GuestLinkBody): Promise<GuestLinkMade> {
    return this.#ask({ method: 'POST', path: '/api/guest-links', body }, GuestLinkMade);
  }

  revoke(id: string): Promise<GuestLinksReply> {
    return this.#ask({ method: 'POST', path: `/api/guest-links/${id}/revoke`, body: {} }, GuestLinksReply);
  }

  look(secret: string): Promise<GuestLookReply> {
    return this.#ask({ method: 'POST', path: '/api/guests/look', body: { secret } }, GuestLookReply);
  }

  enter(secret: string, name: string): Promise<HandoffReply> {
    return this.#ask({ method: 'POST', path: '/api/guests/enter', body: { secret, name } }, HandoffReply);
  }
}
