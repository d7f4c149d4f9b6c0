import {
  type BodyOf,
  type ClassId,
  type MediaPass,
  Refusal,
  type RoomSnapshot,
  SeatId,
  SessionId,
  type SessionState,
  type ToolWishes,
} from '@liveclass/contract';
import { snapshotOf } from '../domain/board.ts';
import { eventFacts, type Fact } from '../domain/facts.ts';
import { floorNow, handsUp } from '../domain/hands.ts';
import { freeSeats, seenBy } from '../domain/locks.ts';
import { recordingState } from '../domain/recording.ts';
import { openedAheadOf } from '../domain/schedule.ts';
import { personView, type SeatRecord } from '../domain/seat.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts, Done, HeldSeat, LinkedCaller, Taken } from '../ports/classroom.ts';
import { admitSeat, mindConsent } from './admit-to-recording.ts';
import { unseat } from './arrange-rooms.ts';
import { careForRoom, type Room } from './care-for-room.ts';
import { passFor } from './give-media-pass.ts';
import { classOfRoom, requireRoom } from './know-room.ts';
import { mindDoor, refuseSentOut } from './mind-door.ts';
import { emptySeat } from './put-out.ts';
import { chatSnapshot } from './read-chat.ts';
import { rightsOnEntering, settleRights } from './settle-rights.ts';
import { livelySnapshot } from './view-lively.ts';
import { pollsSnapshot } from './view-polls.ts';
import { waitingSnapshot } from './view-waiting.ts';
import { stopWaiting } from './wait-at-door.ts';

export interface Entered extends Done<RoomSnapshot> {
  readonly held: HeldSeat;
}

/** Takes the caller's seat in one of the rooms that are theirs; the first to come opens the session there. Refused: 'other-room'. */
export async function enterRoom(ports: ClassroomPorts, person: LinkedCaller, body: BodyOf<ToolWishes, 'room.enter'>): Promise<Entered> {
  const roomId = body.roomId ?? person.classId;
  await requireRoom(ports, person, roomId);
  const caller = { ...person, classId: roomId };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const open = await openedFor(ports, caller, body.resume === true);
    // A tab that comes back by itself says yes to nothing: what was recorded before it went may be over, and another begun.
    await mindConsent(ports, open, caller, body.resume ? undefined : body.agreedTo);
    const room = await careForRoom(ports, open);
    const taken = await takeSeat(ports, room.session, caller, body);
    if (taken === 'again') continue;
    // Their groups may have changed between the look and the seat, and nobody else has seen them sit there.
    await requireRoom(ports, person, roomId).catch(async (error: unknown) => {
      await unseat(ports, taken.seat);
      throw error;
    });
    const seat = await settled(ports, caller, room.session, taken.seat);
    await admitIfRecorded(ports, room.session, seat);
    return entered(ports, caller, room, { ...taken, seat });
  }
  throw new Refusal('busy');
}

/** Looked at again now that others see the seat: locks may have changed, or a teacher may have sent the person out, while it was taken. */
async function settled(ports: ClassroomPorts, caller: LinkedCaller, session: SessionRecord, taken: SeatRecord): Promise<SeatRecord> {
  try {
    await refuseSentOut(ports, session, caller);
  } catch (error) {
    const out = await emptySeat(ports, taken);
    ports.publisher.publish(out.facts);
    throw error;
  }
  const [seat = taken] = await settleRights(ports, [taken]);
  return seat;
}

/**
 * The session, for whom its door is open. A tab that only comes back opens nothing: else the tabs of a class that was ended would
 * open the next one among themselves.
 */
async function openedFor(ports: ClassroomPorts, caller: LinkedCaller, resume: boolean): Promise<SessionRecord> {
  const live = await ports.sessions.live(caller.classId);
  if (!live && resume) throw new Refusal('class-ended');
  if (live) await refuseSentOut(ports, live, caller);
  await mindDoor(ports, caller, live);
  return live ?? openSession(ports, caller);
}

async function openSession(ports: ClassroomPorts, { classId }: LinkedCaller): Promise<SessionRecord> {
  const { sessions, ids, clock } = ports;
  const home = await classOfRoom(ports, classId);
  const startedAt = clock.now();
  const plannedFor = openedAheadOf((await ports.settings.find(home)).schedule, startedAt);
  const opened = await sessions.open({ id: SessionId.parse(ids.id()), classId, startedAt, ...(plannedFor !== null && { plannedFor }) });
  await ports.rosters.wish(home, clock.now(), ports.limits.rosterFreshMs).catch((error: unknown) => {
    ports.log.warn({ err: error, classId }, 'the roster is not looked at for this session');
  });
  return opened;
}

