import type mongoose from 'mongoose';
import type { LiveWebSessions } from '../../ports/classroom.ts';
import { databaseOf } from './classroom-collections.ts';
import { hashOf } from './launch-unique.ts';

/** Reads the web sessions that the identity part writes; it renews nothing, so a player alone keeps nobody signed in. */
export function mongoLiveWebSessions(connection: mongoose.Connection): LiveWebSessions {
  const sessions = databaseOf(connection).collection<{ _id: string; until: Date }>('web-sessions');
  return {
    keyOf: hashOf,
    isLive: async (sessionKey, now) => (await sessions.findOne({ _id: sessionKey, until: { $gt: new Date(now) } })) !== null,
  };
}
