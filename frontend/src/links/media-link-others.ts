import type { ProducerView, SeatId } from '@liveclass/contract';

/**
 * What others send, by a room's own word and by everything heard since. A room takes a while to build, and facts do not wait:
 * without this, what began meanwhile would be lost when the room's first word is put to use.
 */
export class Others {
  readonly #views: Map<string, ProducerView>;

  constructor(producers: readonly ProducerView[], me: SeatId) {
    this.#views = new Map(producers.filter(({ seatId }) => seatId !== me).map((view) => [view.producerId, view]));
  }

  list(): ProducerView[] {
    return [...this.#views.values()];
  }

  opened(view: ProducerView): void {
    this.#views.set(view.producerId, view);
  }

  changed(producerId: string, isPaused: boolean): void {
    const view = this.#views.get(producerId);
    if (view) this.#views.set(producerId, { ...view, paused: isPaused });
  }

  closed(producerId: string): void {
    this.#views.delete(producerId);
  }
}
