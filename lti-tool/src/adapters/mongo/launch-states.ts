import { type Connection, Schema } from 'mongoose';
import type { LaunchState } from '../../domain/launch.ts';
import type { LaunchStates, Nonces } from '../../ports/identity.ts';
import { hashOf, isDuplicate } from './launch-unique.ts';

interface StateDocument {
  readonly _id: string;
  readonly bindingHash: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly nonce: string;
  readonly storageTarget?: string;
  readonly storageOrigin?: string;
  readonly until: Date;
}

const text = { type: String, required: true } as const;
const stateSchema = new Schema<StateDocument>(
  {
    _id: String,
    bindingHash: text,
    issuer: text,
    clientId: text,
    nonce: text,
    storageTarget: String,
    storageOrigin: String,
    until: { type: Date, required: true },
  },
  { versionKey: false },
).index({ until: 1 }, { expireAfterSeconds: 0 });

function stateOf(found: StateDocument, binding: string): LaunchState {
  const { issuer, clientId, nonce, storageTarget: target, storageOrigin: origin, until } = found;
  const storage = target && origin ? { storage: { target, origin } } : {};
  return { issuer, clientId, nonce, binding, ...storage, expiresAt: until.getTime() };
}

/** Logins under way. */
export async function openLaunchStates(connection: Connection): Promise<LaunchStates> {
  const model = connection.model<StateDocument>('LaunchState', stateSchema, 'launch-states');
  await model.createIndexes();
  return {
    async create(state, { binding, storage, expiresAt, issuer, clientId, nonce }) {
      await model.create({
        _id: hashOf(state),
        bindingHash: hashOf(binding),
        issuer,
        clientId,
        nonce,
        ...(storage ? { storageTarget: storage.target, storageOrigin: storage.origin } : {}),
        until: new Date(expiresAt),
      });
    },
    async take(state, bindings, now) {
      for (const binding of bindings) {
        // Finding and deleting are one step of the database: of fifty posts at once exactly one gets the record.
        const found = await model
          .findOneAndDelete({ _id: hashOf(state), bindingHash: hashOf(binding), until: { $gt: new Date(now) } })
          .lean<StateDocument>();
        if (found) return stateOf(found, binding);
      }
      return null;
    },
    async storageOf(state, now) {
      const found = await model.findOne({ _id: hashOf(state), until: { $gt: new Date(now) } }).lean<StateDocument>();
      return found?.storageTarget && found.storageOrigin ? { target: found.storageTarget, origin: found.storageOrigin } : null;
    },
  };
}

interface NonceDocument {
  readonly _id: string;
  readonly until: Date;
}

const nonceSchema = new Schema<NonceDocument>({ _id: String, until: { type: Date, required: true } }, { versionKey: false }).index(
  { until: 1 },
  { expireAfterSeconds: 0 },
);

/** The ledger of used nonces; the primary key is the unique index. */
export async function openNonces(connection: Connection): Promise<Nonces> {
  const model = connection.model<NonceDocument>('Nonce', nonceSchema, 'nonces');
  await model.createIndexes();
  return {
    async claim(issuer, nonce, until) {
      try {
        // The parts are joined by a character that neither may hold, so that no two pairs share a key.
        await model.create({ _id: hashOf(`${issuer}\n${nonce}`), until: new Date(until) });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
  };
}
