import type { ClientSession, MongoClient } from 'mongodb';
import type mongoose from 'mongoose';
import type { PlatformRegistry } from '../../ports/desk.ts';
import { databaseOf } from './classroom-collections.ts';
import { hashOf, upsertOnce } from './launch-unique.ts';

type Order = Parameters<PlatformRegistry['pair']>[0];

/** Stores a paired platform and spends its code in one transaction: a fault between the two leaves both as they were. */
export function storePaired(connection: mongoose.Connection, { code, registration, plugin, now }: Order): Promise<boolean> {
  const db = databaseOf(connection);
  const client = connection.getClient() as unknown as MongoClient;
  const work = async (session: ClientSession): Promise<boolean> => {
    const wanted = { _id: hashOf(code), kind: 'pairing', until: { $gt: new Date(now) } };
    const spent = await db.collection<{ _id: string; kind: string; until: Date }>('invitations').findOneAndDelete(wanted, { session });
    if (!spent) return false;
    const { issuer, clientId } = registration;
    const stored = { registration, plugin, state: 'active' };
    await db.collection('platforms').updateOne({ issuer, clientId }, { $set: stored }, { upsert: true, session });
    return true;
  };
  const options = { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } } as const;
  return upsertOnce(() => client.withSession((session) => session.withTransaction(() => work(session), options)));
}
