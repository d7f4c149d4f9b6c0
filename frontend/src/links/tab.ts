const KEY = 'liveclass.tab';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const randomId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => ALPHABET[byte % 64]).join('');

/** A fresh id for a wish, so that the same wish sent twice has one effect. */
export const sendId = randomId;

/**
 * The id of this tab. It survives a reload, and nothing else: while the page stands it is not in storage, because
 * "duplicate tab" copies the storage, and two tabs with one id would fight for one seat without an end.
 */
export function takeTabId(): string {
  let id: string | null = null;
  try {
    id = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
  } catch {
    id = null;
  }
  const tab = id && /^[A-Za-z0-9_-]{16,64}$/.test(id) ? id : randomId();
  addEventListener('pagehide', () => {
    try {
      sessionStorage.setItem(KEY, tab);
    } catch {
      return;
    }
  });
  return tab;
}
