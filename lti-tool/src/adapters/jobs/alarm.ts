import { type Db, MongoBackend, MongoChangeStreamNotificationChannel } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import type { Chore } from '../../domain/recording.ts';
import type { Alarm } from '../../ports/classroom.ts';
import type { Log } from '../../ports/log.ts';

/** How often each chore is looked after even when nobody wakes it. */
const LOOK_EVERY_MS = 5_000;
const LOCK_MS = 60_000;
const CHORES: readonly Chore[] = ['settle', 'compose', 'tell-course', 'erase'];

export interface Jobs extends Alarm {
  start(): Promise<void>;
  end(): Promise<void>;
}

/**
 * Agenda as a clock that wakes some tool: what is due stands with the recordings themselves, so a job that is lost, doubled or
 * late changes nothing but the moment.
 */
export function agendaAlarm(connection: { readonly db?: unknown }, work: (chore: Chore) => Promise<void>, log: Log): Jobs {
  // Its own copy of the driver's types; the object is the same.
  const mongo = connection.db as Db;
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo, collection: 'jobs' }),
    notificationChannel: new MongoChangeStreamNotificationChannel({ db: mongo, collection: 'jobs' }),
    processEvery: 2_000,
    defaultLockLifetime: LOCK_MS,
    removeOnComplete: true,
  });
  agenda.on('error', (error) => log.error({ err: error }, 'the alarm clock failed'));
  for (const chore of CHORES) agenda.define(chore, () => work(chore), { concurrency: 1 });
  return {
    async start() {
      await agenda.start();
      for (const chore of CHORES) await agenda.every(LOOK_EVERY_MS, chore);
    },
    async wake(chore) {
      // The recording says that it is due; a clock that cannot be set costs a few seconds.
      await agenda.now(chore, {}).catch((error: unknown) => log.warn({ err: error, chore }, 'a chore waits for its turn'));
    },
    end: () => agenda.stop(false),
  };
}
