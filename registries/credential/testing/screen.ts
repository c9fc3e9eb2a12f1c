import { sessionKey, toAth } from './session-key.ts';

/** A person signed in on a screen of the demonstration: what each of its requests carries. */
export interface Screen {
  /** Headers of one request; a proof serves once. */
  headers(method: string, path: string): Record<string, string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

interface Person {
  userName: string;
  pin?: string;
  password?: string;
}

const json = { 'content-type': 'application/json' };

async function answered(response: Response): Promise<Record<string, string>> {
  if (response.ok) return (await response.json()) as Record<string, string>;
  throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
}

/**
 * Signs a demonstration person in on a running server, as the screens do: a key of the browser's, bound by the
 * person's own key and PIN, or by their password.
 */
export async function openScreen(serverUrl: string, { userName, pin, password }: Person): Promise<Screen> {
  const key = sessionKey();
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${serverUrl}${path}`, {
      ...{ method: 'POST', body: JSON.stringify(body) },
      headers: { ...json, ...headers },
    });
  const assert = async () => {
    const body = { userName, thumbprint: key.thumbprint };
    const { challenge } = await answered(await post('/api/session/challenge', body));
    return { assertion: await answered(await post(`/demo/keys/${userName}/assertions`, { challenge, pin })) };
  };
  const kind = pin ? 'clinician' : 'citizen';
  const door = `/api/session/${kind}`;
  const body = pin ? await assert() : { userName, password };
  const entered = await post(door, body, { dpop: key.prove('POST', `${serverUrl}${door}`) });
  const { ath } = await answered(entered);
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  if (toAth(cookie.split('=')[1]!) !== ath) throw new Error('The session’s token is not the one announced.');
  const headers = (method: string, path: string) => ({
    ...{ cookie, 'continuum-session': kind },
    dpop: key.prove(method, `${serverUrl}${path}`, ath),
  });
  return {
    headers,
    fetch: (path, init = {}) =>
      fetch(`${serverUrl}${path}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...headers(init.method ?? 'GET', path) },
      }),
  };
}
