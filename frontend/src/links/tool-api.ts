import {
  ClassReply,
  type ClassView,
  type DeepLinkingReply as DeepLinkingAnswer,
  type DeepLinkingBody,
  DeepLinkingReply,
  HandoffReply,
  PickView,
  PlaybackLinkReply,
  type RecordingChange,
  RecordingReply,
  type RecordingView,
  RedeemReply,
  Refusal,
  Refused,
  RestoreReply,
  type SessionView,
  type SettingsChange,
} from '@liveclass/contract';

export type PickedItem = DeepLinkingBody['items'][number];

/** A zod schema, as far as it is needed here. */
interface Shape<T> {
  safeParse(raw: unknown): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: unknown };
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Goes on although the page is being closed. */
  readonly keepalive?: boolean;
}

/** The tool's HTTP API. Every answer is checked; every "no" is a `Refusal`; no answer at all is the refusal 'unavailable'. */
export class ToolApi {
  readonly #origin: string;
  #token = '';
  #clockOffsetMs = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The bearer of this page; it lives in memory only. */
  token = (): string => this.#token;

  /** The server's time, within a second: a person's clock may be wrong by a day. */
  now = (): number => Date.now() + this.#clockOffsetMs;

  async redeem(code: string): Promise<SessionView> {
    return this.#signedIn(await this.#ask({ method: 'POST', path: '/api/session/redeem', body: { code } }, RedeemReply));
  }

  async restore(): Promise<SessionView> {
    return this.#signedIn(await this.#ask({ method: 'POST', path: '/api/session/restore' }, RestoreReply));
  }

  theClass(): Promise<ClassView> {
    return this.#ask({ method: 'GET', path: '/api/class' }, ClassReply);
  }

  changeSettings(change: SettingsChange): Promise<ClassView> {
    return this.#ask({ method: 'PATCH', path: '/api/class/settings', body: change }, ClassReply);
  }

  handoff(place: 'room' | 'recording', recordingId?: string): Promise<HandoffReply> {
    return this.#ask({ method: 'POST', path: '/api/handoff', body: { place, ...(recordingId ? { recordingId } : {}) } }, HandoffReply);
  }

  recording(id: string): Promise<RecordingView> {
    return this.#ask({ method: 'GET', path: `/api/recordings/${id}` }, RecordingReply);
  }

  changeRecording(id: string, change: RecordingChange): Promise<RecordingView> {
    return this.#ask({ method: 'PATCH', path: `/api/recordings/${id}`, body: change }, RecordingReply);
  }

  async deleteRecording(id: string, keepalive = false): Promise<void> {
    await this.#send({ method: 'DELETE', path: `/api/recordings/${id}`, keepalive });
  }

  composeAgain(id: string): Promise<RecordingView> {
    return this.#ask({ method: 'POST', path: `/api/recordings/${id}/compose` }, RecordingReply);
  }

  playbackLink(id: string): Promise<PlaybackLinkReply> {
    return this.#ask({ method: 'POST', path: `/api/recordings/${id}/link` }, PlaybackLinkReply);
  }

  toPick(): Promise<PickView> {
    return this.#ask({ method: 'GET', path: '/api/pick' }, PickView);
  }

  pick(items: readonly PickedItem[]): Promise<DeepLinkingAnswer> {
    return this.#ask({ method: 'POST', path: '/api/deep-linking', body: { items } }, DeepLinkingReply);
  }

  #signedIn({ token, session }: RedeemReply): SessionView {
    this.#token = token;
    return session;
  }

  async #ask<T>(call: Call, reply: Shape<T>): Promise<T> {
    const response = await this.#send(call);
    const parsed = reply.safeParse(await response.json().catch(() => undefined));
    if (!parsed.success) throw new Refusal('unavailable', parsed.error);
    return parsed.data;
  }

  async #send({ method, path, body, keepalive }: Call): Promise<Response> {
    const headers: Record<string, string> = {};
    if (this.#token) headers['authorization'] = `Bearer ${this.#token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
    if (body !== undefined) init.body = JSON.stringify(body);
    if (keepalive) init.keepalive = true;
    const response = await fetch(this.#origin + path, init).catch((error: unknown) => {
      throw new Refusal('unavailable', error);
    });
    this.#readClock(response);
    if (response.ok) return response;
    const refused = Refused.safeParse(await response.json().catch(() => undefined));
    throw new Refusal(refused.success ? refused.data.reason : 'unavailable', response.status);
  }

  #readClock(response: Response): void {
    const server = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(server)) {
      const offset = server - Date.now();
      // The header counts whole seconds; a small difference is the header's, not the clock's.
      this.#clockOffsetMs = Math.abs(offset) < 2_000 ? 0 : offset;
    }
  }
}
