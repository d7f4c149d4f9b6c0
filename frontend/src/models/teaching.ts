import { Refusal, type SeatId, type Source } from '@liveclass/contract';
import { sendId } from '../links/tab.ts';
import { myTimeZone } from '../links/time-zone.ts';
import type { ToolLink } from '../links/tool-link.ts';
import { Watched } from '../watched.ts';
import type { Notices } from './notices.ts';

type RecordingWish = 'recording.pause' | 'recording.resume' | 'recording.stop';

/** What only teachers may do in the room; the server checks it again. */
export class Teaching {
  /** True while a wish is under way, so that a control shows it at once. */
  readonly isBusy = new Watched(false);
  readonly #tool: ToolLink;
  readonly #notices: Notices;
  readonly #recordingIsMine: (isMine: boolean) => void;

  constructor(tool: ToolLink, notices: Notices, recordingIsMine: (isMine: boolean) => void) {
    this.#tool = tool;
    this.#notices = notices;
    this.#recordingIsMine = recordingIsMine;
  }

  startRecording(): Promise<void> {
    // Known before the answer: the news of the recording may come first.
    this.#recordingIsMine(true);
    return this.#try(() =>
      this.#tool.ask('recording.start', { sendId: sendId(), timeZone: myTimeZone() }).catch((error: unknown) => {
        this.#recordingIsMine(false);
        throw error;
      }),
    );
  }

  pauseRecording(): Promise<void> {
    return this.#record('recording.pause');
  }

  resumeRecording(): Promise<void> {
    return this.#record('recording.resume');
  }

  stopRecording(): Promise<void> {
    return this.#record('recording.stop');
  }

  endSession(): Promise<void> {
    return this.#try(() => this.#tool.ask('session.end', { sendId: sendId() }));
  }

  mute(seatId: SeatId, source: Source): Promise<void> {
    return this.#try(() => this.#tool.ask('seat.mute', { seatId, source }));
  }

  #record(wish: RecordingWish): Promise<void> {
    return this.#try(() => this.#tool.ask(wish, { sendId: sendId() }));
  }

  async #try(wish: () => Promise<unknown>): Promise<void> {
    this.isBusy.set(true);
    try {
      await wish();
    } catch (error) {
      this.#notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
    } finally {
      this.isBusy.set(false);
    }
  }
}
