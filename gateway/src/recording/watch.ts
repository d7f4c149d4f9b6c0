import { Refusal } from '@liveclass/contract';
import type { Log, PlainConsumer } from '../ports.ts';
import type { Take } from './take.ts';

const LOOK_EVERY_MS = 1_000;
const STUCK_AFTER_LOOKS = 5;
/** A key frame at least so often bounds what damage to one can spoil, and how far a segment or a seek must reach back. */
const KEY_FRAME_EVERY_LOOKS = 4;

/**
 * Looks at a take every second: asks for key frames, at once where packets were lost, and tells when media is sent but
 * nothing reaches the disk for five seconds.
 */
export class Watch {
  readonly #take: Take;
  readonly #consumer: PlainConsumer;
  readonly #onStuck: () => void;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #looks = 0;
  #idleLooks = 0;
  #packets = 0;
  #lost = 0;
  #bytes = -1;
  #isLooking = false;

  constructor(order: { take: Take; consumer: PlainConsumer; onStuck: () => void; log: Log }) {
    this.#take = order.take;
    this.#consumer = order.consumer;
    this.#onStuck = order.onStuck;
    this.#log = order.log;
    this.#timer = setInterval(() => this.#lookOnce(), LOOK_EVERY_MS);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #lookOnce(): void {
    // A look that takes longer than its turn (a hanging disk) is not overtaken by the next.
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#look()
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) this.#log.warn({ error }, 'could not look at a take');
      })
      .finally(() => {
        this.#isLooking = false;
      });
  }

  async #look(): Promise<void> {
    this.#looks += 1;
    const [{ packets, producerPacketsLost }, bytes] = await Promise.all([this.#consumer.stats(), this.#take.bytes()]);
    const isSending = packets > this.#packets;
    const isDamaged = producerPacketsLost > this.#lost;
    const isWriting = bytes !== this.#bytes;
    this.#packets = packets;
    this.#lost = producerPacketsLost;
    this.#bytes = bytes;
    if (isWriting) this.#idleLooks = 0;
    else if (isSending && ++this.#idleLooks >= STUCK_AFTER_LOOKS) this.#onStuck();
    if (isDamaged || (isSending && this.#looks % KEY_FRAME_EVERY_LOOKS === 0)) await this.#consumer.requestKeyFrame();
  }
}
