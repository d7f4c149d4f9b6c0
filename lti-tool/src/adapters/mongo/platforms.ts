import { PlatformRegistration, type PlatformState, type PluginAbout } from '@liveclass/contract';
import mongoose, { type Connection, Schema } from 'mongoose';
import type { KnownPlatform } from '../../domain/platform.ts';
import type { PlatformRegistry } from '../../ports/desk.ts';
import { isDuplicate, upsertOnce } from './launch-unique.ts';
import { storePaired } from './pairings.ts';

interface PlatformDocument {
  readonly _id: mongoose.Types.ObjectId;
  readonly issuer: string;
  readonly clientId: string;
  readonly registration: PlatformRegistration;
  /** The one deployment that a registration without any took at its first launch. */
  readonly boundDeployment?: string;
  /** Absent counts as active. */
  readonly state?: PlatformState;
  readonly plugin?: PluginAbout;
  readonly lastLaunchAt?: Date;
  readonly allowsGuests?: boolean;
}

const text = { type: String, required: true } as const;
const schema = new Schema<PlatformDocument>(
  {
    issuer: text,
    clientId: text,
    registration: { type: Schema.Types.Mixed, required: true },
    boundDeployment: String,
    state: String,
    plugin: Schema.Types.Mixed,
    lastLaunchAt: Date,
    allowsGuests: Boolean,
  },
  { versionKey: false },
).index({ issuer: 1, clientId: 1 }, { unique: true });

/** The time of the last launch is for people: it is written once a minute at most, however many launch. */
const LAUNCH_NOTED_EVERY_MS = 60_000;

const knownOf = ({ _id, registration, state, boundDeployment, plugin, lastLaunchAt, allowsGuests }: PlatformDocument): KnownPlatform => ({
  id: _id.toHexString(),
  registration: PlatformRegistration.parse(registration),
  state: state ?? 'active',
  ...(boundDeployment === undefined ? {} : { boundDeployment }),
  ...(plugin === undefined ? {} : { plugin }),
  ...(lastLaunchAt === undefined ? {} : { lastLaunchAt: lastLaunchAt.getTime() }),
  ...(allowsGuests === undefined ? {} : { allowsGuests }),
});

const CLOSED: PlatformState[] = ['pending', 'paused'];
const active = { state: { $nin: CLOSED } };
const byId = (id: string) => ({ _id: new mongoose.Types.ObjectId(/^[a-f0-9]{24}$/.test(id) ? id : '0'.repeat(24)) });

type Model = mongoose.Model<PlatformDocument>;

async function admitDeployment(model: Model, issuer: string, clientId: string, deploymentId: string): Promise<boolean> {
  const found = await model.findOne({ issuer, clientId, ...active }).lean<PlatformDocument>();
  if (!found) return false;
  const { deploymentIds } = found.registration;
  if (deploymentIds.length > 0 && !deploymentIds.includes(deploymentId)) return false;
  if (deploymentIds.length === 0 && found.boundDeployment !== deploymentId) {
    const bound = await model
      .findOneAndUpdate(
        { issuer, clientId, boundDeployment: { $in: [null, deploymentId] } },
        { $set: { boundDeployment: deploymentId } },
        { returnDocument: 'after' },
      )
      .lean<PlatformDocument>();
    if (bound?.boundDeployment !== deploymentId) return false;
  }
  const now = Date.now();
  if (now - (found.lastLaunchAt?.getTime() ?? 0) > LAUNCH_NOTED_EVERY_MS)
    await model.updateOne({ _id: found._id }, { $max: { lastLaunchAt: new Date(now) } });
  return true;
}

function readsOf(model: Model): Omit<PlatformRegistry, 'pair' | 'admitDeployment' | 'put' | 'add' | 'change' | 'remove'> {
  return {
    async find(issuer, clientId) {
      const found = await model.findOne({ issuer, clientId, ...active }).lean<PlatformDocument>();
      return found && PlatformRegistration.parse(found.registration);
    },
    async list() {
      const found = await model.find(active).lean<PlatformDocument[]>();
      return found.map((document) => PlatformRegistration.parse(document.registration));
    },
    async known(issuer, clientId) {
      const found = await model.findOne({ issuer, clientId }).lean<PlatformDocument>();
      return found && knownOf(found);
    },
    async get(id) {
      const found = await model.findOne(byId(id)).lean<PlatformDocument>();
      return found && knownOf(found);
    },
    async all() {
      return (await model.find().sort({ _id: -1 }).lean<PlatformDocument[]>()).map(knownOf);
    },
  };
}

/** Registrations by (issuer, client id), with their state. */
export async function openPlatforms(connection: Connection): Promise<PlatformRegistry> {
  const model = connection.model<PlatformDocument>('Platform', schema, 'platforms');
  await model.createIndexes();
  return {
    ...readsOf(model),
    async put(registration) {
      const { issuer, clientId } = registration;
      await upsertOnce(() =>
        model.updateOne({ issuer, clientId }, { $set: { registration }, $setOnInsert: { state: 'active' } }, { upsert: true }),
      );
    },
    admitDeployment: (issuer, clientId, deploymentId) => admitDeployment(model, issuer, clientId, deploymentId),
    pair: (order) => storePaired(connection, order),
    async add(registration, state) {
      const { issuer, clientId } = registration;
      try {
        return knownOf((await model.create({ issuer, clientId, registration, state })).toObject<PlatformDocument>());
      } catch (error) {
        if (isDuplicate(error)) return null;
        throw error;
      }
    },
    async change(id, from, { state, name, plugin, allowsGuests }) {
      const guests = allowsGuests !== undefined && { allowsGuests };
      const set = {
        ...guests,
        ...(state && { state }),
        ...(name !== undefined && { 'registration.name': name }),
        ...(plugin && { plugin }),
      };
      const wanted = { ...byId(id), ...(from && { state: { $in: from.includes('active') ? [...from, null] : from } }) };
      const changed = await model.findOneAndUpdate(wanted, { $set: set }, { returnDocument: 'after' }).lean<PlatformDocument>();
      return changed && knownOf(changed);
    },
    async remove(id) {
      const removed = await model.findOneAndDelete({ ...byId(id), state: { $in: CLOSED } }).lean<PlatformDocument>();
      return removed && knownOf(removed);
    },
  };
}
