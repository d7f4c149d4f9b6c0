import { type ClassId, type DurableEvent, type RecordingId, Refusal } from '@liveclass/contract';
import type { Sender } from '../domain/events.ts';
import { eventFacts, type Fact } from '../domain/facts.ts';
import { isActive, type RecordingRecord, recordingState } from '../domain/recording.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';

export interface Change {
  readonly before: RecordingRecord;
  readonly after: RecordingRecord;
  readonly event: DurableEvent | null;
  readonly facts: readonly Fact[];
}

/**
 * Works out a change of a recording and writes it over exactly what it was worked out from, again when somebody else was quicker.
 * The room hears of it by a numbered event when what it sees is different, and always when a wish asked for it, because the
 * event keeps the answer to that wish. Refused: 'not-found'; whatever `change` refuses.
 */
export async function changeRecord(
  { recordings, clock }: Pick<ClassroomPorts, 'recordings' | 'clock'>,
  { classId, id }: { classId: ClassId; id: RecordingId },
  change: (before: RecordingRecord) => RecordingRecord,
  by?: Sender,
): Promise<Change> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const before = await recordings.find(classId, id);
    if (!before) throw new Refusal('not-found');
    const after = change(before);
    if (after === before && !by) return { before, after, event: null, facts: [] };
    const state = recordingState(after);
    const isNews = by !== undefined || JSON.stringify(state) !== JSON.stringify(recordingState(before));
    const event = isNews ? ({ type: 'recording.changed', recording: state } as const) : undefined;
    const saved = await recordings.save(after, { at: clock.now(), ...(event && { event }), ...(by && { by }) });
    if (saved === undefined) continue;
    const facts: readonly Fact[] = [...eventFacts(classId, saved), { kind: 'class-changed', classId }];
    return { before, after, event: saved, facts };
  }
  throw new Refusal('busy', { recordingId: id });
}

/** Whether the change ended the recording's live part, so that composing is due. */
export const hasStopped = ({ before, after }: Pick<Change, 'before' | 'after'>): boolean => isActive(before) && !isActive(after);
