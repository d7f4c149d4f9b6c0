import { PlatformRegistration } from '@liveclass/contract';
import { type Connection, Schema } from 'mongoose';
import type { Platforms } from '../../ports/identity.ts';
import { upsertOnce } from './launch-unique.ts';

interface PlatformDocument {
  readonly issuer: string;
  readonly clientId: string;
  readonly registration: PlatformRegistration;
  /** The one deployment that a registration without any took at its first launch. */
  readonly boundDeployment?: string;
  /** An operator sets it to false to shut a platform out without forgetting it. */
  readonly active: boolean;
}

const text = { type: String, required: true } as const;
const schema = new Schema<PlatformDocument>(
  {
    issuer: text,
    clientId: text,
    registration: { type: Schema.Types.Mixed, required: true },
    boundDeployment: String,
    active: { type: Boolean, default: true },
  },
  { versionKey: false },
).index({ issuer: 1, clientId: 1 }, { unique: true });

/** Registrations, and the way they come in. */
export interface PlatformStore extends Platforms {
  /** Creates or renews by (issuer, client id); a deployment bound before stays bound. */
  put(registration: PlatformRegistration): Promise<void>;
}

export async function openPlatforms(connection: Connection): Promise<PlatformStore> {
  const model = connection.model<PlatformDocument>('Platform', schema, 'platforms');
  await model.createIndexes();
  const active = { active: { $ne: false } };
  return {
    async put(registration) {
      const { issuer, clientId } = registration;
      await upsertOnce(() =>
        model.updateOne({ issuer, clientId }, { $set: { registration }, $setOnInsert: { active: true } }, { upsert: true }),
      );
    },
    async find(issuer, clientId) {
      const found = await model.findOne({ issuer, clientId, ...active }).lean<PlatformDocument>();
      return found && PlatformRegistration.parse(found.registration);
    },
    async list() {
      const found = await model.find(active).lean<PlatformDocument[]>();
      return found.map((document) => PlatformRegistration.parse(document.registration));
    },
    async admitDeployment(issuer, clientId, deploymentId) {
      const found = await model.findOne({ issuer, clientId, ...active }).lean<PlatformDocument>();
      if (!found) return false;
      if (found.registration.deploymentIds.length > 0) return found.registration.deploymentIds.includes(deploymentId);
      const bound = await model
        .findOneAndUpdate(
          { issuer, clientId, boundDeployment: { $in: [null, deploymentId] } },
          { $set: { boundDeployment: deploymentId } },
          { returnDocument: 'after' },
        )
        .lean<PlatformDocument>();
      return bound?.boundDeployment === deploymentId;
    },
  };
}
