import { type Connection, Schema } from 'mongoose';
import type { InvitationKind, Invitations } from '../../ports/desk.ts';
import { hashOf } from './launch-unique.ts';

interface InvitationDocument {
  readonly _id: string;
  readonly kind: InvitationKind;
  readonly until: Date;
}

const schema = new Schema<InvitationDocument>(
  { _id: String, kind: { type: String, required: true }, until: { type: Date, required: true } },
  { versionKey: false },
)
  .index({ until: 1 }, { expireAfterSeconds: 0 })
  .index({ kind: 1 });

/** One-time codes of the admin desk. The index only sweeps; each read compares the time itself, and taking is deleting. */
export async function openInvitations(connection: Connection): Promise<Invitations> {
  const model = connection.model<InvitationDocument>('Invitation', schema, 'invitations');
  await model.createIndexes();
  const standing = (code: string, kind: InvitationKind, now: number) => ({ _id: hashOf(code), kind, until: { $gt: new Date(now) } });
  return {
    async create(code, kind, until) {
      await model.create({ _id: hashOf(code), kind, until: new Date(until) });
    },
    async stands(code, kind, now) {
      return (await model.exists(standing(code, kind, now))) !== null;
    },
    async take(code, kind, now) {
      const taken = await model.findOneAndDelete(standing(code, kind, now)).lean<InvitationDocument>();
      return taken?.until.getTime() ?? null;
    },
    async clear(kind) {
      await model.deleteMany({ kind });
    },
  };
}
