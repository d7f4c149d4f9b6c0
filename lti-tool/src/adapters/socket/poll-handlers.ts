import type { pollWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { askPoll } from '../../usecases/ask-poll.ts';
import { castVote } from '../../usecases/cast-vote.ts';
import { endPoll } from '../../usecases/end-poll.ts';
import { showPoll } from '../../usecases/show-poll.ts';
import type { HandlersOf } from './handler.ts';

export const pollHandlers = (ports: ClassroomPorts): HandlersOf<typeof pollWishes> => ({
  'poll.ask': (caller, body) => askPoll(ports, caller, body),
  'poll.vote': (caller, body) => castVote(ports, caller, body),
  'poll.end': (caller, body) => endPoll(ports, caller, body),
  'poll.show': (caller, body) => showPoll(ports, caller, body),
});
