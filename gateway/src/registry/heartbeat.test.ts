import { GatewayRecord, NodeId } from '@liveclass/contract';
import { type Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryLog } from '../testing/gateway.ts';
import { until } from '../testing/until.ts';
import { Heartbeat, type HeartbeatOptions } from './heartbeat.ts';

const node = NodeId.parse('gateway-beat');
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  client = await MongoClient.connect(process.env['TEST_MONGODB_URI']!);
  db = client.db(`heartbeat-${process.pid}`);
});
afterAll(async () => {
  await db.dropDatabase();
  await client.close();
});
beforeEach(() => db.collection('gateways').deleteMany({}));

const census = { rooms: 0, seats: 0, producers: 0, consumers: 0 };
const start = (options: Partial<HeartbeatOptions> = {}) =>
  Heartbeat.start({
    ...{ db, node, signallingUrl: 'http://127.0.0.1:1', controlUrl: 'http://127.0.0.1:2', everyMs: 20, log: new MemoryLog() },
    ...{ rooms: { census: () => census, isDraining: false }, onFenced: () => {} },
    ...options,
  });
const record = async () => GatewayRecord.parse(await db.collection<{ _id: string }>('gateways').findOne({ _id: node }));

describe('the heartbeat', () => {
  it('[OP7] writes what there is, again and again, with the time of the database', async () => {
    const rooms = { census: () => ({ ...census, rooms: 3, seats: 7 }), isDraining: false };
    const heartbeat = await start({ rooms });
    const first = await record();
    const { localTime } = await db.admin().command({ hello: 1 });
    expect(Math.abs(first.seenAt.getTime() - (localTime as Date).getTime())).toBeLessThan(5000);
    const later = await until('a later beat', async () => {
      const now = await record();
      return now.seenAt > first.seenAt && now;
    });
    expect(later).toMatchObject({ _id: node, rooms: 3, seats: 7, draining: false, signallingUrl: 'http://127.0.0.1:1' });
    rooms.isDraining = true;
    await until('draining is told', async () => (await record()).draining);
    await heartbeat.end();
    expect(await db.collection('gateways').countDocuments()).toBe(0);
  });

  it('[OP7] its epoch rises with each start, whether the record was removed or not', async () => {
    const first = await start();
    const second = await start();
    expect(second.epoch).toBeGreaterThan(first.epoch);
    await second.end();
    await first.end();
    await db.collection<{ _id: string; epoch: number }>('gateways').insertOne({ _id: node, epoch: second.epoch + 1000 });
    const third = await start();
    expect(third.epoch).toBe(second.epoch + 1001);
    await third.end();
  });

  it('[OP7] a gateway whose name was taken is told so and leaves the record of the other', async () => {
    let isFenced = false;
    const former = await start({ onFenced: () => (isFenced = true) });
    const later = await start();
    await until('the former is fenced', () => isFenced);
    await former.end();
    expect((await record()).epoch).toBe(later.epoch);
    await later.end();
  });

  it('[OP7] a record that somebody removed comes back', async () => {
    const heartbeat = await start();
    await db.collection('gateways').deleteMany({});
    expect((await until('the record is back', record)).epoch).toBe(heartbeat.epoch);
    await heartbeat.end();
  });

  it('[OP1] it is fresh while the database answers', async () => {
    const heartbeat = await start();
    expect(heartbeat.isFresh).toBe(true);
    await heartbeat.end();
  });
});
