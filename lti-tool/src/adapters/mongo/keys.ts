import { createCipheriv, createDecipheriv, generateKeyPair, hkdfSync, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Connection, Schema } from 'mongoose';
import type { Ids, KeyPair, PlatformKeys } from '../../ports/identity.ts';
import { upsertOnce } from './launch-unique.ts';

interface KeyDocument {
  readonly _id: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Rises with each rotation; the highest one signs, all are published. */
  readonly generation: number;
  readonly publicKey: string;
  readonly sealed: Buffer;
  readonly createdAt: Date;
}

const text = { type: String, required: true } as const;
const schema = new Schema<KeyDocument>(
  {
    _id: String,
    issuer: text,
    clientId: text,
    generation: { type: Number, required: true },
    publicKey: text,
    sealed: { type: Buffer, required: true },
    createdAt: Date,
  },
  { versionKey: false },
).index({ issuer: 1, clientId: 1, generation: 1 }, { unique: true });

/** Off the event loop: a synchronous RSA pair blocks every link of the process for longer than a ping may take. */
const makePair = promisify(generateKeyPair);

/** AES-256-GCM; the key's id is authenticated with it, so that sealed keys cannot be swapped between platforms in the database. */
function sealing(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'live-class platform private keys', 32));
  return {
    seal(plain: string, kid: string): Buffer {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(kid));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    open(sealed: Buffer, kid: string): string {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(Buffer.from(kid));
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}

/** The tool's own RSA pairs, one per platform, private halves encrypted at rest. */
export async function openPlatformKeys(connection: Connection, secret: string, ids: Ids): Promise<PlatformKeys> {
  const model = connection.model<KeyDocument>('PlatformKey', schema, 'platform-keys');
  await model.createIndexes();
  const { seal, open } = sealing(secret);
  const newest = (issuer: string, clientId: string) => model.findOne({ issuer, clientId }).sort({ generation: -1 }).lean<KeyDocument>();

  async function create(issuer: string, clientId: string): Promise<KeyDocument> {
    const pair = await makePair('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const kid = ids.id();
    const made = { publicKey: pair.publicKey, sealed: seal(pair.privateKey, kid), createdAt: new Date() };
    // Two replicas that start at once both make a pair; the unique index keeps the first, and both sign with that one.
    return upsertOnce(() =>
      model
        .findOneAndUpdate(
          { issuer, clientId, generation: 1 },
          { $setOnInsert: { _id: kid, ...made } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<KeyDocument>()
        .orFail(),
    );
  }

  const pairOf = ({ _id: kid, publicKey, sealed }: KeyDocument): KeyPair => ({
    kid,
    publicKey,
    // The driver answers binary fields of plain documents as its own Binary; both are read here.
    privateKey: open(Buffer.isBuffer(sealed) ? sealed : Buffer.from((sealed as { buffer: Uint8Array }).buffer), kid),
  });
  return {
    async ensure({ issuer, clientId }) {
      return pairOf((await newest(issuer, clientId)) ?? (await create(issuer, clientId)));
    },
    async published() {
      const all = await model.find({}, { publicKey: 1 }).lean<KeyDocument[]>();
      return all.map(({ _id: kid, publicKey }) => ({ kid, publicKey }));
    },
  };
}
