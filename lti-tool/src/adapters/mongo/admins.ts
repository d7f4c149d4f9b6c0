import { LIMITS } from '@liveclass/contract';
import { type Connection, Schema } from 'mongoose';
import type { Admins } from '../../ports/desk.ts';
import { hashOf } from './launch-unique.ts';

interface AdminDocument {
  readonly _id: string;
  readonly since: Date;
}

interface AdminSessionDocument {
  readonly _id: string;
  readonly adminId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The end of idleness or of the session, whichever comes first. */
  readonly until: Date;
}

const adminSchema = new Schema<AdminDocument>({ _id: String, since: Date }, { versionKey: false });
const sessionSchema = new Schema<AdminSessionDocument>(
  {
    _id: String,
    adminId: { type: String, required: true },
    createdAt: { type: Number, required: true },
    expiresAt: { type: Number, required: true },
    until: { type: Date, required: true },
  },
  { versionKey: false },
).index({ until: 1 }, { expireAfterSeconds: 0 });

/** Admins and their sessions: collections of their own, so that no session of a class can ever stand for one of the desk. */
export async function openAdmins(connection: Connection): Promise<Admins> {
  const admins = connection.model<AdminDocument>('Admin', adminSchema, 'admins');
  const sessions = connection.model<AdminSessionDocument>('AdminSession', sessionSchema, 'admin-sessions');
  await Promise.all([admins.createCollection(), sessions.createIndexes()]);
  return {
    isThereAny: async () => (await admins.exists({})) !== null,
    async add(id, since) {
      await admins.create({ _id: id, since: new Date(since) });
    },
    async open(token, { adminId, createdAt, expiresAt }) {
      const until = new Date(Math.min(expiresAt, createdAt + LIMITS.adminSessionIdleMs));
      await sessions.create({ _id: hashOf(token), adminId, createdAt, expiresAt, until });
    },
    async touch(token, now) {
      const found = await sessions
        .findOneAndUpdate(
          { _id: hashOf(token), until: { $gt: new Date(now) } },
          [{ $set: { until: { $min: [{ $toDate: '$expiresAt' }, new Date(now + LIMITS.adminSessionIdleMs)] } } }],
          { updatePipeline: true },
        )
        .lean<AdminSessionDocument>();
      if (!found || found.expiresAt <= now) return null;
      return { adminId: found.adminId, createdAt: found.createdAt, expiresAt: found.expiresAt };
    },
    async end(token) {
      await sessions.deleteOne({ _id: hashOf(token) });
    },
  };
}
