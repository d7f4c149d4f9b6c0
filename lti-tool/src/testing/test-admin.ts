import type { TestTool } from './test-tool.ts';

/** An admin's browser in a test: the cookie of the desk, and the Origin that our own page sends. */
export class TestAdmin {
  readonly cookie: string;
  readonly #url: string;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.cookie = cookie;
  }

  static async open(tool: TestTool): Promise<TestAdmin> {
    const answer = await redeemAdmin(tool, codeOfLink(await tool.desk.firstAdminLink()));
    if (answer.status !== 200) throw new Error(`the admin link was refused with ${answer.status}`);
    return new TestAdmin(tool.url, cookieOf(answer));
  }

  ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.#url}/api/admin/${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        origin: this.#url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async get<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask(method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

export const codeOfLink = (link: string | undefined): string => new URL(String(link)).hash.replace('#code=', '');
export const cookieOf = (answer: Response): string => (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';

export const redeemAdmin = (tool: Pick<TestTool, 'url'>, code: string, origin = tool.url): Promise<Response> =>
  fetch(`${tool.url}/api/admin/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
