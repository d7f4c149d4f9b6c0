import type mongoose from 'mongoose';

/** Why this database cannot be used, in one line; undefined when it can. Transactions and change streams need a replica set. */
export async function whyUnusable(connection: mongoose.Connection): Promise<string | undefined> {
  const hello = await connection.getClient().db('admin').command({ hello: 1 });
  const isReplicaSet = typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid';
  return isReplicaSet ? undefined : 'MONGODB_URI leads to a MongoDB without a replica set; a set of one is enough (mongod --replSet rs0).';
}

/** Whether a majority write could be done now: a primary answers within `withinMs`. */
export async function isWritable(connection: mongoose.Connection, withinMs = 2_000): Promise<boolean> {
  const ping = connection
    .getClient()
    .db('admin')
    .command({ hello: 1 }, { timeoutMS: withinMs, readPreference: 'primary' })
    .then((hello) => hello['isWritablePrimary'] === true || hello['msg'] === 'isdbgrid');
  return ping.catch(() => false);
}
