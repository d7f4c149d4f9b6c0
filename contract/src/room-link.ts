import { z } from 'zod';
import { RoomId } from './groups.ts';
import { Instant, RecordingId, SeatId, SendId, Seq, TabId, TimeZone } from './ids.ts';
import { RecordingState } from './recording.ts';
import { Role, Source } from './rights.ts';
import { ClassView, MediaPass, PersonView, RoomSnapshot } from './views.ts';
import { type FactTable, type WishTable, wish } from './wish.ts';

const everybody = ['teacher', 'student'] as const;
const teachers = ['teacher'] as const;
const seldom = { burst: 5, perSecond: 1 } as const;
const nothing = z.strictObject({});

/** Taking part at all: entering, leaving, what was missed, recording, and the end. */
export const roomWishes = {
  /** Follow the class from the lobby or the room: answers the view now and sends 'class.changed' from then on. */
  'class.watch': wish({ from: everybody, rate: { burst: 10, perSecond: 2 }, body: nothing, reply: ClassView }),
  /**
   * Take the seat. Refused 'consent-needed' while the session is recorded and `agreedTo` is not the present consent version.
   * Another tab of the same person that holds the seat is told 'seat.superseded'. With `resume` (a link that comes back by
   * itself) the seat is taken only where no other tab has it since: refused 'superseded' else, so that two tabs never fight;
   * `agreedTo` counts for nothing then, because another recording may have begun meanwhile.
   */
  'room.enter': wish({
    from: everybody,
    rate: { burst: 10, perSecond: 2 },
    body: z.strictObject({
      tab: TabId,
      agreedTo: z.string().max(40).optional(),
      resume: z.boolean().optional(),
      // Which of the rooms that the person may enter; absent: the one for all. Refused 'other-room' where it is not theirs.
      roomId: RoomId.optional(),
    }),
    reply: RoomSnapshot,
  }),
  'room.leave': wish({ from: everybody, rate: seldom, body: nothing, reply: nothing }),
  /** A fresh media token for the seat this link holds. */
  'media.pass': wish({ from: everybody, rate: { burst: 10, perSecond: 2 }, body: nothing, reply: MediaPass }),
  /** Durable events after `seq`, oldest first; `more` when the answer was cut. */
  'events.since': wish({
    from: everybody,
    rate: { burst: 20, perSecond: 5 },
    body: z.strictObject({ seq: Seq }),
    reply: z.strictObject({ events: z.array(z.unknown()), lastSeq: Seq, more: z.boolean() }),
  }),
  'recording.start': wish({
    from: teachers,
    rate: seldom,
    // The teacher's IANA time zone: the day and minute in the recording's first title are theirs. UTC without it.
    body: z.strictObject({ sendId: SendId, timeZone: TimeZone.optional() }),
    reply: z.strictObject({ recordingId: RecordingId, seq: Seq }),
  }),
  'recording.pause': wish({ from: teachers, rate: seldom, body: z.strictObject({ sendId: SendId }), reply: z.strictObject({ seq: Seq }) }),
  'recording.resume': wish({ from: teachers, rate: seldom, body: z.strictObject({ sendId: SendId }), reply: z.strictObject({ seq: Seq }) }),
  'recording.stop': wish({ from: teachers, rate: seldom, body: z.strictObject({ sendId: SendId }), reply: z.strictObject({ seq: Seq }) }),
  /** The person agrees to be recorded; until then nothing of their seat is written. Stored with the text's version. */
  'recording.agree': wish({
    from: everybody,
    rate: seldom,
    body: z.strictObject({ version: z.string().max(40) }),
    reply: nothing,
  }),
  /** Mute another seat's microphone or stop its camera or screen. They may start it again themselves. */
  'seat.mute': wish({
    from: teachers,
    rate: { burst: 20, perSecond: 5 },
    body: z.strictObject({ seatId: SeatId, source: Source }),
    reply: nothing,
  }),
  /** End the session for everybody; a running recording is stopped and composed. */
  'session.end': wish({ from: teachers, rate: seldom, body: z.strictObject({ sendId: SendId }), reply: z.strictObject({ seq: Seq }) }),
} as const satisfies WishTable;

/** What happens to people, the recording and the session. */
export const roomEvents = [
  z.strictObject({ seq: Seq, at: Instant, type: z.literal('seat.joined'), person: PersonView }),
  z.strictObject({ seq: Seq, at: Instant, type: z.literal('seat.left'), seatId: SeatId }),
  z.strictObject({ seq: Seq, at: Instant, type: z.literal('recording.changed'), recording: RecordingState.nullable() }),
  z.strictObject({
    seq: Seq,
    at: Instant,
    type: z.literal('session.ended'),
    reason: z.enum(['teacher', 'empty']),
  }),
] as const;

/** What is told of the room unasked and without a number. */
export const roomFacts = {
  /** Volatile: a person's tool link was lost or is back. */
  'seat.connection': z.strictObject({ seatId: SeatId, connected: z.boolean() }),
  'seat.superseded': nothing,
  /** The groups of the course changed, and this room is not the person's any more; the seat is given up, the link stays. */
  'seat.displaced': nothing,
  /** The rooms or groups of the class changed: whoever follows the class asks anew, and is told nothing more until then. */
  'class.regrouped': nothing,
  /** The course changed what this person is in it; what teachers alone are told is told to them, or not, from now on. */
  'role.changed': z.strictObject({ role: Role }),
  /** The person is not of the class any more, or banned from it; the link is closed after this. */
  'person.removed': z.strictObject({ why: z.enum(['course', 'banned']) }),
  'class.changed': ClassView,
  /** Every `LIMITS.seqHeartbeatMs`: the class's last event number, because a broadcast can be lost without a word. */
  'seq.now': z.strictObject({ lastSeq: Seq }),
  /** A recording could not go on; the class does. */
  'recording.trouble': z.strictObject({ reason: z.string() }),
} as const satisfies FactTable;
