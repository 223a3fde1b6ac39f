/** @file The record over the plans, where there is no room beside them. */
import type { CaseSheet } from '../../../api/index.ts'
import { Button, Dialog } from '../../controls/index.ts'
import { useWords } from '../../words/index.ts'
import { RecordView } from './record-view.tsx'

/** A dialog; Escape closes it. */
export function RecordSheet({ record, lang, onClose }: { record: CaseSheet; lang: string; onClose: () => void }) {
  const { words } = useWords()
  return (
    <Dialog title={words.reviewer.record.title} className="record-sheet" onClose={onClose}>
      <RecordView record={record} lang={lang} />
      <div className="actions sheet-close">
        <Button kind="primary" onClick={onClose} data-first>
          {words.frame.close}
        </Button>
      </div>
    </Dialog>
  )
}
