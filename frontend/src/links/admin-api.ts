import {
  AdminSessionView,
  InvitationReply,
  type PlatformByHand,
  type PlatformChange,
  PlatformsReply,
  PlatformView,
} from '@liveclass/contract';
import { accepted, type Call, readAnswer, type Shape, sendCall } from './json-call.ts';

/** The admin desk's part of the tool's HTTP API; the session is a cookie that no script can read. */
export class AdminApi {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  open(code: string): Promise<AdminSessionView> {
    return this.#ask({ method: 'POST', path: '/session', body: { code } }, AdminSessionView);
  }

  session(): Promise<AdminSessionView> {
    return this.#ask({ method: 'GET', path: '/session' }, AdminSessionView);
  }

  async signOut(): Promise<void> {
    await this.#send({ method: 'DELETE', path: '/session' });
  }

  async platforms(): Promise<readonly PlatformView[]> {
    return (await this.#ask({ method: 'GET', path: '/platforms' }, PlatformsReply)).platforms;
  }

  add(platform: PlatformByHand): Promise<PlatformView> {
    return this.#ask({ method: 'POST', path: '/platforms', body: platform }, PlatformView);
  }

  change(id: string, change: PlatformChange): Promise<PlatformView> {
    return this.#ask({ method: 'PATCH', path: `/platforms/${id}`, body: change }, PlatformView);
  }

  async remove(id: string): Promise<void> {
    await this.#send({ method: 'DELETE', path: `/platforms/${id}` });
  }

  async rotateKeys(id: string): Promise<void> {
    await this.#send({ method: 'POST', path: `/platforms/${id}/keys` });
  }

  invite(kind: 'pairing' | 'registration'): Promise<InvitationReply> {
    return this.#ask({ method: 'POST', path: '/invitations', body: { kind } }, InvitationReply);
  }

  async #ask<T>(call: Call, reply: Shape<T>): Promise<T> {
    return readAnswer(await this.#send(call), reply);
  }

  async #send(call: Call): Promise<Response> {
    return accepted(await sendCall(this.#origin, { ...call, path: `/api/admin${call.path}` }));
  }
}
