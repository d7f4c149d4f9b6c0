import type { ClassId } from '@liveclass/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CheckboxGroup, Label } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { ModalDialog } from '../../ui/dialog.tsx';
import { GroupedCheckbox } from '../../ui/fields.tsx';
import { Asked, reasonOf } from '../attendance/asked.tsx';
import { useHere } from '../house-context.ts';
import styles from './polls.module.css';

/** Questions of other classes of the course that this person teaches, to be copied into this one. */
export function ElsewhereDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <ModalDialog title={t('polls.fromClass')} isOpen={isOpen} onClose={onClose} closeLabel={t('common.close')}>
      <Choosing onDone={onClose} />
    </ModalDialog>
  );
}

function Choosing({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const { house } = useHere();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Readonly<Record<ClassId, readonly string[]>>>({});
  const query = useQuery({ queryKey: ['poll-bank-elsewhere'], queryFn: () => house.api.polls.elsewhere(), gcTime: 0 });
  const take = async () => {
    try {
      for (const [classId, ids] of Object.entries(chosen))
        if (ids.length > 0) queries.setQueryData(['poll-bank'], await house.api.polls.take({ classId: classId as ClassId, ids: [...ids] }));
      onDone();
    } catch (error) {
      house.notices.say(reasonOf(error), {}, 'trouble');
    }
  };
  const count = Object.values(chosen).flat().length;
  return (
    <Asked query={query}>
      {(classes) =>
        classes.length === 0 ? (
          <p className={styles['soft']}>{t('polls.noOtherClass')}</p>
        ) : (
          <div className={styles['stack']}>
            {classes.map(({ classId, title, items }) => (
              <CheckboxGroup
                key={classId}
                value={[...(chosen[classId] ?? [])]}
                onChange={(ids) => setChosen({ ...chosen, [classId]: ids })}
              >
                <Label>
                  <bdi>{title || t('common.untitledClass')}</bdi>
                </Label>
                {items.map(({ id, question }) => (
                  <GroupedCheckbox key={id} value={id}>
                    <bdi>{question.text}</bdi>
                  </GroupedCheckbox>
                ))}
              </CheckboxGroup>
            ))}
            <div>
              <Button look="primary" isDisabled={count === 0} onPress={() => void take()}>
                {t('polls.take', { count })}
              </Button>
            </div>
          </div>
        )
      }
    </Asked>
  );
}
