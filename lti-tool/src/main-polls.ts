import { SendId } from '@liveclass/contract';
import type { Router } from 'express';
import { pollRoutes } from './adapters/http/polls.ts';
import { mongoClassPeople } from './adapters/mongo/class-people.ts';
import type { Connection } from './adapters/mongo/connection.ts';
import { mongoPollBanks } from './adapters/mongo/poll-banks.ts';
import { pollCollections } from './adapters/mongo/poll-collections.ts';
import type { WebSession } from './domain/identity.ts';
import type { Classroom } from './main-classroom.ts';
import type { Identity } from './main-identity.ts';
import { exportPolls } from './usecases/export-polls.ts';
import {
  addToBank,
  type BankPorts,
  changeInBank,
  importQuestions,
  removeFromBank,
  takeQuestions,
  viewBank,
  viewElsewhere,
} from './usecases/keep-bank.ts';
import { pollIdOf, showPoll } from './usecases/show-poll.ts';
import { viewAnswers, viewPoll, viewPolls, viewScores } from './usecases/view-polls.ts';

interface PollParts {
  readonly connection: Connection;
  readonly identity: Identity;
  readonly classroom: Classroom;
}

/** The part of the composition root for questions outside of the room: what was answered, and what is prepared. */
export function createPolls({ connection, identity, classroom }: PollParts): Router {
  const { ports } = classroom;
  const people = mongoClassPeople(connection);
  const bank: BankPorts = { ...identity, banks: mongoPollBanks(pollCollections(connection)), ids: ports.ids };
  const show = async (session: WebSession, id: string) => {
    await viewPoll(ports, session, id);
    const { facts } = await showPoll(ports, session, { pollId: pollIdOf(id), sendId: SendId.parse(ports.ids.id()) });
    ports.publisher.publish(facts);
    return viewPoll(ports, session, id);
  };
  return pollRoutes(
    {
      show,
      view: (session) => viewPolls(ports, session),
      answers: (session, id) => viewAnswers(ports, session, id),
      scores: (session) => viewScores({ ...ports, people }, session),
      rows: (session) => exportPolls(ports, session),
    },
    {
      view: (session) => viewBank(bank, session),
      add: (session, draft) => addToBank(bank, session, draft),
      change: (session, id, draft) => changeInBank(bank, session, id, draft),
      remove: (session, id) => removeFromBank(bank, session, id),
      bring: (session, rows, skipsFaults) => importQuestions(bank, session, rows, skipsFaults),
      elsewhere: (session) => viewElsewhere(bank, session),
      take: (session, body) => takeQuestions(bank, session, body),
    },
    identity.requireSession,
  );
}
