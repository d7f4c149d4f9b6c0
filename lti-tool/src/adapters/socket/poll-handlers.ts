import type { pollWishes } from '@liveclass/contract';
import type { ClassroomPorts } from '../../ports/classroom.ts';
import { askPoll } from '../../usecases/ask-poll.ts';
import { castVote } from '../../usecases/cast-vote.ts';
import { endPoll } from '../../usecases/end-poll.ts';
import { showPoll } from '../../usecases/show-poll.ts';
import { type HandlersOf, inRoom } from './handler.ts';

export const pollHandlers = (ports: ClassroomPorts): HandlersOf<typeof pollWishes> => ({
  'poll.ask': inRoom(ports, askPoll),
  'poll.vote': inRoom(ports, castVote),
  'poll.end': inRoom(ports, endPoll),
  'poll.show': inRoom(ports, showPoll),
});
