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
  RestoreReply,
  type RosterReply as RosterAnswer,
  RosterReply,
  RosterState,
  type RosterState as RosterStateAnswer,
  type SessionView,
  type SettingsChange,
} from '@liveclass/contract';
import { AttendanceApi } from './attendance-api.ts';
import { BansApi } from './bans-api.ts';
import { FeedbackApi } from './feedback-api.ts';
import { FilesApi } from './files-api.ts';
import { GuestsApi } from './guests-api.ts';
import { accepted, type Call, readAnswer, type Shape, sendCall } from './json-call.ts';
import { PollsApi } from './polls-api.ts';
import { SlidesApi } from './slides-api.ts';

export type PickedItem = DeepLinkingBody['items'][number];

/** The tool's HTTP API. Every answer is checked; every "no" is a `Refusal`; no answer at all is the refusal 'unavailable'. */
export class ToolApi {
  readonly attendance: AttendanceApi;
  readonly feedback: FeedbackApi;
  readonly files: FilesApi;
  readonly polls: PollsApi;
  readonly slides: SlidesApi;
  readonly bans: BansApi;
  readonly guests: GuestsApi;
  readonly #origin: string;
  #token = '';
  #clockOffsetMs = 0;

  constructor(origin: string) {
    this.#origin = origin;
    this.bans = new BansApi((call, reply) => this.#ask(call, reply));
    this.guests = new GuestsApi((call, reply) => this.#ask(call, reply));
    this.attendance = new AttendanceApi(
      (call, reply) => this.#ask(call, reply),
      (call) => this.#send(call),
    );
    this.feedback = new FeedbackApi((call, reply) => this.#ask(call, reply));
    this.files = new FilesApi({
      ask: (call, reply) => this.#ask(call, reply),
      send: (call) => this.#send(call),
      origin,
      token: this.token,
    });
    this.slides = new SlidesApi({ ask: (call, reply) => this.#ask(call, reply), send: (call) => this.#send(call) });
    this.polls = new PollsApi(
      (call, reply) => this.#ask(call, reply),
      (call) => this.#send(call),
    );
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

  publishAgain(id: string): Promise<RecordingView> {
    return this.#ask({ method: 'POST', path: `/api/recordings/${id}/publish` }, RecordingReply);
  }

  playbackLink(id: string): Promise<PlaybackLinkReply> {
    return this.#ask({ method: 'POST', path: `/api/recordings/${id}/link` }, PlaybackLinkReply);
  }

  /** The chat as a file to keep, for teachers. */
  async chatFile(format: 'csv' | 'txt', language: string): Promise<Blob> {
    const query = new URLSearchParams({ format, language });
    return (await this.#send({ method: 'GET', path: `/api/chat/export?${query}` })).blob();
  }

  toPick(): Promise<PickView> {
    return this.#ask({ method: 'GET', path: '/api/pick' }, PickView);
  }

  pick(items: readonly PickedItem[]): Promise<DeepLinkingAnswer> {
    return this.#ask({ method: 'POST', path: '/api/deep-linking', body: { items } }, DeepLinkingReply);
  }

  roster(search: string, page: number): Promise<RosterAnswer> {
    return this.#ask({ method: 'GET', path: `/api/roster?${new URLSearchParams({ search, page: String(page) })}` }, RosterReply);
  }

  syncRoster(): Promise<RosterStateAnswer> {
    return this.#ask({ method: 'POST', path: '/api/roster/sync' }, RosterState);
  }

  #signedIn({ token, session }: RedeemReply): SessionView {
    this.#token = token;
    return session;
  }

  async #ask<T>(call: Call, reply: Shape<T>): Promise<T> {
    return readAnswer(await this.#send(call), reply);
  }

  async #send(call: Call): Promise<Response> {
    const response = await sendCall(this.#origin, call, this.#token);
    this.#readClock(response);
    return accepted(response);
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
