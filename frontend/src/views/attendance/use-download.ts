import { useTranslation } from 'react-i18next';
import { saveFile } from '../../links/save-file.ts';
import { useHere } from '../house-context.ts';
import { reasonOf } from './asked.tsx';

/** Keeps the attendance of one session, or of all, as a file. */
export function useDownload(): (sessionId?: string, startedAt?: number) => Promise<void> {
  const { i18n } = useTranslation();
  const { house } = useHere();
  return async (sessionId, startedAt) => {
    try {
      const file = await house.api.attendance.file(i18n.language, sessionId);
      const day = startedAt === undefined ? '' : `-${new Date(startedAt).toISOString().slice(0, 10)}`;
      saveFile(file, `attendance${day}.csv`);
    } catch (error) {
      house.notices.say(reasonOf(error), {}, 'trouble');
    }
  };
}
