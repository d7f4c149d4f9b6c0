import { createCipheriv, createDecipheriv, generateKeyPair, hkdfSync, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { LIMITS } from '@liveclass/contract';
import { type Connection, Schema } from 'mongoose';
import type { Clock, Ids, KeyPair, PlatformKeys } from '../../ports/identity.ts';
import { upsertOnce } from './launch-unique.ts';

interface KeyDocument {
  readonly _id: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Rises with each rotation; the highest one that signs by now signs. */
  readonly generation: number;
  /** Absent: from the beginning. */
  readonly signsFrom?: Date;
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
    signsFrom: Date,
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

const signsBy = ({ signsFrom }: Pick<KeyDocument, 'signsFrom'>, now: number): boolean => (signsFrom?.getTime() ?? 0) <= now;

/** A pair has had its day when the one after it has signed for so long that nobody checks a signature of it any more. */
function isOver(pair: KeyDocument, all: readonly KeyDocument[], now: number): boolean {
  return all.some(
    (next) =>
      next.issuer === pair.issuer &&
      next.clientId === pair.clientId &&
      next.generation > pair.generation &&
      signsBy(next, now - LIMITS.keyBehindMs),
  );
}

async function freshPair(kid: string, seal: (plain: string, kid: string) => Buffer) {
  const pair = await makePair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { _id: kid, publicKey: pair.publicKey, sealed: seal(pair.privateKey, kid), createdAt: new Date() };
}

const SYSTEM: Clock = { now: () => Date.now() };

/** The tool's own RSA pairs, one per platform and another while it changes, private halves encrypted at rest. */
export async function openPlatformKeys(connection: Connection, secret: string, ids: Ids, clock: Clock = SYSTEM): Promise<PlatformKeys> {
  const model = connection.model<KeyDocument>('PlatformKey', schema, 'platform-keys');
  await model.createIndexes();
  const { seal, open } = sealing(secret);
  const ofPlatform = (issuer: string, clientId: string) => model.find({ issuer, clientId }).sort({ generation: -1 }).lean<KeyDocument[]>();

  /** Two processes that make the same generation at once both make a pair; the unique index keeps the first, and both use that one. */
  async function create(issuer: string, clientId: string, generation: number, signsFrom?: Date): Promise<KeyDocument> {
    const made = { ...(await freshPair(ids.id(), seal)), ...(signsFrom && { signsFrom }) };
    return upsertOnce(() =>
      model
        .findOneAndUpdate({ issuer, clientId, generation }, { $setOnInsert: made }, { upsert: true, returnDocument: 'after' })
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
      const signing = (await ofPlatform(issuer, clientId)).find((pair) => signsBy(pair, clock.now()));
      return pairOf(signing ?? (await create(issuer, clientId, 1)));
    },
    async rotate({ issuer, clientId }) {
      const now = clock.now();
      const all = await ofPlatform(issuer, clientId);
      const [newest] = all;
      if (newest && !signsBy(newest, now)) return false;
      await create(issuer, clientId, (newest?.generation ?? 0) + 1, newest && new Date(now + LIMITS.keyAheadMs));
      await model.deleteMany({ _id: { $in: all.filter((pair) => isOver(pair, all, now)).map(({ _id }) => _id) } });
      return true;
    },
    async forget({ issuer, clientId }) {
      await model.deleteMany({ issuer, clientId });
    },
    async published() {
      const all = await model.find({}, { sealed: 0 }).lean<KeyDocument[]>();
      return all.filter((pair) => !isOver(pair, all, clock.now())).map(({ _id: kid, publicKey }) => ({ kid, publicKey }));
    },
  };
}
