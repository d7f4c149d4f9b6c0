import { ClassId } from '@liveclass/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId, testUri } from '../../testing/classroom-world.ts';
import { type Connection, connectMongo } from './connection.ts';
import { mongoLmsSettings } from './lms-settings.ts';

let connection: Connection;
beforeAll(async () => {
  connection = await connectMongo(testUri('lmssettings'));
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

it('[AD13] of several versions that are taken at once by a class without settings the newest stands', async () => {
  const store = mongoLmsSettings(connection);
  const attendance = { grade: 'none', atLeastPercent: 75, lateAfterMinutes: 10, earlyBeforeMinutes: 10, sending: 'by-hand' } as const;
  const settings = { schedule: null, recordFromStart: true };
  const db = connection.getClient().db(connection.name);
  for (let round = 0; round < 30; round += 1) {
    const classId = ClassId.parse(newId());
    await Promise.all([3, 9, 1, 8, 2, 7, 4, 6, 5].map((version) => store.take(classId, { version, settings, attendance }, version)));
    for (const name of ['classsettings', 'graderules'])
      expect(await db.collection<{ _id: string }>(name).findOne({ _id: classId })).toMatchObject({ lmsVersion: 9 });
  }
});
