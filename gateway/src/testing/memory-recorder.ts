import { Readable } from 'node:stream';
import { type RecordingId, type RecordingStatus, Refusal } from '@liveclass/contract';
import type { Recorder } from '../ports.ts';

/** Keeps what it was asked, for tests of the control API; it records nothing. */
export class MemoryRecorder implements Recorder {
  readonly asked: unknown[] = [];
  readonly files = new Map<RecordingId, Buffer>();
  readonly #statuses = new Map<RecordingId, RecordingStatus>();
  readonly #listeners = new Set<(status: RecordingStatus) => void>();

  async start(order: Parameters<Recorder['start']>[0]): Promise<RecordingStatus> {
    this.asked.push(order);
    const { recordingId, sessionId } = order;
    return this.#set({ recordingId, sessionId, phase: 'recording', startedAt: 0, recordedMs: 0, progress: 0, bytes: 0 });
  }

  async admit(recordingId: RecordingId, seatId: string): Promise<void> {
    this.asked.push({ recordingId, seatId });
  }

  dump(): object {
    return { recordings: [...this.#statuses.values()] };
  }

  pause(recordingId: RecordingId): Promise<RecordingStatus> {
    return this.#phase(recordingId, 'paused');
  }

  resume(recordingId: RecordingId): Promise<RecordingStatus> {
    return this.#phase(recordingId, 'recording');
  }

  stop(recordingId: RecordingId): Promise<RecordingStatus> {
    return this.#phase(recordingId, 'stopped');
  }

  compose(recordingId: RecordingId): Promise<RecordingStatus> {
    return this.#phase(recordingId, 'composing');
  }

  async status(recordingId: RecordingId): Promise<RecordingStatus> {
    const status = this.#statuses.get(recordingId);
    if (!status) throw new Refusal('not-found');
    return status;
  }

  all(): readonly RecordingStatus[] {
    return [...this.#statuses.values()];
  }

  async delete(recordingId: RecordingId): Promise<void> {
    this.#statuses.delete(recordingId);
  }

  async file(recordingId: RecordingId): ReturnType<Recorder['file']> {
    const file = this.files.get(recordingId);
    if (!file) throw new Refusal('not-found');
    return { bytes: file.length, modifiedAt: new Date(0), read: (start, end) => Readable.from([file.subarray(start, end + 1)]) };
  }

  onStatus(listener: (status: RecordingStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async end(): Promise<void> {}

  async #phase(recordingId: RecordingId, phase: RecordingStatus['phase']): Promise<RecordingStatus> {
    return this.#set({ ...(await this.status(recordingId)), phase });
  }

  #set(status: RecordingStatus): RecordingStatus {
    this.#statuses.set(status.recordingId, status);
    for (const listener of this.#listeners) listener(status);
    return status;
  }
}
