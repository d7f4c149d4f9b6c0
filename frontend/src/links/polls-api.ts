import {
  AnswersReply,
  type BankDraft,
  type BankItem,
  BankReply,
  ElsewhereReply,
  ImportReply,
  PollEntry,
  type PollId,
  PollsReply,
  ScoresReply,
  type TakeBody,
} from '@liveclass/contract';
import type { Call, Shape } from './json-call.ts';

/** How parts of the API ask: with the bearer, every answer checked. */
type Asking = <T>(call: Call, reply: Shape<T>) => Promise<T>;
type Sending = (call: Call) => Promise<Response>;

const BANK = '/api/polls/bank';

/** Questions of the class outside of the room: what was asked and answered, and what is prepared. */
export class PollsApi {
  readonly #ask: Asking;
  readonly #send: Sending;

  constructor(ask: Asking, send: Sending) {
    this.#ask = ask;
    this.#send = send;
  }

  async asked(): Promise<readonly PollEntry[]> {
    return (await this.#ask({ method: 'GET', path: '/api/polls' }, PollsReply)).polls;
  }

  show(id: PollId): Promise<PollEntry> {
    return this.#ask({ method: 'POST', path: `/api/polls/${id}/show` }, PollEntry);
  }

  answers(id: PollId): Promise<AnswersReply> {
    return this.#ask({ method: 'GET', path: `/api/polls/${id}/answers` }, AnswersReply);
  }

  scores(): Promise<ScoresReply> {
    return this.#ask({ method: 'GET', path: '/api/polls/scores' }, ScoresReply);
  }

  /** The file of all answers to download. */
  async file(language: string): Promise<Blob> {
    return (await this.#send({ method: 'GET', path: `/api/polls/csv?${new URLSearchParams({ language })}` })).blob();
  }

  async bank(): Promise<readonly BankItem[]> {
    return (await this.#ask({ method: 'GET', path: BANK }, BankReply)).items;
  }

  async add(draft: BankDraft): Promise<readonly BankItem[]> {
    return (await this.#ask({ method: 'POST', path: BANK, body: draft }, BankReply)).items;
  }

  async change(id: string, draft: BankDraft): Promise<readonly BankItem[]> {
    return (await this.#ask({ method: 'PUT', path: `${BANK}/${id}`, body: draft }, BankReply)).items;
  }

  async remove(id: string): Promise<readonly BankItem[]> {
    return (await this.#ask({ method: 'DELETE', path: `${BANK}/${id}` }, BankReply)).items;
  }

  bring(csv: string, skipsFaults: boolean): Promise<ImportReply> {
    return this.#ask({ method: 'POST', path: `${BANK}/import`, body: { csv, skipsFaults } }, ImportReply);
  }

  async elsewhere(): Promise<ElsewhereReply['classes']> {
    return (await this.#ask({ method: 'GET', path: `${BANK}/elsewhere` }, ElsewhereReply)).classes;
  }

  async take(body: TakeBody): Promise<readonly BankItem[]> {
    return (await this.#ask({ method: 'POST', path: `${BANK}/take`, body }, BankReply)).items;
  }
}
