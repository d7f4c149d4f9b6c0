import type { BankDraft, BankItem } from '@liveclass/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, FileUp, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { Asked, reasonOf } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import { ElsewhereDialog } from './elsewhere-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import styles from './polls.module.css';
import { QuestionForm } from './question-form.tsx';
import { useChoices } from './use-choices.ts';

/** What is written: a new question, or one that is there. */
type Writing = { readonly item: BankItem | undefined } | undefined;

/** The questions prepared for this class: written, read from a file, or taken over from another class. */
export function BankPart() {
  const { t } = useTranslation();
  const { house } = useHere();
  const bank = useBank();
  const [writing, setWriting] = useState<Writing>();
  const [dialog, setDialog] = useState<'import' | 'elsewhere'>();
  const query = useQuery({ queryKey: ['poll-bank'], queryFn: () => house.api.polls.bank() });
  const save = async (draft: BankDraft) => {
    const { item } = writing ?? {};
    if (await bank.keep(() => (item ? house.api.polls.change(item.id, draft) : house.api.polls.add(draft)))) setWriting(undefined);
  };
  return (
    <div className={styles['part']}>
      {writing ? (
        <div className={styles['boxed']}>
          <QuestionForm
            {...(writing.item ? { start: writing.item } : {})}
            action={t('polls.save')}
            isBusy={bank.isBusy}
            onDone={(draft) => void save(draft)}
            onCancel={() => setWriting(undefined)}
          />
        </div>
      ) : (
        <div className={styles['actions']}>
          <Button look="primary" icon={<Plus size={18} aria-hidden />} onPress={() => setWriting({ item: undefined })}>
            {t('polls.write')}
          </Button>
          <Button icon={<FileUp size={18} aria-hidden />} onPress={() => setDialog('import')}>
            {t('polls.import')}
          </Button>
          <Button icon={<Copy size={18} aria-hidden />} onPress={() => setDialog('elsewhere')}>
            {t('polls.fromClass')}
          </Button>
        </div>
      )}
      <Asked query={query}>
        {(items) =>
          items.length === 0 ? (
            <p className={styles['soft']}>{t('polls.bankEmpty')}</p>
          ) : (
            <ul className={styles['list']}>
              {items.map((item) => (
                <Item key={item.id} item={item} onChange={() => setWriting({ item })} onRemove={() => void bank.remove(item)} />
              ))}
            </ul>
          )
        }
      </Asked>
      <ImportDialog isOpen={dialog === 'import'} onClose={() => setDialog(undefined)} />
      <ElsewhereDialog isOpen={dialog === 'elsewhere'} onClose={() => setDialog(undefined)} />
    </div>
  );
}

function Item({ item, onChange, onRemove }: { readonly item: BankItem; onChange(): void; onRemove(): void }) {
  const { t } = useTranslation();
  const { said } = useChoices();
  const { question, isAnonymous } = item;
  const facts = [t(`polls.kind.${question.kind}`), isAnonymous && t('polls.anonymous'), question.options.join(' · ')];
  return (
    <li className={styles['item']} data-testid="bank-item">
      <div className={styles['itemHead']}>
        <div className={styles['itemWords']}>
          <p className={styles['question']}>
            <bdi>{question.text}</bdi>
          </p>
          <p className={styles['soft']}>{facts.filter(Boolean).join(' · ')}</p>
          {question.right.length > 0 && (
            <p className={styles['soft']}>{t('polls.rightIs', { answer: said(question, { chosen: question.right }) })}</p>
          )}
        </div>
        <div>
          <IconButton label={t('polls.changeThis', { question: question.text })} onPress={onChange}>
            <Pencil size={18} aria-hidden />
          </IconButton>
          <IconButton label={t('polls.removeThis', { question: question.text })} onPress={onRemove}>
            <Trash2 size={18} aria-hidden />
          </IconButton>
        </div>
      </div>
    </li>
  );
}

/** Changes of the bank: what the server answers is what is shown, and a removed question can be had back. */
function useBank() {
  const { house } = useHere();
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const keep = async (wish: () => Promise<readonly BankItem[]>): Promise<boolean> => {
    setIsBusy(true);
    try {
      queries.setQueryData(['poll-bank'], await wish());
      return true;
    } catch (error) {
      house.notices.say(reasonOf(error), {}, 'trouble');
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  const remove = async ({ id, question, isAnonymous, canChange }: BankItem): Promise<void> => {
    const undo = () => void keep(() => house.api.polls.add({ question, isAnonymous, canChange }));
    if (await keep(() => house.api.polls.remove(id))) house.notices.say('polls.removed', {}, 'calm', 10_000, undo);
  };
  return { isBusy, keep, remove };
}
