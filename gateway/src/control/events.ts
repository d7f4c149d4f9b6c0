import { ControlEvent, type NodeId } from '@liveclass/contract';
import type { Response } from 'express';
import type { Log, Recorder, Rooms, Unsubscribe } from '../ports.ts';

export interface EventsOptions {
  readonly node: NodeId;
  readonly rooms: Rooms;
  readonly recorder: Recorder;
  readonly log: Log;
}

const KEEPALIVE_MS = 2000;
/** A reader that lets so much pile up is cut; the first line after it comes back says everything. */
const UNREAD_BYTES = 1024 * 1024;

/** Streams what happens to tools, a line of JSON each. */
export class EventStreams {
  readonly #options: EventsOptions;
  readonly #readers = new Set<Response>();
  readonly #subscriptions: readonly Unsubscribe[];
  readonly #keepalive: NodeJS.Timeout;

  constructor(options: EventsOptions) {
    this.#options = options;
    this.#subscriptions = [
      options.recorder.onStatus((status) => this.#publish({ type: 'recording.status', status })),
      options.rooms.onMoved((sessionId, generation) => this.#publish({ type: 'room.moved', sessionId, generation })),
    ];
    this.#keepalive = setInterval(() => this.#writeToAll('\n'), KEEPALIVE_MS);
    this.#keepalive.unref();
  }

  add(response: Response): void {
    const { node, rooms, recorder } = this.#options;
    response.status(200).set({ 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    response.once('close', () => this.#readers.delete(response));
    // Snapshot and subscription in one turn of the event loop: nothing can happen in between.
    this.#write(response, line({ type: 'hello', node, rooms: [...rooms.ids()], recordings: [...recorder.all()] }));
    this.#readers.add(response);
  }

  close(): void {
    clearInterval(this.#keepalive);
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  #publish(event: ControlEvent): void {
    const { error } = ControlEvent.safeParse(event);
    if (error) this.#options.log.error({ event: event.type, err: error }, 'an event has a wrong shape and is not told');
    else this.#writeToAll(line(event));
  }

  #writeToAll(text: string): void {
    for (const reader of this.#readers) this.#write(reader, text);
  }

  #write(reader: Response, text: string): void {
    if (reader.writableLength > UNREAD_BYTES) reader.destroy();
    else reader.write(text);
  }
}

const line = (event: ControlEvent): string => `${JSON.stringify(event)}\n`;
