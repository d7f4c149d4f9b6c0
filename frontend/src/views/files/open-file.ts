import type { FileView } from '@liveclass/contract';

/**
 * Shows what browsers show in a tab of its own, and saves everything else. The tab is opened in the press itself, where browsers
 * allow it, and led to the file when there is a link.
 */
export async function openFile(kind: FileView['kind'], link: () => Promise<string | undefined>): Promise<void> {
  const tab = kind === 'other' ? null : window.open('', '_blank');
  const url = await link();
  if (url === undefined) {
    tab?.close();
    return;
  }
  if (tab) {
    tab.location.href = url;
    return;
  }
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = '';
  anchor.click();
}
