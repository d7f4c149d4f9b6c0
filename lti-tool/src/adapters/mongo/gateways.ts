import { GATEWAY_STALE_MS, GatewayRecord, type NodeId } from '@liveclass/contract';
import type { GatewayNode } from '../../domain/session.ts';
import type { Gateways } from '../../ports/gateways.ts';
import type { ClassroomCollections } from './classroom-collections.ts';

/** The gateways write their own records; the tool only reads them, and judges their age by the database's clock alone. */
export function mongoGateways({ gateways }: ClassroomCollections): Gateways {
  const read = async (filter: { readonly _id?: NodeId }): Promise<readonly GatewayNode[]> => {
    const isAlive = { $gte: ['$seenAt', { $subtract: ['$$NOW', GATEWAY_STALE_MS] }] };
    const docs = await gateways.aggregate([{ $match: filter }, { $set: { isAlive } }]).toArray();
    return docs.flatMap((doc) => nodeOf(doc));
  };
  return {
    all: () => read({}),
    find: async (node) => (await read({ _id: node }))[0],
  };
}

/** A record that does not say what it should (an older gateway, a mistake) is no gateway. */
function nodeOf(doc: Readonly<Record<string, unknown>>): GatewayNode[] {
  const read = GatewayRecord.safeParse(doc);
  if (!read.success) return [];
  const { _id, epoch, signallingUrl, controlUrl, draining, seats } = read.data;
  return [{ node: _id, epoch, signallingUrl, controlUrl, draining, seats, isAlive: doc['isAlive'] === true }];
}
