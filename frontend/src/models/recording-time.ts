import type { RecordingState } from '@liveclass/contract';

/** How long has been recorded, pauses left out, by the server's clock. */
export const recordedMsAt = (recording: RecordingState, serverNow: number): number =>
  recording.recordedMs +
  (recording.phase === 'recording' && recording.resumedAt !== undefined ? Math.max(0, serverNow - recording.resumedAt) : 0);

/** 1:05, 12:00, 1:02:03. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
