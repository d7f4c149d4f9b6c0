import { type ClassId, type DurableEvent, type Instant, LIMITS, Refusal, type SeatId, type SessionId } from '@liveclass/contract';
import type { ClientSession, Filter } from 'mongodb';
import { audienceOfArrival } from '../../domain/locks.ts';
import { isArrival, personView, type SeatRecord, takingOf } from '../../domain/seat.ts';
import type { SeatOrder, Seats, Taken } from '../../ports/classroom.ts';
import { locksOf } from './class-locks.ts';
import type { ClassTransactions } from './class-transactions.ts';
import type { ClassroomCollections, SeatDoc, SessionDoc } from './classroom-collections.ts';
import { writeArrival, writeDeparture } from './presence.ts';

function seatOfDoc({ _id, tool: _tool, lostAt: _lostAt, awayAt: _awayAt, ...rest }: SeatDoc): SeatRecord {
  return { id: _id, ...rest };
}

/** Links are named `<tool>/<socket>`, so that a seat knows which process speaks for it. */
const toolOf = (link: string): string => link.slice(0, link.indexOf('/'));

const lostForFilter = (ms: number): Filter<SeatDoc> => ({
  link: null,
  $expr: { $lte: ['$lostAt', { $subtract: ['$$NOW', ms] }] },
});

export function mongoSeats(
  of: ClassroomCollections,
  transactions: ClassTransactions,
  seatsPerSession: number = LIMITS.seatsPerSession,
): Seats {
  const { seats } = of;
  return {
    take: (order) => transactions.run(order.classId, (tx) => take(of, transactions, tx, order, seatsPerSession)),
    leave: (order) => transactions.run(order.classId, (tx) => leave(of, transactions, tx, order)),
    changeRole: (order) => transactions.run(order.classId, (tx) => changeRole(of, transactions, tx, order)),
    async setRights({ classId, seatId, rights }) {
      await seats.updateOne({ _id: seatId, classId, state: 'present' }, { $set: { rights: { ...rights, produce: [...rights.produce] } } });
    },
    loseLink: (link, at) => lose(of, { link }, () => at),
    loseLinksOfOthers: (liveTools, at) => loseLinksOfOthers(of, liveTools, at),

    async find(classId: ClassId, seatId: SeatId) {
      const doc = await seats.findOne({ _id: seatId, classId });
      return doc && seatOfDoc(doc);
    },

    async hasSat(sessionId, personId) {
      return (await seats.findOne({ sessionId, personId }, { projection: { _id: 1 } })) !== null;
    },

    async present(sessionId: SessionId) {
      const docs = await seats.find({ sessionId, state: 'present' }).sort({ joinedAt: 1, _id: 1 }).toArray();
      return docs.map(seatOfDoc);
    },

    async lostFor(ms: number) {
      const docs = await seats.find({ state: 'present', ...lostForFilter(ms) }).toArray();
      return docs.map(seatOfDoc);
    },
  };
}

async function take(
  of: ClassroomCollections,
  transactions: ClassTransactions,
  tx: ClientSession,
  order: SeatOrder,
  limit: number,
): Promise<Taken | null> {
  const session = await of.sessions.findOne({ _id: order.sessionId, classId: order.classId, phase: 'live' }, { session: tx });
  if (!session) throw new Refusal('class-ended');
  if (session.recordingId !== order.seenRecording) return null;
  const before = await of.seats.findOne({ sessionId: order.sessionId, personId: order.personId }, { session: tx });
  const taking = takingOf(before, order.tab);
  // Coming back means to the session that one was in, and to a seat that no other tab has taken since.
  if (order.resume && !before) throw new Refusal('class-ended');
  if (order.resume && before?.tab !== order.tab) throw new Refusal('superseded');
  if (isArrival(taking)) await countIn(of, tx, session, limit);
  const turn = before ? before.turn + (taking === 'resumed' ? 0 : 1) : 0;
  const fields = seatFields(order, turn, isArrival(taking) || !before ? order.at : before.joinedAt);
  const doc = await of.seats.findOneAndUpdate(
    { sessionId: order.sessionId, personId: order.personId },
    { $set: fields, $setOnInsert: { _id: order.newId } },
    { upsert: true, returnDocument: 'after', session: tx },
  );
  if (!doc) throw new Error('an upsert answered nothing');
  const seat = seatOfDoc(doc);
  if (isArrival(taking)) await writeArrival(of, tx, doc, order.at);
  // A launch may have changed the name or the role meanwhile; the others hear of it as of an arrival.
  const isNews = isArrival(taking) || before?.name !== seat.name || before.role !== seat.role;
  if (!isNews) return { seat, taking, event: null };
  const audience = audienceOfArrival(await locksOf(of, order.classId, tx), seat);
  const news = { type: 'seat.joined' as const, person: personView(seat) };
  const event = await transactions.number(tx, order.classId, news, order.at, undefined, audience);
  return { seat, taking, event, ...(audience && { audience }) };
}

