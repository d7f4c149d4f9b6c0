import { type ClassId, PersonId, type PlatformRegistration, type RecordingId } from '@liveclass/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openClasses } from '../adapters/mongo/classes.ts';
import { connectMongo } from '../adapters/mongo/connection.ts';
import { openPlatforms } from '../adapters/mongo/platforms.ts';
import type { ClassLink, ClassRecord, WebSession } from '../domain/identity.ts';
import type { RecordingRecord } from '../domain/recording.ts';
import type { PlatformRegistry } from '../ports/desk.ts';
import type { Classes } from '../ports/identity.ts';
import { testDatabase, testIds } from '../testing/test-tool.ts';
import { viewPick } from './view-pick.ts';

let connection: Awaited<ReturnType<typeof connectMongo>>;
let classes: Classes;
let platforms: PlatformRegistry;
beforeAll(async () => {
  connection = await connectMongo(testDatabase());
  [classes, platforms] = await Promise.all([openClasses(connection, testIds), openPlatforms(connection)]);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const OPEN_EDX = 'https://lms.example/api/lti_consumer/v1/launch/';
const registration = (change: Partial<PlatformRegistration> = {}): PlatformRegistration => ({
  name: 'x',
  issuer: 'https://lms.example',
  clientId: 'c',
  deploymentIds: ['d', 'e'],
  authorizationUrl: 'https://lms.example/auth',
  tokenUrl: 'https://lms.example/token',
  jwksUrl: 'https://lms.example/jwks',
  ...change,
});
beforeEach(async () => {
  await Promise.all([connection.collection('classes').deleteMany(), connection.collection('platforms').deleteMany()]);
});

const open = (link: Partial<ClassLink> & { resourceLinkId: string }, title = 't') =>
  classes.upsert(
    { issuer: 'https://lms.example', clientId: 'c', deploymentId: 'd', contextId: 'course-1', ...link },
    { title, courseTitle: 'Biology' },
  );

const recordingOf = (classId: ClassId, change: Partial<RecordingRecord> = {}) =>
  ({
    title: 'x',
    phase: 'ready',
    hidden: false,
    startedAt: 1,
    progress: 1,
    durationMs: null,
    bytes: null,
    reason: null,
    deletedAt: null,
    id: `rec-${classId}` as RecordingId,
    classId,
    course: { state: 'none', owed: null },
    ...change,
  }) as RecordingRecord;

/** The recordings' and sessions' own stores have their own suites; which classes they are asked for is the promise here. */
const ports = (list: (classId: ClassId) => RecordingRecord[] = (classId) => [recordingOf(classId)]) =>
  ({
    classes,
    platforms,
    // Each class has a group's room beside the one for all.
    rooms: { of: async (classId: ClassId) => ({ rooms: [{ id: `${classId}-group`, name: 'Red', isOpen: true }] }) },
    sessions: { liveIn: async (ids: readonly ClassId[]) => (liveIn && ids.includes(liveIn) ? [{}] : []), lastEndedAt: async () => 7 },
    recordings: { list: async (ids: readonly ClassId[]) => ids.flatMap((id) => list(id)) },
  }) as unknown as Parameters<typeof viewPick>[0];
let liveIn: ClassId | undefined;

const pickerOf = (course: ClassRecord, change: Partial<WebSession> = {}): WebSession => ({
  personId: PersonId.parse('person-1'),
  classId: course.id,
  role: 'teacher',
  name: '',
  place: 'pick',
  deepLinking: { returnUrl: 'https://lms.example/return', acceptTypes: ['ltiResourceLink'], acceptMultiple: true },
  createdAt: 0,
  expiresAt: 1,
  ...change,
});
const namesOf = (records: readonly ClassRecord[]) => records.map(({ id }) => id);

it('[LD5] a picker offers the classes and recordings of its course, and of no other', async () => {
  await platforms.put(registration());
  await platforms.put(registration({ clientId: 'other' }));
  const picker = await open({ resourceLinkId: '' });
  const here = [await open({ resourceLinkId: 'a' }), await open({ resourceLinkId: 'b' })];
  await open({ resourceLinkId: 'a', contextId: 'course-2' });
  await open({ resourceLinkId: 'a', deploymentId: 'e' });
  await open({ resourceLinkId: 'a', issuer: 'https://elsewhere.example' });
  // Two registrations of one issuer may be two schools: their courses may have the same id by chance.
  await open({ resourceLinkId: 'a', clientId: 'other' });
  liveIn = here[1]?.id;
  const view = await viewPick(ports(), pickerOf(picker));
  expect(view.classes.map(({ classId }) => classId)).toEqual(namesOf(here));
  expect(view.classes[1]).toEqual({ classId: here[1]?.id, title: 't', isLive: true, lastEndedAt: 7 });
  expect(view.recordings.map(({ recordingId, group }) => [recordingId, group])).toEqual(
    namesOf(here).flatMap((id) => [
      [`rec-${id}`, undefined],
      [`rec-${id}-group`, 'Red'],
    ]),
  );
});

it('[LD5] blocks of one Open edX site share their courses, whichever client id each has', async () => {
  for (const clientId of ['c', 'block-2']) await platforms.put(registration({ clientId, authorizationUrl: OPEN_EDX }));
  await platforms.put(registration({ clientId: 'another-site', authorizationUrl: 'https://other.example/api/lti_consumer/v1/launch/' }));
  await platforms.put(registration({ clientId: 'another-tool' }));
  const picker = await open({ resourceLinkId: '' });
  const here = [await open({ resourceLinkId: 'a' }), await open({ resourceLinkId: 'b', clientId: 'block-2' })];
  for (const clientId of ['another-site', 'another-tool', 'unregistered']) await open({ resourceLinkId: 'a', clientId });
  expect((await viewPick(ports(), pickerOf(picker))).classes.map(({ classId }) => classId)).toEqual(namesOf(here));
  const nowhere = await open({ resourceLinkId: '', contextId: '' });
  await open({ resourceLinkId: 'x', contextId: '', clientId: 'block-2' });
  expect((await viewPick(ports(), pickerOf(nowhere))).classes).toEqual([]);
});

it('[LD6] a picker knows what the platform takes: several items or one, and line items unless it says no or is Open edX', async () => {
  await platforms.put(registration());
  const picker = await open({ resourceLinkId: '' });
  const asked = async (settings: Partial<NonNullable<WebSession['deepLinking']>>) => {
    const { acceptsMultiple, acceptsGrades } = await viewPick(
      ports(),
      pickerOf(picker, { deepLinking: { returnUrl: 'https://lms.example/r', acceptTypes: [], acceptMultiple: true, ...settings } }),
    );
    return [acceptsMultiple, acceptsGrades];
  };
  expect(await asked({})).toEqual([true, true]);
  expect(await asked({ acceptMultiple: false, acceptLineItem: true })).toEqual([false, true]);
  expect(await asked({ acceptLineItem: false })).toEqual([true, false]);
  await platforms.put(registration({ authorizationUrl: OPEN_EDX }));
  expect(await asked({ acceptLineItem: true })).toEqual([true, false]);
});

it('[LD5] deleted recordings are not offered, hidden ones are told as such, and nobody but a teacher of a picker sees any', async () => {
  await platforms.put(registration());
  const picker = await open({ resourceLinkId: '' });
  await open({ resourceLinkId: 'a' });
  const several = (classId: ClassId) =>
    classId.endsWith('-group') ? [] : [recordingOf(classId, { deletedAt: 5 }), recordingOf(classId, { hidden: true })];
  expect((await viewPick(ports(several), pickerOf(picker))).recordings.map(({ hidden }) => hidden)).toEqual([true]);
  for (const change of [{ role: 'student' }, { place: 'lobby' }] as const)
    await expect(viewPick(ports(several), pickerOf(picker, change))).rejects.toMatchObject({ reason: 'forbidden' });
});