/** 'again' when the session ended, or a recording began or ended, between looking and taking. */
async function takeSeat(
  ports: ClassroomPorts,
  session: SessionRecord,
  { classId, personId, name, role, link }: LinkedCaller,
  { tab, resume = false }: BodyOf<ToolWishes, 'room.enter'>,
): Promise<Taken | 'again'> {
  const { seats, ids, clock } = ports;
  try {
    const taken = await seats.take({
      newId: SeatId.parse(ids.id()),
      sessionId: session.id,
      classId,
      personId,
      name,
      role,
      rights: await rightsOnEntering(ports, { classId, personId, role }),
      tab,
      link,
      at: clock.now(),
      seenRecording: session.recordingId,
      resume,
    });
    return taken ?? 'again';
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'class-ended' && !resume) return 'again';
    throw error;
  }
}

/** A person who agreed is let in even while the gateway cannot be told; it is told again when its events are heard again. */
async function admitIfRecorded(ports: ClassroomPorts, session: SessionRecord, seat: SeatRecord): Promise<void> {
  await admitSeat(ports, session, seat.id).catch((error: unknown) => {
    ports.log.warn({ err: error, sessionId: session.id }, 'a seat is not recorded yet');
  });
}

async function entered(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  room: Room,
  { seat, taking, event, audience }: Taken,
): Promise<Entered> {
  const { classId } = caller;
  const media = await passFor(ports, room, seat);
  const value = await snapshot(ports, seat, media);
  const facts: Fact[] = [...room.facts, ...eventFacts(classId, event, audience)];
  if (event) facts.push(...(await stopWaiting(ports, { roomId: classId, personId: caller.personId })));
  if (taking === 'resumed' || taking === 'taken-over') facts.push({ kind: 'connection', classId, seatId: seat.id, connected: true });
  if (taking === 'taken-over') facts.push({ kind: 'superseded', classId, seatId: seat.id, except: caller.link });
  if (event) facts.push({ kind: 'class-changed', classId });
  return { value, facts, held: { seatId: seat.id, sessionId: seat.sessionId, turn: seat.turn, roomId: classId } };
}

/** The number is read first: events that come in between are in the snapshot and are told once more, which changes nothing. */
async function snapshot(ports: ClassroomPorts, seat: SeatRecord, media: MediaPass): Promise<RoomSnapshot> {
  const lastSeq = await ports.events.lastSeq(seat.classId);
  const [session, people, locks, hands, floor] = await Promise.all([
    ports.sessions.find(seat.classId, seat.sessionId),
    ports.seats.present(seat.sessionId),
    ports.locks.find(seat.classId),
    ports.hands.of(seat.sessionId),
    ports.hands.floor(seat.sessionId),
  ]);
  if (session?.phase !== 'live') throw new Refusal('class-ended');
  const room = await ports.rooms.find(seat.classId);
  const classId = room?.classId ?? seat.classId;
  const seen = seenBy(locks, seat, people);
  const shouldRecord = seat.role === 'teacher' && (await isToBeginRecording(ports, classId, session));
  return {
    session: await sessionState(ports, session),
    me: { seatId: seat.id, role: seat.role, rights: seat.rights },
    people: seen.map(personView),
    lastSeq,
    media,
    group: room?.name ?? null,
    shouldRecord,
    polls: await pollsSnapshot(ports, seat),
    chat: await chatSnapshot(ports, seat),
    hands: { hands: handsUp(hands, seen), floor: floorNow(floor, seen) },
    locks: { locks: locks.locks, free: freeSeats(locks, people) },
    lively: await livelySnapshot(ports, seat, people),
    waiting: await waitingSnapshot(ports, seat.classId, seat.role),
    board: snapshotOf(await ports.boards.find(seat.classId)),
  };
}

/** Once a session: a teacher who stopped the recording is not overruled by the next one who comes in. */
async function isToBeginRecording({ settings, recordings }: ClassroomPorts, classId: ClassId, { id }: SessionRecord): Promise<boolean> {
  return (await settings.find(classId)).recordFromStart && !(await recordings.hasAny(id));
}

export async function sessionState({ recordings }: ClassroomPorts, session: SessionRecord): Promise<SessionState> {
  const recording = session.recordingId && (await recordings.find(session.classId, session.recordingId));
  return {
    sessionId: session.id,
    startedAt: session.startedAt,
    people: session.people,
    recording: recordingState(recording || null),
  };
}
