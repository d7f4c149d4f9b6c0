import { type ClassId, type ClassView, type PersonId, Refusal, type Role } from '@liveclass/contract';
import type { ClassRecord } from '../domain/identity.ts';
import { isVisibleTo, type RecordingRecord, recordingView } from '../domain/recording.ts';
import { type Arrangement, audienceOf, mayLookBack, openTo } from '../domain/rooms.ts';
import { nextMeeting } from '../domain/schedule.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { sessionState } from './enter-room.ts';
import { roomIds } from './know-room.ts';

/** All that the views of one class are made of. */
interface Seen {
  readonly about: ClassRecord;
  readonly live: readonly SessionRecord[];
  readonly recordings: readonly RecordingRecord[];
  readonly lastEndedAt: number | null;
  readonly settings: Awaited<ReturnType<ClassroomPorts['settings']['find']>>;
}

/** The class as this person may see it. Refused: 'not-found'. */
export async function viewClass(
  ports: ClassroomPorts,
  { classId, personId, role }: { readonly classId: ClassId; readonly personId: PersonId; readonly role: Role },
): Promise<ClassView> {
  const arrangement = await ports.rooms.of(classId, personId);
  return viewOf(ports, await look(ports, classId, arrangement), arrangement, role);
}

/** The class as people of this role may see it, one view for each different set of groups among them. Refused: 'not-found'. */
export async function viewsOfClass(
  ports: ClassroomPorts,
  classId: ClassId,
  role: Role,
): Promise<readonly { readonly audience: string; readonly view: ClassView }[]> {
  const all = role === 'teacher' ? [await ports.rooms.of(classId)] : await ports.rooms.all(classId);
  const [first] = all;
  if (!first) return [];
  const seen = await look(ports, classId, first);
  return Promise.all(
    all.map(async (arrangement) => ({
      audience: role === 'teacher' ? '' : audienceOf(arrangement),
      view: await viewOf(ports, seen, arrangement, role),
    })),
  );
}

async function look(ports: ClassroomPorts, classId: ClassId, arrangement: Arrangement): Promise<Seen> {
  const ids = roomIds(classId, arrangement);
  const [about, live, recordings, lastEndedAt, settings] = await Promise.all([
    ports.classes.find(classId),
    ports.sessions.liveIn(ids),
    ports.recordings.list(ids),
    ports.sessions.lastEndedAt(ids),
    ports.settings.find(classId),
  ]);
  if (!about) throw new Refusal('not-found');
  return { about, live, recordings, lastEndedAt, settings };
}

async function viewOf(ports: ClassroomPorts, seen: Seen, arrangement: Arrangement, role: Role): Promise<ClassView> {
  const { about, live, recordings, lastEndedAt, settings } = seen;
  const { schedule, recordFromStart, isSetInLms } = settings;
  const stateIn = async (roomId: ClassId) => {
    const session = live.find((one) => one.classId === roomId);
    return session ? sessionState(ports, session) : null;
  };
  const open = openTo(arrangement, role);
  const rooms = open && (await Promise.all(open.map(async ({ id, name }) => ({ roomId: id, name, session: await stateIn(id) }))));
  const groupOf = new Map(arrangement.rooms.map(({ id, name }) => [id, name]));
  return {
    classId: about.id,
    title: about.title,
    courseTitle: about.courseTitle,
    session: rooms ? null : await stateIn(about.id),
    rooms,
    recordings: recordings
      .filter((recording) => isVisibleTo(recording, role) && mayLookBack(arrangement, about.id, recording.classId, role))
      .map((recording) => recordingView(recording, groupOf.get(recording.classId))),
    lastEndedAt,
    next: schedule && nextMeeting(schedule, ports.clock.now()),
    schedule: role === 'teacher' ? schedule : null,
    recordFromStart,
    ...(role === 'teacher' && isSetInLms ? { isSetInLms } : {}),
  };
}
