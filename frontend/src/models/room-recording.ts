import { CONSENT_VERSION, type DurableEvent, Refusal, type RoomSnapshot, type SessionId } from '@liveclass/contract';
import { myTimeZone } from '../links/time-zone.ts';
import type { ToolLink } from '../links/tool-link.ts';
import type { Watched } from '../watched.ts';
import type { Notices } from './notices.ts';
import type { RoomPart } from './room-part.ts';
import type { RoomState } from './room-state.ts';

interface Options {
  readonly state: Watched<RoomState>;
  readonly notices: Notices;
  readonly tool: () => ToolLink;
  /** Consent given in the lobby. */
  readonly agreedTo: string | undefined;
}

/** What the recording asks of this person, and what they said to it. */
export class RoomRecording implements RoomPart {
  readonly #options: Options;
  /** A yes that no recording has used yet: given in the lobby, or before the door. Each is good for one recording; the server keeps them. */
  #agreedTo: string | undefined;
  #startedByMe = false;

  constructor(options: Options) {
    this.#options = options;
    this.#agreedTo = options.agreedTo;
  }

  get agreedTo(): string | undefined {
    return this.#agreedTo;
  }

  /** The answer before the door. */
  agreeBefore(): void {
    this.#agreedTo = CONSENT_VERSION;
  }

  /** The answer to a recording that began while the person is in the room. */
  async agree(): Promise<void> {
    await this.#options.tool().agree(CONSENT_VERSION);
    this.#options.state.change({ mustAgree: false });
  }

  /** This person's own click on "record" is their agreement. */
  isMine(isMine: boolean): void {
    this.#startedByMe = isMine;
  }

  entered({ session, shouldRecord }: RoomSnapshot): void {
    if (session.recording) this.#agreedTo = undefined;
    this.#options.state.change({ recording: session.recording, mustAgree: false });
    if (shouldRecord) void this.#recordFromStart(session.sessionId);
  }

  happened(event: DurableEvent): void {
    if (event.type === 'recording.changed') this.#changed(event.recording);
  }

  /** The class is recorded from the start: the first teacher begins, who agreed to it before coming in. */
  async #recordFromStart(sessionId: SessionId): Promise<void> {
    const { notices, tool } = this.#options;
    if (this.#agreedTo !== CONSENT_VERSION) {
      notices.say('recording.notice.byHand');
      return;
    }
    this.isMine(true);
    try {
      // One sendId for the session: a reload repeats the wish and changes nothing.
      await tool().ask('recording.start', { sendId: `start-${sessionId}`, timeZone: myTimeZone() });
    } catch (error) {
      this.isMine(false);
      const reason = error instanceof Refusal ? error.reason : 'unavailable';
      // Another teacher came in at the same moment.
      if (reason !== 'already-recording') notices.say(`reasons.${reason}`, {}, 'trouble');
    }
  }

  #changed(recording: RoomState['recording']): void {
    const { state, notices } = this.#options;
    const before = state.get().recording;
    const isNew = recording !== null && recording.recordingId !== before?.recordingId;
    const mustAgree = recording !== null && (isNew ? !this.#hasAgreedAlready() : state.get().mustAgree);
    state.change({ recording, mustAgree });
    const key = recording === null ? 'stopped' : isNew ? 'started' : recording.phase === 'paused' ? 'paused' : 'resumed';
    notices.say(`recording.notice.${key}`);
  }

  /** Whether this person said yes to the recording that begins just now, by starting it or before it began. */
  #hasAgreedAlready(): boolean {
    const isMine = this.#startedByMe;
    const saidYes = this.#agreedTo === CONSENT_VERSION;
    this.#startedByMe = false;
    this.#agreedTo = undefined;
    if (saidYes && !isMine) {
      const { tool, state } = this.#options;
      void tool()
        .agree(CONSENT_VERSION)
        .catch(() => state.change({ mustAgree: true }));
    }
    return isMine || saidYes;
  }
}
