import type { Instant, SessionId } from '@liveclass/contract';
import type { ClientSession } from 'mongodb';
import { after, NEVER_CAME, type PresenceFact } from '../../domain/attendance.ts';
import type { AttendanceDoc, ClassroomCollections, SeatDoc } from './classroom-collections.ts';

type Collections = Pick<ClassroomCollections, 'attendances'>;
type Seat = Pick<SeatDoc, 'sessionId' | 'classId' | 'personId' | 'name' | 'role' | 'awayAt'>;

/** A person took a seat that they did not have. Written with the seat, all or nothing. */
export async function writeArrival({ attendances }: Collections, tx: ClientSession, seat: Seat, at: Instant): Promise<void> {
  const key = { sessionId: seat.sessionId, personId: seat.personId };
  const before = await attendances.findOne(key, { session: tx });
  const { stretches } = after({ ...NEVER_CAME, stretches: before?.stretches ?? [] }, { kind: 'taken', at });
  await attendances.updateOne(
    key,
    {
      $set: { stretches, name: seat.name, role: seat.role },
      $setOnInsert: { classId: seat.classId, correction: null, traces: [] },
    },
    { upsert: true, session: tx },
  );
}

/** A seat was given up. What the seat remembers of its lost link decides since when the person was away. */
export async function writeDeparture({ attendances }: Collections, tx: ClientSession, seat: Seat, at: Instant): Promise<void> {
  const key = { sessionId: seat.sessionId, personId: seat.personId };
  const before = await attendances.findOne(key, { session: tx });
  if (before) await attendances.updateOne(key, { $set: { stretches: left(before, seat, at) } }, { session: tx });
}

/**
 * The session is over: everybody who is still seated leaves. Answers until when it was held, which is its end, or the moment at
 * which the last person left when nobody was there any more.
 */
export async function writeEnd(
  { attendances, seats }: Pick<ClassroomCollections, 'attendances' | 'seats'>,
  tx: ClientSession,
  sessionId: SessionId,
  at: Instant,
): Promise<Instant> {
  const all = await attendances.find({ sessionId }, { session: tx }).toArray();
  const seated = await seats.find({ sessionId, state: 'present' }, { session: tx }).toArray();
  const seatOf = new Map(seated.map((seat) => [seat.personId, seat]));
  const ended = all.map((doc) => ({ doc, stretches: left(doc, seatOf.get(doc.personId) ?? {}, at) }));
  const writes = ended
    .filter(({ doc, stretches }) => stretches !== doc.stretches)
    .map(({ doc, stretches }) => ({
      updateOne: { filter: { sessionId, personId: doc.personId }, update: { $set: { stretches: [...stretches] } } },
    }));
  if (writes.length > 0) await attendances.bulkWrite(writes, { session: tx });
  const isAnybodyHere = seated.some(({ awayAt }) => (awayAt ?? null) === null);
  const last = Math.max(0, ...ended.flatMap(({ stretches }) => stretches.map(({ to }) => to ?? at)));
  return isAnybodyHere || last === 0 ? at : Math.min(at, last);
}

function left({ stretches }: Pick<AttendanceDoc, 'stretches'>, { awayAt = null }: Partial<Seat>, at: Instant): AttendanceDoc['stretches'] {
  const facts: PresenceFact[] = [...(awayAt === null ? [] : [{ kind: 'lost' as const, at: awayAt }]), { kind: 'given-up', at }];
  return facts.reduce(after, { ...NEVER_CAME, stretches }).stretches;
}
