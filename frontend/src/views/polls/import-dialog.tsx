import { type ImportReply, LIMITS } from '@liveclass/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../links/save-file.ts';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { reasonOf } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import styles from './polls.module.css';

const EXAMPLE = `type,question,right,explanation,option 1,option 2,option 3
single,Which planet is the largest?,2,Jupiter is eleven times as wide as the Earth.,Mars,Jupiter,Venus
multiple,Which of these are gases?,1;3,,Helium,Iron,Neon
true-false,Water boils at 100 °C at sea level.,true,,,,
rating,How clear was this lesson?,,,,,
text,What should we repeat next week?,,,,,
`;

/** Questions from a spreadsheet. Each line that cannot be asked is named with its fault before anything is kept. */
export function ImportDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const { t } = useTranslation();
  const { read, file, faults, isBusy, forget } = useImport();
  const close = () => {
    forget();
    onClose();
  };
  const bring = async (skipsFaults: boolean, csv: string) => {
    if (await read(csv, skipsFaults)) close();
  };
  const choose = async (files: FileList | null) => {
    const chosen = files?.[0];
    if (chosen) await bring(false, chosen.size > LIMITS.pollImportBytes ? '\0' : await chosen.text());
  };
  return (
    <ModalDialog title={t('polls.import')} isOpen={isOpen} onClose={close} closeLabel={t('common.close')}>
      <div className={styles['stack']}>
        <p>{t('polls.importHow')}</p>
        <div className={styles['actions']}>
          <FileTrigger acceptedFileTypes={['.csv', 'text/csv']} onSelect={(files) => void choose(files)}>
            <Button look="primary" isDisabled={isBusy}>
              {t('polls.chooseFile')}
            </Button>
          </FileTrigger>
          <Button onPress={() => saveFile(new Blob([`\uFEFF${EXAMPLE}`], { type: 'text/csv' }), 'questions.csv')}>
            {t('polls.example')}
          </Button>
        </div>
        {faults.length > 0 && (
          <div className={styles['stack']} role="alert">
            <p className={styles['trouble']}>{t('polls.faults', { count: faults.length })}</p>
            <ul className={styles['faults']}>
              {faults.map(({ line, fault, text }) => (
                <li key={line}>
                  {t('polls.line', { line })} {t(`polls.fault.${fault}`)}
                  {text !== '' && (
                    <code>
                      <bdi>{text}</bdi>
                    </code>
                  )}
                </li>
              ))}
            </ul>
            <div>
              <Button isDisabled={isBusy} onPress={() => void bring(true, file)}>
                {t('polls.importRest')}
              </Button>
            </div>
          </div>
        )}
      </div>
    </ModalDialog>
  );
}

function useImport() {
  const { house } = useHere();
  const queries = useQueryClient();
  const [faults, setFaults] = useState<ImportReply['faults']>([]);
  const [file, setFile] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  /** True when the file is in the bank. */
  const read = async (csv: string, skipsFaults: boolean): Promise<boolean> => {
    if (csv === '\0') {
      house.notices.say('reasons.too-large', {}, 'trouble');
      return false;
    }
    setIsBusy(true);
    setFile(csv);
    try {
      const reply = await house.api.polls.bring(csv, skipsFaults);
      queries.setQueryData(['poll-bank'], reply.items);
      setFaults(reply.faults);
      if (reply.added > 0) house.notices.say('polls.imported', { count: String(reply.added) });
      return reply.added > 0;
    } catch (error) {
      house.notices.say(reasonOf(error), {}, 'trouble');
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { read, file, faults, isBusy, forget: () => setFaults([]) };
}
