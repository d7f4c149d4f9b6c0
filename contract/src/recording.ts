import { z } from 'zod';
import { Instant, RecordingId, SessionId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Reason } from './refusal.ts';

/**
 * Life of a recording: recording <-> paused -> stopped -> composing -> ready | failed.
 * 'failed' can be composed again: segments are kept until a recording is ready or deleted.
 */
export const RecordingPhase = z.enum(['recording', 'paused', 'stopped', 'composing', 'ready', 'failed']);
export type RecordingPhase = z.infer<typeof RecordingPhase>;

/** What a gateway says of a recording, in answers and events. */
export const RecordingStatus = z.strictObject({
  recordingId: RecordingId,
  sessionId: SessionId,
  phase: RecordingPhase,
  startedAt: Instant,
  /** Media time recorded so far, pauses left out. */
  recordedMs: z.number().nonnegative(),
  /** Share of composing done, 0 to 1. */
  progress: z.number().min(0).max(1),
  /** Bytes on disk: segments, and the MP4 once ready. */
  bytes: z.number().nonnegative(),
  /** Of the composed MP4; absent before it is ready. */
  durationMs: z.number().nonnegative().optional(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  /** Why it stopped early or failed. */
  reason: Reason.optional(),
});
export type RecordingStatus = z.infer<typeof RecordingStatus>;

/** What everybody in the room sees of the running recording. */
export const RecordingState = z.strictObject({
  recordingId: RecordingId,
  phase: z.enum(['recording', 'paused']),
  startedAt: Instant,
  /** Recorded before the present stretch; add now - resumedAt while recording. */
  recordedMs: z.number().nonnegative(),
  resumedAt: Instant.optional(),
});
export type RecordingState = z.infer<typeof RecordingState>;

/** A recording in the class's library. Hidden ones are told to teachers only. */
export const RecordingView = z.strictObject({
  recordingId: RecordingId,
  title: z.string().max(LIMITS.titleChars),
  phase: RecordingPhase,
  hidden: z.boolean(),
  startedAt: Instant,
  durationMs: z.number().nonnegative().optional(),
  bytes: z.number().nonnegative().optional(),
  progress: z.number().min(0).max(1),
  reason: Reason.optional(),
  /** State of the module among the course materials; 'none' where the LMS has no way for it. */
  inCourse: z.enum(['none', 'pending', 'published', 'failed']),
  /** The group in whose room it was made; empty for the people of no group, absent for the room for all. */
  group: z.string().max(LIMITS.groupNameChars).optional(),
  /** Somebody deleted the module in the course; the teacher may publish the recording again. */
  removedFromCourse: z.boolean().optional(),
});
export type RecordingView = z.infer<typeof RecordingView>;

/** Version of the text that a person agrees to before being recorded; stored with the answer. Change it when the text changes. */
export const CONSENT_VERSION = '2026-11';
