import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';

it('[HO1] gives every test a real MongoDB replica set with transactions and the paths of the binaries', async () => {
  const client = await MongoClient.connect(String(process.env['TEST_MONGODB_URI']));
  try {
    const hello = await client.db('admin').command({ hello: 1 });
    expect(hello['setName']).toBe('rs0');
    const rows = client.db('setup_transaction').collection('rows');
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await rows.insertOne({ kept: true }, { session });
      }),
    );
    expect(await rows.countDocuments()).toBe(1);
    await client.db('setup_transaction').dropDatabase();
  } finally {
    await client.close();
  }
  for (const name of ['MEDIASOUP_WORKER_BIN', 'FFMPEG_PATH', 'CHROMIUM_PATH']) {
    expect(process.env[name], name).toMatch(/^\//);
  }
});
