import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './tabs.module.css';

interface Props {
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly label: string; readonly content: ReactNode }[];
}

/** A few parts of a page, one of them shown. */
export function TabbedParts({ label, tabs }: Props) {
  return (
    <Tabs className={classes(styles['tabs'])}>
      <TabList aria-label={label} className={classes(styles['list'])}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={classes(styles['tab'])}>
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={classes(styles['panel'])}>
          {tab.content}
        </TabPanel>
      ))}
    </Tabs>
  );
}
