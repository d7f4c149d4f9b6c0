import mongoose from 'mongoose';

/** What the composition root hands from store to store; mongoose itself stays in this folder. */
export type Connection = mongoose.Connection;

/**
 * One connection of the process, majority writes: what is acknowledged has survived the loss of a primary.
 * Models are made on this connection, never on mongoose's global one (ltijs's own mongoose must not meet it).
 */
export async function connectMongo(uri: string): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection(uri, {
    autoIndex: false,
    writeConcern: { w: 'majority' },
    readConcern: { level: 'majority' },
    serverSelectionTimeoutMS: 5_000,
    maxPoolSize: 50,
  });
  await connection.asPromise();
  return connection;
}
