import {
  AttendanceReply,
  AttendanceRule,
  type Correction,
  GradesReply,
  HeldSession,
  PersonAttendance,
  SendGradesReply,
  SessionAttendanceReply,
} from '@liveclass/contract';
import type { Call, Shape } from './json-call.ts';

/** How parts of the API ask: with the bearer, every answer checked. */
type Asking = <T>(call: Call, reply: Shape<T>) => Promise<T>;
type Sending = (call: Call) => Promise<Response>;

/** Attendance and grades of the class, as far as this person may see them. */
export class AttendanceApi {
  readonly #ask: Asking;
  readonly #send: Sending;

  constructor(ask: Asking, send: Sending) {
    this.#ask = ask;
    this.#send = send;
  }

  sessions(): Promise<AttendanceReply> {
    return this.#ask({ method: 'GET', path: '/api/attendance' }, AttendanceReply);
  }

  session(id: string): Promise<SessionAttendanceReply> {
    return this.#ask({ method: 'GET', path: `/api/attendance/sessions/${id}` }, SessionAttendanceReply);
  }

  setCounts(id: string, counts: boolean): Promise<HeldSession> {
    return this.#ask({ method: 'PATCH', path: `/api/attendance/sessions/${id}`, body: { counts } }, HeldSession);
  }

  correct(sessionId: string, personId: string, correction: Correction | null, note: string): Promise<PersonAttendance> {
    const path = `/api/attendance/sessions/${sessionId}/people/${personId}`;
    return this.#ask({ method: 'PUT', path, body: { correction, note } }, PersonAttendance);
  }

  /** The file to download; of all sessions, or of one. */
  async file(language: string, sessionId?: string): Promise<Blob> {
    const query = new URLSearchParams({ language, ...(sessionId ? { session: sessionId } : {}) });
    return (await this.#send({ method: 'GET', path: `/api/attendance/csv?${query}` })).blob();
  }

  grades(): Promise<GradesReply> {
    return this.#ask({ method: 'GET', path: '/api/grades' }, GradesReply);
  }

  setRule(rule: AttendanceRule): Promise<AttendanceRule> {
    return this.#ask({ method: 'PUT', path: '/api/grades/rule', body: rule }, AttendanceRule);
  }

  /** Everybody's grade that changed, or those of certain people again; answers how many are on their way. */
  async sendGrades(people?: readonly string[]): Promise<number> {
    return (await this.#ask({ method: 'POST', path: '/api/grades/send', body: people ? { people } : {} }, SendGradesReply)).queued;
  }
}
