import { Refusal } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../links/save-file.ts';
import { useHere } from '../house-context.ts';

/** Keeps the chat as a table or as text. */
export function useChatFile(): (format: 'csv' | 'txt') => Promise<void> {
  const { i18n } = useTranslation();
  const { house } = useHere();
  return async (format) => {
    try {
      saveFile(await house.api.chatFile(format, i18n.language), `chat.${format}`);
    } catch (error) {
      house.notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
    }
  };
}
