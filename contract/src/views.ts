import { z } from 'zod';
import { BoardSnapshot } from './board.ts';
import { ChatSnapshot } from './chat.ts';
import { RoomId } from './groups.ts';
import { HandsSnapshot } from './hands.ts';
import { ClassId, Instant, PersonId, SeatId, Seq, SessionId } from './ids.ts';
import { LIMITS } from './limits.ts';
import { LivelySnapshot } from './lively.ts';
import { LocksView } from './moderation.ts';
import { PollsSnapshot } from './poll.ts';
import { RecordingState, RecordingView } from './recording.ts';
import { Rights, Role } from './rights.ts';
import { Meeting, Schedule } from './schedule.ts';
import { WaitingSnapshot } from './waiting.ts';

/** A person in the room as everybody may see them. No e-mail, no LMS id, no address. */
export const PersonView = z.strictObject({
  seatId: SeatId,
  name: z.string().max(LIMITS.personNameChars),
  role: Role,
  joinedAt: Instant,
  /** Came by a teacher's link; no LMS knows them. */
  isGuest: z.literal(true).optional(),
  /** False while the tool link is lost and the seat is kept. */
  connected: z.boolean(),
});
export type PersonView = z.infer<typeof PersonView>;

export const SessionState = z.strictObject({
  sessionId: SessionId,
  startedAt: Instant,
  /** How many are seated. */
  people: z.number().int().nonnegative(),
  recording: RecordingState.nullable(),
});
export type SessionState = z.infer<typeof SessionState>;

/** The room of a group, as those who may enter it see it. An empty name: the room of the people who are in no group. */
export const RoomView = z.strictObject({
  roomId: RoomId,
  name: z.string().max(LIMITS.groupNameChars),
  session: SessionState.nullable(),
  /** For teachers: how many wait in front of it. */
  waiting: z.number().int().nonnegative().optional(),
});
export type RoomView = z.infer<typeof RoomView>;

/** The class as its lobby shows it. */
export const ClassView = z.strictObject({
  classId: ClassId,
  title: z.string(),
  courseTitle: z.string(),
  /** The live session of the room for all, or null. */
  session: SessionState.nullable(),
  /** With a room for each group: those that this person may enter, by name. Null: there is one room for all. */
  rooms: z.array(RoomView).nullable(),
  recordings: z.array(RecordingView),
  /** The last session that ended, for "ended at". */
  lastEndedAt: Instant.nullable(),
  /** The planned meeting that is on now or comes next; null when nothing is planned any more. */
  next: Meeting.nullable(),
  /** The plan itself, for teachers only. */
  schedule: Schedule.nullable(),
  /** Its sessions are recorded from the start: who enters is asked before. */
  recordFromStart: z.boolean(),
  /** Students wait until a teacher lets them in. */
  hasWaitingRoom: z.boolean(),
  /** For teachers: how many wait in front of the room for all. */
  waiting: z.number().int().nonnegative().optional(),
  /** For teachers: what holds was last set in the LMS, in the activity's own form, where it is set again when that form is saved. */
  isSetInLms: z.boolean().optional(),
});
export type ClassView = z.infer<typeof ClassView>;

/** Where a web session was made for: which page may be shown with it. */
export const Place = z.enum(['lobby', 'room', 'recording', 'pick']);
export type Place = z.infer<typeof Place>;

/** Who I am, answered when a one-time code is redeemed and by GET /api/session. */
export const SessionView = z.strictObject({
  personId: PersonId,
  name: z.string().max(LIMITS.personNameChars),
  role: Role,
  place: Place,
  classId: ClassId,
  title: z.string(),
  courseTitle: z.string(),
  /** BCP 47, as the LMS sent it; the frontend chooses the nearest language it has. */
  locale: z.string().optional(),
  recordingId: z.string().optional(),
  /** Where "back to the course" leads; https or, in development, http. */
  returnUrl: z.string().optional(),
  expiresAt: Instant,
});
export type SessionView = z.infer<typeof SessionView>;

/** Everything a tab needs to join the media link. */
export const MediaPass = z.strictObject({
  /** Path on the tool's origin for socket.io's `path` option, for example /gateway/gateway-1/media-link. */
  path: z.string().startsWith('/'),
  token: z.string(),
  expiresAt: Instant,
});
export type MediaPass = z.infer<typeof MediaPass>;

/** The answer to 'room.enter'. `lastSeq` is the class's event number that this snapshot includes. */
export const RoomSnapshot = z.strictObject({
  session: SessionState,
  me: z.strictObject({ seatId: SeatId, role: Role, rights: Rights }),
  people: z.array(PersonView),
  lastSeq: Seq,
  media: MediaPass,
  /** The group whose room this is, as in `RoomView`; null in the room for all. */
  group: z.string().max(LIMITS.groupNameChars).nullable(),
  /** The class is to be recorded from the start, nothing has been recorded in this session yet, and I am the teacher to begin. */
  shouldRecord: z.boolean(),
  polls: PollsSnapshot,
  chat: ChatSnapshot,
  hands: HandsSnapshot,
  locks: LocksView,
  lively: LivelySnapshot,
  waiting: WaitingSnapshot,
  board: BoardSnapshot,
});
export type RoomSnapshot = z.infer<typeof RoomSnapshot>;
