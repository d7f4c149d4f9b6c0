import type { Collection } from 'mongodb';
import type { Connection } from 'mongoose';
import { databaseOf } from './classroom-collections.ts';

const KEEP_S = 600;

/** The collection through which several tools hear each other's broadcasts; what is old removes itself. */
export async function openBroadcasts(connection: Connection): Promise<Collection> {
  const collection = databaseOf(connection).collection('broadcasts');
  await collection.createIndex({ createdAt: 1 }, { name: 'short_lived', expireAfterSeconds: KEEP_S });
  return collection;
}
