import { KIND_OF_SOURCE, Refusal, type Rights, type Role, type Source } from '@liveclass/contract';

/** What a seat sends, as it should be: kept outside the worker, so that it survives the worker. */
export type Sources = ReadonlyMap<Source, { readonly isPaused: boolean; readonly mutedBy: 'teacher' | null }>;

/** Refuses a produce that the seat has no right to, or whose kind is not the source's. */
export function assertMayProduce(rights: Rights, source: Source, kind: 'audio' | 'video'): void {
  if (!rights.produce.includes(source)) throw new Refusal('forbidden', { source });
  if (KIND_OF_SOURCE[source] !== kind) throw new Refusal('bad-request', { source, kind });
}

/** Sources that rights no longer allow. */
export const lostSources = (sources: Iterable<Source>, rights: Rights): Source[] =>
  [...sources].filter((source) => !rights.produce.includes(source));

/** Whether media of that source, sent by somebody of that role, may be received. */
export function mayReceive(
  { consume, cameras = 'everybody' }: Rights,
  { source, role }: { readonly source: Source; readonly role: Role },
): boolean {
  return consume && (source !== 'camera' || cameras === 'everybody' || role === 'teacher');
}

/** A teacher mutes a microphone by pausing it; a camera or a screen is closed, because a frozen picture helps nobody. */
export const mutePauses = (source: Source): boolean => source === 'microphone';
