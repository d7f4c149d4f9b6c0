import { type ClassId, PersonId, type RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openClasses } from '../adapters/mongo/classes.ts';
import { connectMongo } from '../adapters/mongo/connection.ts';
import type { RecordingRecord } from '../domain/recording.ts';
import type { ClassroomPorts } from '../ports/classroom.ts';
import { testDatabase, testIds } from '../testing/test-tool.ts';
import { viewCourseToPick } from './pick-recordings.ts';

let connection: Awaited<ReturnType<typeof connectMongo>>;
beforeAll(async () => {
  connection = await connectMongo(testDatabase());
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

it('[LD5] a picker offers the recordings of every class of its course, and of no other', async () => {
  const classes = await openClasses(connection, testIds);
  const about = { title: 't', courseTitle: 'c' };
  const course = { issuer: 'https://lms.example', clientId: 'c', deploymentId: 'd', contextId: 'course-1' };
  const open = (link: Partial<typeof course> & { resourceLinkId: string }) => classes.upsert({ ...course, ...link }, about);
  const picker = await open({ resourceLinkId: '' });
  const here = [await open({ resourceLinkId: 'a' }), await open({ resourceLinkId: 'b' })];
  const elsewhere = [await open({ resourceLinkId: 'a', contextId: 'course-2' }), await open({ resourceLinkId: 'a', deploymentId: 'e' })];
  const ready = {
    title: 'x',
    phase: 'ready',
    hidden: false,
    startedAt: 1,
    progress: 1,
    durationMs: null,
    bytes: null,
    reason: null,
    deletedAt: null,
  };
  const recordingOf = (classId: ClassId) =>
    ({ ...ready, id: `rec-${classId}` as RecordingId, classId, course: { state: 'none', owed: null } }) as RecordingRecord;
  const asked: string[] = [];
  // The recordings' own store has its own suite; which classes it is asked for is the promise here.
  const ports = {
    classes,
    sessions: { live: async () => null, lastEndedAt: async () => null },
    settings: { find: async () => ({ schedule: null, recordFromStart: false }) },
    recordings: {
      list: async (classId: ClassId) => {
        asked.push(classId);
        return [...here, ...elsewhere].some(({ id }) => id === classId) ? [recordingOf(classId)] : [];
      },
    },
  } as unknown as ClassroomPorts;
  const session = {
    personId: PersonId.parse('person-1'),
    classId: picker.id,
    role: 'teacher',
    name: '',
    place: 'pick',
    createdAt: 0,
    expiresAt: 1,
  } as const;
  const view = await viewCourseToPick(ports, classes, session);
  expect(view.recordings.map(({ recordingId }) => recordingId)).toEqual(here.map(({ id }) => `rec-${id}`));
  for (const { id } of elsewhere) expect(asked).not.toContain(id);
});
