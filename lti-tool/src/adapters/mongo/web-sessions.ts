import { LIMITS } from '@liveclass/contract';
import { type Connection, Schema } from 'mongoose';
import type { WebSession } from '../../domain/identity.ts';
import type { OneTimeCodes, WebSessions } from '../../ports/identity.ts';
import { hashOf } from './launch-unique.ts';

/** The session itself is one opaque value, looked up by whose it is and nothing else of its inside. */
interface SessionDocument {
  readonly _id: string;
  readonly session: WebSession;
  /** The end of idleness or of the session, whichever comes first. */
  readonly until: Date;
}

const schemaOf = () =>
  new Schema<SessionDocument>(
    { _id: String, session: { type: Schema.Types.Mixed, required: true }, until: { type: Date, required: true } },
    { versionKey: false },
  ).index({ until: 1 }, { expireAfterSeconds: 0 });

/** Web sessions by the hash of their token. The index only sweeps; each read compares the time itself. */
export async function openWebSessions(connection: Connection): Promise<WebSessions> {
  const model = connection.model<SessionDocument>('WebSession', schemaOf(), 'web-sessions');
  await model.createIndexes();
  const idleEnd = (now: number) => new Date(now + LIMITS.webSessionIdleMs);
  return {
    async create(token, session) {
      const until = new Date(Math.min(session.expiresAt, session.createdAt + LIMITS.webSessionIdleMs));
      await model.create({ _id: hashOf(token), session, until });
    },
    async touch(token, now) {
      const found = await model
        .findOneAndUpdate(
          { _id: hashOf(token), until: { $gt: new Date(now) } },
          [{ $set: { until: { $min: [{ $toDate: '$session.expiresAt' }, idleEnd(now)] } } }],
          { updatePipeline: true },
        )
        .lean<SessionDocument>();
      return found && found.session.expiresAt > now ? found.session : null;
    },
    async end(token) {
      await model.deleteOne({ _id: hashOf(token) });
    },
  };
}

/** One-time codes by their hash; taking is deleting. */
export async function openOneTimeCodes(connection: Connection): Promise<OneTimeCodes> {
  const model = connection.model<SessionDocument>('OneTimeCode', schemaOf(), 'one-time-codes');
  await model.createIndexes();
  return {
    async create(code, session, expiresAt) {
      await model.create({ _id: hashOf(code), session, until: new Date(expiresAt) });
    },
    async take(code, now) {
      const found = await model.findOneAndDelete({ _id: hashOf(code), until: { $gt: new Date(now) } }).lean<SessionDocument>();
      return found?.session ?? null;
    },
  };
}
