import { ClassId } from '@liveclass/contract';
import { type Connection, type Model, Schema } from 'mongoose';
import type { ClassLink, ClassRecord } from '../../domain/identity.ts';
import type { Classes, Ids } from '../../ports/identity.ts';
import { isDuplicate, upsertOnce } from './launch-unique.ts';

type ClassDocument = Omit<ClassRecord, 'id'> & { readonly _id: string; readonly createdAt: Date };

const text = { type: String, required: true } as const;
/** Empty is a value here: a launch without a course has the context ''. */
const anyText = { type: String, default: '' } as const;

const schema = new Schema<ClassDocument>(
  {
    _id: String,
    issuer: text,
    clientId: text,
    deploymentId: text,
    contextId: anyText,
    resourceLinkId: anyText,
    title: anyText,
    courseTitle: anyText,
    membershipsUrl: String,
    lineItemUrl: String,
    lineItemsUrl: String,
    copiedFrom: String,
    // No default: a platform that did not say what it allows is not one that allows nothing.
    gradeScopes: { type: [String], default: undefined },
    createdAt: Date,
  },
  { versionKey: false },
)
  .index({ issuer: 1, clientId: 1, deploymentId: 1, contextId: 1, resourceLinkId: 1 }, { unique: true })
  .index({ issuer: 1, clientId: 1, deploymentId: 1, resourceLinkId: 1 });

function classOf({ _id, createdAt: _, ...rest }: ClassDocument): ClassRecord {
  return { ...rest, id: ClassId.parse(_id) };
}

async function moveTo(model: Model<ClassDocument>, from: ClassLink, to: string): Promise<boolean> {
  const { issuer, clientId, deploymentId, contextId, resourceLinkId } = from;
  try {
    const { modifiedCount } = await model.updateOne(
      { issuer, clientId, deploymentId, contextId, resourceLinkId },
      { $set: { resourceLinkId: to } },
    );
    return modifiedCount === 1;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Classes by their link; title and service addresses of the last launch stand. */
export async function openClasses(connection: Connection, ids: Ids): Promise<Classes> {
  const model = connection.model<ClassDocument>('Class', schema, 'classes');
  await model.createIndexes();
  return {
    async upsert({ issuer, clientId, deploymentId, contextId, resourceLinkId }, about) {
      const link = { issuer, clientId, deploymentId, contextId, resourceLinkId };
      const set = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
      const found = await upsertOnce(() =>
        model
          .findOneAndUpdate(
            link,
            { $set: set, $setOnInsert: { _id: ids.id(), createdAt: new Date() } },
            { upsert: true, returnDocument: 'after' },
          )
          .lean<ClassDocument>()
          .orFail(),
      );
      return classOf(found);
    },
    async find(id) {
      const found = await model.findById(id).lean<ClassDocument>();
      return found && classOf(found);
    },
    firstOf: (of, resourceLinkIds) => firstOf(model, of, resourceLinkIds),
    move: (from, to) => moveTo(model, from, to),
    async copied(id, from) {
      await model.updateOne({ _id: id, copiedFrom: { $exists: false } }, { $set: { copiedFrom: from } });
    },
    async ofCourse({ issuer, deploymentId, contextId }, clientIds) {
      const found = await model
        .find({ issuer, clientId: { $in: clientIds }, deploymentId, contextId, resourceLinkId: { $ne: '' } })
        .sort({ createdAt: 1 })
        .limit(200)
        .lean<ClassDocument[]>();
      return found.map(classOf);
    },
  };
}

async function firstOf(
  model: Model<ClassDocument>,
  { issuer, clientId, deploymentId }: Parameters<Classes['firstOf']>[0],
  resourceLinkIds: readonly string[],
): Promise<ClassRecord | null> {
  const found = await model
    .find({ issuer, clientId, deploymentId, resourceLinkId: { $in: [...resourceLinkIds] } })
    .sort({ createdAt: 1 })
    .limit(100)
    .lean<ClassDocument[]>();
  const places = new Map(resourceLinkIds.map((id, place) => [id, place]));
  const nearest = found.sort((one, other) => (places.get(one.resourceLinkId) ?? 0) - (places.get(other.resourceLinkId) ?? 0))[0];
  return nearest ? classOf(nearest) : null;
}