function seatFields(order: SeatOrder, turn: number, joinedAt: number): Omit<SeatDoc, '_id'> {
  const { sessionId, classId, personId, name, role, tab, link } = order;
  const rights = { ...order.rights, produce: [...order.rights.produce] };
  return {
    sessionId,
    classId,
    personId,
    name,
    role,
    rights,
    joinedAt,
    state: 'present',
    tab,
    turn,
    link,
    tool: toolOf(link),
    lostAt: null,
    awayAt: null,
  };
}

/** The count is the lock: two who take the last place at once conflict on the session's document, and one of them is refused. */
async function countIn(of: ClassroomCollections, tx: ClientSession, session: SessionDoc, limit: number): Promise<void> {
  const counted = await of.sessions.updateOne(
    { _id: session._id, phase: 'live', people: { $lt: limit } },
    { $inc: { people: 1 }, $set: { emptySince: null } },
    { session: tx },
  );
  if (counted.modifiedCount === 0) throw new Refusal('class-full');
}

async function leave(
  of: ClassroomCollections,
  transactions: ClassTransactions,
  tx: ClientSession,
  { classId, seatId, at, turn, lostForMs }: Parameters<Seats['leave']>[0],
): Promise<DurableEvent | null> {
  const seat = await of.seats.findOneAndUpdate(
    {
      _id: seatId,
      classId,
      state: 'present',
      ...(turn !== undefined && { turn }),
      ...(lostForMs !== undefined && lostForFilter(lostForMs)),
    },
    { $set: { state: 'gone', link: null, tool: null, lostAt: null, awayAt: null } },
    { session: tx },
  );
  if (!seat) return null;
  await writeDeparture(of, tx, seat, at);
  const session = await of.sessions.findOneAndUpdate(
    { _id: seat.sessionId, phase: 'live' },
    { $inc: { people: -1 } },
    { returnDocument: 'after', session: tx },
  );
  if (session?.people === 0) await of.sessions.updateOne({ _id: session._id }, { $currentDate: { emptySince: true } }, { session: tx });
  return transactions.number(tx, classId, { type: 'seat.left', seatId }, at);
}

async function changeRole(
  of: ClassroomCollections,
  transactions: ClassTransactions,
  tx: ClientSession,
  { classId, seatId, role, rights, at }: Parameters<Seats['changeRole']>[0],
): Promise<DurableEvent | null> {
  const doc = await of.seats.findOneAndUpdate(
    { _id: seatId, classId, state: 'present', role: { $ne: role } },
    { $set: { role, rights: { ...rights, produce: [...rights.produce] } } },
    { returnDocument: 'after', session: tx },
  );
  return doc && transactions.number(tx, classId, { type: 'seat.joined', person: personView(seatOfDoc(doc)) }, at);
}

/** Kept, but without a link; only those whose link is still the lost one at the moment of writing. */
async function lose(
  { seats }: ClassroomCollections,
  filter: Filter<SeatDoc>,
  awayAt: (seat: SeatDoc) => Instant,
): Promise<readonly SeatRecord[]> {
  const found = await seats.find({ state: 'present', ...filter }).toArray();
  const lost: SeatRecord[] = [];
  for (const doc of found) {
    const written = await seats.findOneAndUpdate(
      { _id: doc._id, link: doc.link },
      { $set: { link: null, tool: null, awayAt: awayAt(doc) }, $currentDate: { lostAt: true } },
      { returnDocument: 'after' },
    );
    if (written) lost.push(seatOfDoc(written));
  }
  return lost;
}

/**
 * Nobody noticed how long the people of a tool that died stayed; the last sign of life of that tool is the last that is known of
 * them. Its age is the database's, so that no two clocks are compared.
 */
async function loseLinksOfOthers(of: ClassroomCollections, liveTools: readonly string[], at: Instant): Promise<readonly SeatRecord[]> {
  const filter = { link: { $type: 'string' }, tool: { $nin: [...liveTools] } } as const;
  if (!(await of.seats.findOne({ state: 'present', ...filter }))) return [];
  const age = { $subtract: ['$$NOW', { $ifNull: ['$leftAt', '$seenAt'] }] };
  const tools = await of.tools.aggregate<{ _id: string; age: number }>([{ $project: { age } }]).toArray();
  const silentFor = new Map(tools.map((tool) => [tool._id, Math.max(0, tool.age)]));
  return lose(of, filter, ({ tool }) => at - (silentFor.get(tool ?? '') ?? 0));
}
